"""join: events and the results of a subsearch that have the same values of fields, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from spl.columns.column import Column, Rows
from spl.columns.join import matched, shared_keys, with_others
from spl.columns.table import Table
from spl.columns.thin import first_of_each
from spl.commands._arguments import Options, arguments_of, complaint, read_limits
from spl.commands._book import Scope, command
from spl.commands._extraction import prefer
from spl.commands._job import Job
from spl.commands._wildcards import is_internal
from spl.language import ast
from spl.values.value import as_number

_MAXOUT = 50_000


@command(
    "join [type=inner|left] [max=n] [overwrite=bool] [usetime=bool] [earlier=bool] "
    "[left=a right=b where a.x=b.y] field, ... [subsearch]",
    shape="join",
    category="Combine",
)
@dataclass(frozen=True)
class Join:
    """Puts events and the results of a subsearch side by side where named fields are equal.

    Options: `type`, ``inner`` (default) drops events without a match, ``left`` or ``outer`` keeps
    them; `max`, how many results one event may match, default 1, 0 for all; `overwrite`, fields of
    the subsearch win, default true; `usetime` and `earlier`, only results that are earlier (or,
    with false, later) than the event. Without a field, all that both sides have are compared.
    With `left`, `right` and ``where`` the sides have names, compare by them, and their fields
    carry them: ``a.x`` (Splunk, Search Reference: join).

    Values compare as text, with regard to case; a null matches nothing. The first 50,000 rows of
    the subsearch count.

    Choices: fields that the event has and the result lacks stay. Without named fields, internal
    ones are not compared.

    [{"k": "1"}, {"k": "2"}] | join k [| makeresults | eval k=1, v="A" | table k v] -> [{"k": "1", "v": "A"}]
    [{"k": "1"}, {"k": "2"}] | join type=left k [| makeresults | eval k=1, v="A" | table k v] -> [{"k": "1", "v": "A"}, {"k": "2"}]
    [{"k": "1"}] | join left=L right=R where L.k=R.n [| makeresults | eval n=1 | table n] -> [{"L.k": "1", "R.n": "1"}]
    """  # noqa: E501 - an example stands on one line

    subsearch: ast.Subsearch
    left: tuple[str, ...]
    right: tuple[str, ...]
    names: tuple[str, str] | None = None
    outer: bool = False
    most: int = 1
    overwrite: bool = True
    earlier: bool | None = None
    maxout: int = _MAXOUT

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read options, fields and the subsearch."""
        arguments = arguments_of(node, ast.JoinArguments)
        if arguments.subsearch is None:
            sentence = "Usage: join (<join-options>)* <join-constraint> <dataset>."
            raise complaint(node, sentence, code="SPL352")
        options = Options(node, arguments.options)
        kind = options.choice("type", ("inner", "left", "outer"), "inner")
        most, overwrite = options.whole("max", 1), options.flag("overwrite", True)
        usetime, earlier = options.flag("usetime"), options.flag("earlier", True)
        sides = options.maybe("left"), options.maybe("right")
        maxout = read_limits(options, _MAXOUT)
        options.close()
        left = right = tuple(dict.fromkeys(field.name for field in arguments.fields))
        names = None
        if arguments.where is not None:
            if sides[0] is None or sides[1] is None:
                raise complaint(node, "A join with 'where' needs left= and right=.", code="SPL352")
            names = (sides[0], sides[1])
            left, right = _qualified(node, arguments.where, names)
        time = earlier if usetime else None
        outer = kind != "inner"
        return cls(arguments.subsearch, left, right, names, outer, most, overwrite, time, maxout)

    def side(self) -> ast.Pipeline | None:
        """Its subsearch; without named fields those count that any row has."""
        return self.subsearch.pipeline if self.left else None

    def run(self, table: Table, job: Job) -> Table:
        """Run the subsearch and join."""
        other = job.run(self.subsearch.pipeline, None)
        if self.maxout:
            other = job.limit(other, self.maxout, "The subsearch of join")
        left, right = self.left, self.right
        if not left:
            known = set(other.names())
            left = right = tuple(n for n in table.names() if n in known and not is_internal(n))
        mine, theirs = self._pairs(table, other, left, right)
        if self.names is not None:
            table, other = _prefixed(table, self.names[0]), _prefixed(other, self.names[1])
        return self._joined(table.take(mine), other, theirs)

    def _pairs(
        self, table: Table, other: Table, left: Sequence[str], right: Sequence[str]
    ) -> tuple[Rows, Rows]:
        """Rows of both sides that belong together; -1 for an event without a match."""
        keys = shared_keys(table, left, other, right)
        mine, theirs = matched(*keys, most=0 if self.earlier is not None else self.most)
        if self.earlier is not None:
            times = [t.column("_time").numbers(as_number, key="number") for t in (table, other)]
            event, result = times[0][mine], times[1][theirs]
            fits = result <= event if self.earlier else result >= event
            mine, theirs = mine[fits], theirs[fits]
            if self.most and len(mine):
                kept = first_of_each(mine.astype(np.int64), self.most)
                mine, theirs = mine[kept], theirs[kept]
        return with_others(table.size, mine, theirs) if self.outer else (mine, theirs)

    def _joined(self, events: Table, other: Table, rows: Rows) -> Table:
        """The events with the fields of the results at *rows*."""
        columns: dict[str, Column] = {}
        for name in other.names():
            column = other.column(name)
            codes = np.append(column.codes, np.int32(-1))[rows]
            found, old = Column(codes, column.dictionary), events.find(name)
            if old is None:
                columns[name] = found
            else:
                columns[name] = prefer(found, old) if self.overwrite else prefer(old, found)
        return events.with_columns(columns)


def _prefixed(table: Table, prefix: str) -> Table:
    columns = {f"{prefix}.{name}": table.column(name) for name in table.names()}
    return Table(columns, table.size).placed(table.places)


def _qualified(
    node: ast.Command, where: ast.Expr, names: tuple[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields of both sides that ``L.a=R.b AND …`` compares."""
    pairs: list[tuple[str, str]] = []
    left = [where]
    while left:
        match left.pop():
            case ast.Binary(op="AND", left=first, right=second):
                left += [second, first]
            case ast.Binary(op="=", left=first, right=second):
                pairs.append(_sides(node, _dotted(first), _dotted(second), names))
            case other:
                raise complaint(
                    node,
                    "Only 'a.x=b.y' joined by AND is understood after 'where'.",
                    span=other.span,
                )
    return tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs)


def _sides(node: ast.Command, first: str, second: str, names: tuple[str, str]) -> tuple[str, str]:
    a, b = f"{names[0]}.", f"{names[1]}."
    if first.startswith(a) and second.startswith(b):
        return first.removeprefix(a), second.removeprefix(b)
    if first.startswith(b) and second.startswith(a):
        return second.removeprefix(a), first.removeprefix(b)
    raise complaint(node, f"'{first}={second}' does not compare the two sides of the join.")


def _dotted(expr: ast.Expr) -> str:
    match expr:
        case ast.FieldName(name=name):
            return name
        case ast.Binary(op=".", left=left, right=right):
            return f"{_dotted(left)}.{_dotted(right)}"
    return ""
