"""Expressions over aggregates, such as ``eval(sum(x)/dc(y))``, which chart and timechart know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import TypeAlias

from spl.columns.check import check_expression
from spl.columns.table import Table
from spl.commands._aggregation import Summary, bind_summaries
from spl.commands._arguments import complaint
from spl.language import ast
from spl.values.aggregate_names import find_aggregate

# Goes before the names of aggregates inside an expression, so that they meet no other column.
_HIDDEN = "\0"


@dataclass(frozen=True, slots=True)
class Computed:
    """An expression in which each aggregate has become a field.

    Attributes:
        name: the column that it fills.
        parts: the aggregates, called as the fields of the expression.
        expression: what is evaluated over their results.
    """

    name: str
    parts: tuple[Summary, ...]
    expression: ast.Expr

    def resolve(self, table: Table, by: Sequence[str]) -> list[Computed]:
        """The expression itself: it has no stars."""
        return [self]


Shown: TypeAlias = Summary | Computed


def bind_shown(
    node: ast.Command, items: Iterable[ast.Aggregate], by: Sequence[str], zone: tzinfo
) -> tuple[Shown, ...]:
    """Bind what chart and timechart show; of two with one name the later holds."""
    shown: dict[str, Shown] = {}
    for item in items:
        one: Shown
        if item.function == "eval" and item.argument is not None:
            one = _bind_computed(node, item, item.argument, by, zone)
        else:
            (one,) = bind_summaries(node, [item], by, zone=zone)
        shown[one.name] = one
    return tuple(shown.values())


def summaries_of(shown: Iterable[Shown]) -> tuple[Summary, ...]:
    """All aggregates that are needed, each once."""
    found: dict[str, Summary] = {}
    for one in shown:
        for part in one.parts if isinstance(one, Computed) else (one,):
            found[part.name] = part
    return tuple(found.values())


def _bind_computed(
    node: ast.Command, item: ast.Aggregate, expression: ast.Expr, by: Sequence[str], zone: tzinfo
) -> Computed:
    found: dict[str, ast.Aggregate] = {}

    def name(aggregate: ast.Aggregate) -> ast.FieldName:
        found[aggregate.text] = aggregate
        return ast.FieldName(aggregate.text, span=aggregate.span)

    rewritten = _over_aggregates(node, expression, name)
    check_expression(rewritten, command=node.name)
    parts = bind_summaries(node, found.values(), by, zone=zone)
    return Computed(item.alias.name if item.alias else item.text, parts, rewritten)


def _over_aggregates(
    node: ast.Command, expr: ast.Expr, name: Callable[[ast.Aggregate], ast.FieldName]
) -> ast.Expr:
    """The expression with a field in place of each aggregate."""
    aggregate = _as_aggregate(expr)
    if aggregate is not None:
        return name(aggregate)
    match expr:
        case ast.FieldName():
            sentence = f"The field '{expr.name}' must stand in an aggregate function."
            raise complaint(node, sentence, code="SPL356", span=expr.span)
        case ast.Call():
            return replace(expr, args=tuple(_over_aggregates(node, a, name) for a in expr.args))
        case ast.Unary():
            return replace(expr, operand=_over_aggregates(node, expr.operand, name))
        case ast.Binary():
            left = _over_aggregates(node, expr.left, name)
            return replace(expr, left=left, right=_over_aggregates(node, expr.right, name))
        case ast.InList():
            items = tuple(_over_aggregates(node, item, name) for item in expr.items)
            return replace(expr, operand=_over_aggregates(node, expr.operand, name), items=items)
    return expr


def _as_aggregate(expr: ast.Expr) -> ast.Aggregate | None:
    """``sum(x)`` or ``count``; of a function that eval has too, that of one field."""
    match expr:
        case ast.FieldName(name="count" | "c"):
            return ast.Aggregate("count", None, None, f"{_HIDDEN}count", span=expr.span)
        case ast.Call(name=function, args=()) if function in ("count", "c"):
            return ast.Aggregate("count", None, None, f"{_HIDDEN}count", span=expr.span)
        case ast.Call(name=function, args=(ast.FieldName() as field,)) if find_aggregate(function):
            text = f"{_HIDDEN}{function}({field.name})"
            return ast.Aggregate(function, field, None, text, span=expr.span)
    return None
