"""if, case and coalesce over many rows: each argument only for the rows that it can matter to.

The functions are pure, so whether an argument was worked out where another one is taken does not
show. Arguments are worked out for all rows as long as those are not far more than it concerns,
because answers about whole dictionaries are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import numpy as np

from spl.columns.column import Column, Rows
from spl.columns.concat import concat_columns
from spl.columns.lift import Domain, Vector
from spl.columns.table import Table
from spl.language import ast
from spl.language.eval_tree import field_names
from spl.values.value import Value

BRANCHING = frozenset({"if", "case", "coalesce", "ifnull"})
_MANY = 4096
_FEW = 4  # one row in so many is few


class Evaluator(Protocol):
    """What evaluates the arguments."""

    table: Table

    def vector(self, expr: ast.Expr) -> Vector:
        """What *expr* gives."""

    def over(self, table: Table) -> Evaluator:
        """The same for other rows."""


def evaluate_branches(node: ast.Call, evaluator: Evaluator) -> Vector | None:
    """What the call gives; None where the rows are so few that the plain way is as good.

    It is not where a field that no row needs would first have to be read or extracted.
    """
    if evaluator.table.size < _MANY and not evaluator.table.is_lazy:
        return None
    pieces = list(_alternatives(node, evaluator))
    codes = np.full(evaluator.table.size, -1, dtype=np.int32)
    whole = concat_columns([column for _, column in pieces])
    if pieces:
        codes[np.concatenate([rows for rows, _ in pieces])] = whole.codes
    return Vector.of(Column(codes, whole.dictionary))


def _alternatives(node: ast.Call, evaluator: Evaluator) -> Iterator[tuple[Rows, Column]]:
    """Rows and what they get, until no row is left."""
    left: Rows = np.arange(evaluator.table.size)
    if node.name in ("coalesce", "ifnull"):
        for value in node.args:
            if not len(left):
                return
            column = _some(value, left, evaluator).column(len(left))
            yield left, column
            left = left[~column.present()]
        return
    for condition, value in _pairs(node):
        taken = left
        if condition is not None:
            mask = _some(condition, left, evaluator).mask(_is_true, len(left))
            taken, left = left[mask], left[~mask]
        if len(taken):
            yield taken, _some(value, taken, evaluator).column(len(taken))
        if not len(left):
            return


def _pairs(node: ast.Call) -> Iterable[tuple[ast.Expr | None, ast.Expr]]:
    if node.name == "if":
        condition, value, otherwise = node.args
        return [(condition, value), (None, otherwise)]
    return zip(node.args[::2], node.args[1::2], strict=False)


def _some(expr: ast.Expr, rows: Rows, evaluator: Evaluator) -> Vector:
    """What *expr* gives for some rows."""
    table = evaluator.table
    if len(rows) * _FEW < table.size:
        columns = {name: table.column(name).take(rows) for name in field_names(expr)}
        return evaluator.over(Table(columns, len(rows))).vector(expr)
    vector = evaluator.vector(expr)
    if vector.domain is None or len(rows) == table.size:
        return vector
    return Vector(vector.answers, Domain(vector.domain.ids[rows], vector.domain.size))


def _is_true(value: Value) -> bool:
    return value is True
