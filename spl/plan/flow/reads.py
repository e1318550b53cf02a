"""The fields that the arguments of a command name, each with its place."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from spl.errors import Span
from spl.language import ast

# What a field is read for: to group by it, to filter by it, to work with its value, to show it.
Use: TypeAlias = Literal["by", "filter", "value", "show", "rename", "key"]


@dataclass(frozen=True, slots=True)
class Read:
    """A field that a command reads."""

    name: str
    span: Span
    use: Use


def in_expression(node: ast.Node | None, use: Use = "value") -> Iterator[Read]:
    """The fields of an expression of eval or search, not those of subsearches in it."""
    waiting: list[object] = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, ast.FieldName):
            yield Read(here.name, here.span, use)
        elif isinstance(here, tuple):
            waiting.extend(reversed(here))
        elif isinstance(here, ast.Node) and not isinstance(here, ast.Subsearch):
            values = [getattr(here, each.name) for each in dataclasses.fields(here)]
            waiting.extend(reversed(values))


def of(fields: Iterable[ast.FieldName], use: Use) -> Iterator[Read]:
    """The fields of a list."""
    return (Read(each.name, each.span, use) for each in fields)


def of_aggregates(items: Iterable[ast.Aggregate]) -> Iterator[Read]:
    """The fields that are aggregated."""
    for item in items:
        for read in in_expression(item.argument):
            # The inner function of a sparkline stands where a field could.
            if not (item.function == "sparkline" and read.name == "count"):
                yield read


def of_by(items: Iterable[ast.ByField]) -> Iterator[Read]:
    """The fields that are grouped by."""
    return (Read(each.field.name, each.field.span, "by") for each in items)
