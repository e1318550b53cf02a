"""Which fields a command reads and which it gives, as far as its text says so."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass

from spl.language import ast

_GIVEN = frozenset(("alias", "target", "new"))
_GROUP = re.compile(r"\(\?P?<(\w+)>")
# These set the fields that they name, or leave them out, whether they are there or not.
_SETTERS = frozenset(("fillnull", "filldown", "setfields", "makemv"))


@dataclass(frozen=True, slots=True)
class Named:
    """The fields that a command, or one part of it, names.

    Attributes:
        reads: those that it reads, in order.
        gives: those that it sets.
    """

    reads: tuple[str, ...]
    gives: tuple[str, ...] = ()


def named_fields(node: ast.Command) -> Named:
    """All fields that *node* names; those with stars, and what brackets hold, are left out."""
    parts = parts_of_command(node)
    reads = dict.fromkeys(name for part in parts for name in part.reads)
    return Named(tuple(reads), tuple(name for part in parts for name in part.gives))


def parts_of_command(node: ast.Command) -> list[Named]:
    """The parts of a command that stand by themselves: a renaming, an assignment, an aggregate."""
    arguments = node.arguments
    match arguments:
        case ast.RenameArguments(pairs):
            found = [_walked(pair) for pair in pairs]
        case ast.EvalArguments(assignments):
            found = [_walked(each) for each in assignments if isinstance(each, ast.Assignment)]
        case ast.StatsArguments() | ast.ChartArguments() | ast.TstatsArguments():
            found = [_aggregate(each) for each in arguments.aggregates]
            by = [field.field.name for field in arguments.by]
            if isinstance(arguments, ast.ChartArguments) and arguments.over is not None:
                by.insert(0, arguments.over.field.name)
            found.append(Named(tuple(by), tuple(by)))
        case ast.LookupArguments():
            keys = tuple(pair.event_field for pair in arguments.keys)
            outputs = (*arguments.outputs, *(p for each in arguments.more for p in each.pairs))
            found = [Named(keys, tuple(pair.event_field for pair in outputs))]
        case ast.RexArguments():
            found = [_rex(arguments)]
        case ast.FieldsArguments(sign="-"):
            found = []
        case _ if node.name in _SETTERS:
            found = []
        case _:
            found = [_walked(arguments)]
    return [Named(tuple(n for n in each.reads if "*" not in n), each.gives) for each in found]


def by_fields(node: ast.Command) -> tuple[str, ...]:
    """The fields that are the key of the rows: a row in which one is null is dropped."""
    match node.arguments:
        case ast.StatsArguments(by=by) if node.name in ("stats", "sistats"):
            return tuple(field.field.name for field in by)
        case ast.TstatsArguments(by=by):
            return tuple(field.field.name for field in by if field.field.name != "_time")
        case ast.ChartArguments(over=over, by=by) if node.name == "chart":
            first = over if over is not None else by[0] if by else None
            return () if first is None else (first.field.name,)
        case ast.DedupArguments(fields=fields, options=options):
            keeps = any(option.name == "keepempty" for option in options)
            return () if keeps else tuple(field.name for field in fields)
        case ast.TopArguments(fields=fields, by=by):
            return tuple(field.name for field in (*by, *fields))
    return ()


def _aggregate(node: ast.Aggregate) -> Named:
    named = _walked(node)
    return Named(named.reads, named.gives or (node.text,))


def _rex(arguments: ast.RexArguments) -> Named:
    fields = [option.value for option in arguments.options if option.name == "field"]
    texts = [value.value for value in fields if isinstance(value, ast.Text | ast.Word)]
    pattern = arguments.pattern
    groups = _GROUP.findall(pattern.raw) if isinstance(pattern, ast.Text | ast.Word) else []
    return Named(tuple(texts) or ("_raw",), tuple(groups))


def _walked(node: ast.Node) -> Named:
    found = list(_names(node, ""))
    reads = dict.fromkeys(name for name, given in found if not given)
    return Named(tuple(reads), tuple(name for name, given in found if given))


def _names(value: object, attribute: str) -> Iterator[tuple[str, bool]]:
    """The names of fields below a node, and whether they are set."""
    if isinstance(value, ast.FieldName):
        yield value.name, attribute in _GIVEN
    elif isinstance(value, tuple):
        for item in value:
            yield from _names(item, attribute)
    elif isinstance(value, ast.Node) and not isinstance(value, ast.Subsearch | ast.Pipeline):
        for field in dataclasses.fields(value):
            if field.name != "span":
                yield from _names(getattr(value, field.name), field.name)
