"""Clauses: the parts of an expression that a row must all satisfy, each a question of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Literal, TypeAlias

from spl.columns.dictionary import Mask
from spl.columns.evaluate import holds
from spl.columns.match import matches
from spl.columns.table import Table
from spl.language import ast
from spl.language.eval_tree import children, field_names
from spl.language.format import format_eval_expression, format_search_expression
from spl.values.environment import Environment
from spl.values.value import read_number

Group: TypeAlias = Literal["index", "time", "origin", "dataset", "clause"]

_ORDER: tuple[Group, ...] = ("index", "time", "origin", "dataset", "clause")
_ORIGIN = frozenset(("source", "sourcetype", "host"))
_MAY_LACK = frozenset(("isnull", "isnotnull", "coalesce", "validate"))
_EVAL = (ast.Number, ast.Text, ast.FieldName, ast.Unary, ast.Binary, ast.InList, ast.Call)


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """One clause.

    Attributes:
        text: as SPL.
        group: what it is about: index, time range, source and its like, the constraints of a data
            set, or anything else.
        expression: a search expression or an eval expression; None where it is neither.
        macro: the macro that it comes out of, or None.
    """

    text: str
    group: Group = "clause"
    expression: ast.SearchExpr | ast.Expr | None = None
    macro: str | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it asks about, each once."""
        return () if self.expression is None else tuple(dict.fromkeys(_fields(self.expression)))

    @property
    def is_eval(self) -> bool:
        """Whether it is an expression of eval, as in where."""
        return isinstance(self.expression, _EVAL)

    def test(self, table: Table, env: Environment) -> Mask:
        """True for the rows of *table* that satisfy the clause."""
        assert self.expression is not None
        if isinstance(self.expression, _EVAL):
            return holds(self.expression, table, env)
        return matches(self.expression, table, env)


def search_clauses(
    expression: ast.SearchExpr, zone: tzinfo = UTC, group: Group | None = None
) -> list[Clause]:
    """The clauses of a search expression, those about index, time and source first."""
    items = expression.items if isinstance(expression, ast.And) else (expression,)
    found = [
        _search_clause(item, zone, group) for item in items if not isinstance(item, ast.Everything)
    ]
    return in_order(found)


def where_clauses(expression: ast.Expr) -> list[Clause]:
    """The clauses of an eval expression."""
    if isinstance(expression, ast.Binary) and expression.op == "AND":
        return [*where_clauses(expression.left), *where_clauses(expression.right)]
    text = format_eval_expression(expression)
    return [Clause(text, expression=expression, macro=expression.span.macro)]


def parts_of(clause: Clause) -> tuple[str, list[Clause]]:
    """How a clause is made of others: ``all`` or ``any`` of them, or ``one``, which is itself."""
    match clause.expression:
        case ast.And():
            return "all", search_clauses(clause.expression)
        case ast.Or(items):
            return "any", [_search_clause(item, UTC, None) for item in items]
        case ast.Binary(op="AND"):
            return "all", where_clauses(clause.expression)
        case ast.Binary(op="OR", left=left, right=right):
            return "any", [*_alternatives(left), *_alternatives(right)]
    return "one", [clause]


def in_order(clauses: Iterable[Clause]) -> list[Clause]:
    """By group, inside a group as they are."""
    return sorted(clauses, key=lambda clause: _ORDER.index(clause.group))


def asked_fields(clause: Clause) -> tuple[str, ...]:
    """The fields of a clause that it needs: not those that it only asks whether they are there."""
    if clause.expression is None or not isinstance(clause.expression, _EVAL):
        return clause.fields
    return tuple(dict.fromkeys(_needed(clause.expression)))


def _needed(expression: ast.Expr) -> Iterator[str]:
    if isinstance(expression, ast.FieldName):
        yield expression.name
    elif not (isinstance(expression, ast.Call) and expression.name in _MAY_LACK):
        for child in children(expression):
            yield from _needed(child)


def literals(expression: ast.SearchExpr | ast.Expr | None) -> list[str]:
    """The texts that a comparison or a list compares with."""
    match expression:
        case ast.Compare(value=ast.Pattern() as pattern):
            return [pattern.value]
        case ast.Compare(value=ast.Exactly(pattern=pattern)):
            return [pattern.value]
        case ast.Membership(values=values):
            return [value.value for value in values if isinstance(value, ast.Pattern)]
        case ast.Binary(left=left, right=right):
            return [each.value for each in (left, right) if isinstance(each, ast.Text)]
        case ast.InList(items=items):
            return [item.value for item in items if isinstance(item, ast.Text)]
        case ast.Not(item=item):
            return literals(item)
    return []


def readable_time(epoch: float, zone: tzinfo) -> str:
    """A time as people write it."""
    try:
        return datetime.fromtimestamp(epoch, zone).strftime("%Y-%m-%d %H:%M:%S")
    except (ValueError, OverflowError, OSError):
        return str(epoch)


def _alternatives(expression: ast.Expr) -> list[Clause]:
    if isinstance(expression, ast.Binary) and expression.op == "OR":
        return [*_alternatives(expression.left), *_alternatives(expression.right)]
    return [Clause(format_eval_expression(expression), expression=expression)]


def _search_clause(item: ast.SearchExpr, zone: tzinfo, group: Group | None) -> Clause:
    text = format_search_expression(item)
    names = set(_fields(item))
    if names == {"_time"} and isinstance(item, ast.Compare):
        number = read_number(text.rpartition("=" if "=" in item.op else item.op)[2].strip('"'))
        if number is not None:
            text = f"_time {item.op} {readable_time(number, zone)}"
    return Clause(text, group or _group(names), item, item.span.macro)


def _group(names: set[str]) -> Group:
    if names == {"index"}:
        return "index"
    if names == {"_time"}:
        return "time"
    return "origin" if names and names <= _ORIGIN else "clause"


def _fields(expression: ast.SearchExpr | ast.Expr) -> Sequence[str]:
    match expression:
        case ast.And(items) | ast.Or(items):
            return [name for item in items for name in _fields(item)]
        case ast.Not(item):
            return _fields(item)
        case ast.Compare(field) | ast.Membership(field):
            return [field.name]
        case ast.Term():
            return ["_raw"]
        case ast.Everything() | ast.Prefix() | ast.Subsearch():
            return []
    return field_names(expression)
