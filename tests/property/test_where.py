"""Laws of where: null is never kept, and batches do not matter."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from spl.columns.evaluate import evaluate, holds
from spl.columns.table import Table
from spl.language import ast
from spl.values.environment import Environment
from spl.values.value import Value

ENV = Environment(now=0.0)
TEXTS = st.sampled_from(["a", "A", "1", "1.0", "10", "9", "", "x y"])
ROWS = st.lists(
    st.dictionaries(
        st.sampled_from(["f", "g"]), TEXTS | st.lists(TEXTS, min_size=2, max_size=2).map(tuple)
    ),
    min_size=1,
    max_size=8,
)
Rows = list[dict[str, Value]]
OPERANDS = st.recursive(
    st.sampled_from(["f", "g", "nosuch"]).map(ast.FieldName)
    | st.sampled_from(["1", "9.5"]).map(ast.Number)
    | st.sampled_from(["a", "10"]).map(ast.Text),
    lambda inner: st.builds(ast.Binary, st.sampled_from(["+", "-", "*", "/", "."]), inner, inner),
    max_leaves=3,
)
COMPARISONS = st.builds(
    ast.Binary, st.sampled_from(["=", "!=", "<", ">", "<=", ">=", "LIKE"]), OPERANDS, OPERANDS
) | st.builds(ast.InList, OPERANDS, st.lists(OPERANDS, min_size=1, max_size=3).map(tuple))
CONDITIONS = st.recursive(
    COMPARISONS,
    lambda inner: (
        st.builds(ast.Unary, st.just("NOT"), inner)
        | st.builds(ast.Binary, st.sampled_from(["AND", "OR", "XOR"]), inner, inner)
    ),
    max_leaves=4,
)


def keeps(expr: ast.Expr, rows: Rows) -> list[bool]:
    kept: list[bool] = holds(expr, Table.of(rows), ENV).tolist()
    return kept


@settings(max_examples=100, deadline=None)
@given(CONDITIONS, ROWS)
def test_where_keeps_what_is_true(expr: ast.Expr, rows: Rows) -> None:
    values = evaluate(expr, Table.of(rows), ENV).to_list()
    assert keeps(expr, rows) == [value is True for value in values]
    negated = keeps(ast.Unary("NOT", expr), rows)
    assert negated == [value is False for value in values]


@settings(max_examples=100, deadline=None)
@given(CONDITIONS, ROWS)
def test_one_row_at_a_time_is_all_rows_at_once(expr: ast.Expr, rows: Rows) -> None:
    assert keeps(expr, rows) == [keeps(expr, [row])[0] for row in rows]
    table = Table.of(rows * 10)
    again = table.take(np.arange(table.size)[::-1])
    assert holds(expr, again, ENV).tolist() == holds(expr, table, ENV).tolist()[::-1]
    assert holds(expr, table, ENV).tolist() == keeps(expr, rows) * 10


@settings(max_examples=100, deadline=None)
@given(CONDITIONS, CONDITIONS, ROWS)
def test_de_morgan_holds_with_null(one: ast.Expr, other: ast.Expr, rows: Rows) -> None:
    table = Table.of(rows)

    def negate(expr: ast.Expr) -> ast.Expr:
        return ast.Unary("NOT", expr)

    left = negate(ast.Binary("AND", one, other))
    right = ast.Binary("OR", negate(one), negate(other))
    assert evaluate(left, table, ENV).to_list() == evaluate(right, table, ENV).to_list()
