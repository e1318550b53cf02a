"""Search expressions over a table: which rows satisfy one.

Answers about the values of a field are kept with its dictionary, so that the same comparison in the
next search costs one gather.

Choices: ``field NOT IN (…)`` is ``NOT field IN (…)``, which an event without the field satisfies. A
wildcard in the name of a field asks whether any such field satisfies the comparison. ``*``
alone as a keyword lets every row through, also one without _raw.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from spl.columns._folded import folded
from spl.columns._keyword import keyword, longest_part
from spl.columns.column import Column, Rows
from spl.columns.dictionary import Dictionary, Mask
from spl.columns.table import Table
from spl.errors import BindError
from spl.language import ast
from spl.values.cidr import search_network
from spl.values.environment import Environment
from spl.values.search_compare import search_predicate
from spl.values.value import as_number, read_number
from spl.values.wildcard import wildcard

_FEW = 64
_NUMERIC: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def matches(expr: ast.SearchExpr, table: Table, env: Environment) -> Mask:
    """True where the row satisfies *expr* (Splunk, Search Reference: search).

    Raises BindError for a subsearch that has not been run and for PREFIX outside tstats.
    """
    del env  # no part of a search expression reads the clock: time ranges are bound before
    return _Matching(table).mask(expr, None)


class _Matching:
    """One table; `rows` in its methods are the positions still in question, None for all."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def mask(self, expr: ast.SearchExpr, rows: Rows | None) -> Mask:
        match expr:
            case ast.Everything():
                return self._all(rows, True)
            case ast.Not():
                return ~self.mask(expr.item, rows)
            case ast.And():
                return self._conjunction(expr.items, rows)
            case ast.Or():
                return ~self._conjunction(tuple(ast.Not(item) for item in expr.items), rows)
            case ast.Compare():
                return self._comparison(expr, rows)
            case ast.Membership():
                found = self._membership(expr, rows)
                return ~found if expr.negated else found
            case ast.Term():
                return self._term(expr, rows)
        raise BindError("This cannot stand in a search expression here.", span=expr.span)

    def _all(self, rows: Rows | None, answer: bool) -> Mask:
        return np.full(self._table.size if rows is None else len(rows), answer, dtype=np.bool_)

    def _conjunction(self, items: Sequence[ast.SearchExpr], rows: Rows | None) -> Mask:
        """Ask the cheap questions first, and the others only of the rows that are left."""
        answer = self._all(rows, True)
        left = rows
        for item in sorted(items, key=_cost):
            found = self.mask(item, left)
            if left is rows:
                answer &= found
            else:
                answer[answer] = found
            count = int(np.count_nonzero(answer))
            if count == 0:
                break
            if count * 2 < len(answer):
                left = np.flatnonzero(answer) if rows is None else rows[answer]
        return answer

    def _columns(self, name: str, rows: Rows | None) -> list[Column]:
        if "*" in name:
            fits = wildcard(name, ignore_case=False)
            names = [other for other in self._table.names() if fits(other)]
        else:
            names = [name]
        found = [self._table.find(name) for name in names]
        return [c if rows is None else c.take(rows) for c in found if c is not None]

    def _comparison(self, node: ast.Compare, rows: Rows | None) -> Mask:
        literal, case_sensitive = _literal(node.value)
        test = search_predicate(node.op, literal, case_sensitive=case_sensitive)
        told = self._table.having(node.field.name, test)
        if told is not None:
            return told if rows is None else told[rows]
        answer = self._all(rows, False)
        for column in self._columns(node.field.name, rows):
            if node.field.name == "_time" and (number := read_number(literal)) is not None:
                answer |= _compare_numbers(column, node.op, number)
            else:
                answer |= compare_column(column, node.op, literal, case_sensitive)
        return answer

    def _membership(self, node: ast.Membership, rows: Rows | None) -> Mask:
        answer = self._all(rows, False)
        for value in node.values:
            answer |= self._comparison(ast.Compare(node.field, "=", value), rows)
        return answer

    def _term(self, node: ast.Term, rows: Rows | None) -> Mask:
        pattern, case_sensitive = _literal(node.pattern)
        answer = self._all(rows, bool(pattern) and not pattern.strip("*"))
        for column in self._columns("_raw", rows):
            answer |= _has_keyword(column, pattern, case_sensitive, node.whole)
        return answer


def compare_column(column: Column, op: str, literal: str, case_sensitive: bool = False) -> Mask:
    """True where the column's value satisfies ``field op literal``; null never does."""
    op = "=" if op == "==" else op
    key = ("search", op, literal, case_sensitive)
    if op == "=" and not case_sensitive:
        table = _equality(column, literal)
        if table is not None:
            return table[column.codes] if table.any() else np.zeros(len(column), dtype=np.bool_)
    return column.test(search_predicate(op, literal, case_sensitive=case_sensitive), key)


def _equality(column: Column, literal: str) -> Mask | None:
    """Answers by code from a sweep over all texts; None where that does not pay or apply."""
    dictionary = column.dictionary
    known = dictionary.recall(("equal", literal))
    if known is not None:
        return known  # type: ignore[return-value]  # only masks are kept under this key
    if len(dictionary) < _FEW or search_network(literal) is not None:
        return None
    if dictionary.recall("folded") is None and column.used() is not None:
        return None
    texts = folded(dictionary)
    if texts is None:
        return None
    return dictionary.remember(("equal", literal), lambda d: texts.equal(literal, d))


def _compare_numbers(column: Column, op: str, number: float) -> Mask:
    """Compare as numbers whatever the operator; null and text never fit."""
    values = column.numbers(as_number, "number")
    answer: Mask = _NUMERIC["=" if op == "==" else op](values, number) & ~np.isnan(values)
    return answer


def _has_keyword(column: Column, pattern: str, case_sensitive: bool, whole: bool) -> Mask:
    test = keyword(pattern, case_sensitive=case_sensitive, whole=whole)
    key = ("keyword", pattern, case_sensitive, whole)
    part = longest_part(pattern)
    used = column.used()
    if not part or len(column.dictionary) < _FEW or used is not None:
        return column.test(test, key)

    def ask(dictionary: Dictionary) -> Mask:
        texts = folded(dictionary)
        if texts is not None:
            return texts.containing(part, test, dictionary)
        return np.array([*map(test, dictionary.values), False], dtype=np.bool_)

    return column.dictionary.remember(key, ask)[column.codes]


def _literal(value: ast.Pattern | ast.Exactly | ast.Subsearch) -> tuple[str, bool]:
    """The text to compare with, and whether case counts."""
    match value:
        case ast.Exactly():
            return value.pattern.value, True
        case ast.Pattern():
            return value.value, False
    raise BindError("A subsearch cannot stand here.", span=value.span)


def _cost(item: ast.SearchExpr) -> int:
    """A rank of how much it costs to ask: fields, then texts of whole events."""
    match item:
        case ast.Compare():
            return 2 if "*" in item.field.name else 0
        case ast.Membership():
            return 2 if "*" in item.field.name else 1
        case ast.Not():
            return _cost(item.item)
        case ast.And() | ast.Or():
            return max(map(_cost, item.items), default=0)
        case ast.Term():
            return 4
    return 3
