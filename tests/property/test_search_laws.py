"""Laws of the search command's expressions, over missing fields and multivalues."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from spl.columns.match import matches
from spl.columns.table import Table
from spl.language import ast
from spl.values.environment import Environment
from spl.values.search_compare import search_predicate
from spl.values.value import Value

ENV = Environment(now=0.0)
TEXTS = st.sampled_from(["a", "A", "ab", "b a", "1", "1.0", "10", "10.1.2.3", "", "a-b"])
ROWS = st.lists(
    st.dictionaries(
        st.sampled_from(["f", "g", "_raw"]),
        TEXTS | st.lists(TEXTS, min_size=2, max_size=3).map(tuple) | st.integers(0, 12),
    ),
    max_size=8,
)
LITERALS = st.sampled_from(["a", "a*", "*b*", "1", "1.0", "10.0.0.0/8", "*", "", "2"])
FIELDS = st.sampled_from(["f", "g", "nosuch"]).map(ast.FieldName)
OPERATORS = st.sampled_from(["=", "!=", "<", ">", "<=", ">="])
PATTERNS = LITERALS.map(ast.Pattern)
LEAVES = st.builds(ast.Compare, FIELDS, OPERATORS, PATTERNS) | st.builds(ast.Term, PATTERNS)
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: (
        inner.map(ast.Not)
        | st.lists(inner, min_size=2, max_size=3).map(tuple).map(ast.And)
        | st.lists(inner, min_size=2, max_size=3).map(tuple).map(ast.Or)
    ),
    max_leaves=6,
)
Rows = list[dict[str, Value]]


def ask(expr: ast.SearchExpr, rows: Rows) -> list[bool]:
    answer: list[bool] = matches(expr, Table.of(rows), ENV).tolist()
    return answer


@settings(max_examples=80, deadline=None)
@given(EXPRESSIONS, EXPRESSIONS, ROWS)
def test_de_morgan(one: ast.SearchExpr, other: ast.SearchExpr, rows: Rows) -> None:
    both = ask(ast.Not(ast.And((one, other))), rows)
    assert both == ask(ast.Or((ast.Not(one), ast.Not(other))), rows)
    either = ask(ast.Not(ast.Or((one, other))), rows)
    assert either == ask(ast.And((ast.Not(one), ast.Not(other))), rows)


@settings(max_examples=80, deadline=None)
@given(FIELDS, st.lists(PATTERNS | PATTERNS.map(ast.Exactly), min_size=1, max_size=4), ROWS)
def test_in_is_an_or_of_equals(
    name: ast.FieldName, values: list[ast.Pattern | ast.Exactly], rows: Rows
) -> None:
    equals = ast.Or(tuple(ast.Compare(name, "=", value) for value in values))
    assert ask(ast.Membership(name, tuple(values)), rows) == ask(equals, rows)
    negated = ast.Membership(name, tuple(values), negated=True)
    assert ask(negated, rows) == ask(ast.Not(equals), rows)


@settings(max_examples=80, deadline=None)
@given(EXPRESSIONS, ROWS)
def test_one_row_at_a_time_is_all_rows_at_once(expr: ast.SearchExpr, rows: Rows) -> None:
    assert ask(expr, rows) == [ask(expr, [row])[0] for row in rows]
    table = Table.of(rows * 30)
    backwards = np.arange(table.size)[::-1]
    assert matches(expr, table, ENV)[::-1].tolist() == (
        matches(expr, table.take(backwards), ENV).tolist()
    )
    assert matches(expr, table, ENV).tolist() == ask(expr, rows) * 30


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(["f", "g"]), OPERATORS, LITERALS, ROWS)
def test_a_comparison_is_the_scalar_predicate(name: str, op: str, literal: str, rows: Rows) -> None:
    test = search_predicate(op, literal)
    wanted = [name in row and test(row[name]) for row in rows]
    filler: Rows = [{name: f"filler {n}"} for n in range(100)]
    found = ask(ast.Compare(ast.FieldName(name), op, ast.Pattern(literal)), rows + filler)
    assert found[: len(rows)] == wanted
