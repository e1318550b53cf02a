"""if, case and coalesce give the same whether an argument is asked for all rows or for some."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from spl.columns.column import Column
from spl.columns.dictionary import identity
from spl.columns.evaluate import evaluate
from spl.columns.table import Table
from spl.language.parser import parse_eval_expression
from spl.values.environment import Environment

ENV = Environment(now=0.0)
FIELDS = ("a", "b", "c")

leaf = st.sampled_from((*FIELDS, "none", '"x"', "1", "null()", 'a."-".b'))
condition = st.sampled_from(("a=b", "isnull(c)", "a>1", 'like(b, "x%")', "none=1", "true()"))
expression = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.tuples(condition, inner, inner).map(lambda p: f"if({', '.join(p)})"),
        st.lists(st.tuples(condition, inner).map(", ".join), min_size=1, max_size=3).map(
            lambda pairs: f"case({', '.join(pairs)})"
        ),
        st.lists(inner, min_size=1, max_size=3).map(lambda each: f"coalesce({', '.join(each)})"),
    ),
    max_leaves=8,
)
value = st.sampled_from((None, "x", "xy", "1", "2", ("x", "2")))
row = st.fixed_dictionaries(dict.fromkeys(FIELDS, value))


class _Asked:
    """Lazy fields that remember which of them were asked for."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.asked: list[str] = []

    def column(self, name: str) -> Column | None:
        self.asked.append(name)
        return self.table.find(name)

    def names(self) -> list[str]:
        return self.table.names()

    def narrowed(self, rows: np.ndarray) -> None:
        del rows


@settings(max_examples=300)
@given(st.lists(row, max_size=8), expression)
def test_some_rows_give_what_all_rows_give(rows: list[dict], text: str) -> None:
    table = Table.of(rows)
    lazy = Table({}, len(rows), _Asked(table))
    expr = parse_eval_expression(text)
    found, want = (evaluate(expr, each, ENV).to_list() for each in (lazy, table))
    assert list(map(identity, found)) == list(map(identity, want))


def test_a_field_that_no_row_needs_is_not_asked_for() -> None:
    fields = _Asked(Table.of([{"a": "1", "b": "x", "c": "y"}]))
    evaluate(parse_eval_expression("if(a=1, b, c)"), Table({}, 1, fields), ENV)
    assert fields.asked == ["a", "b"]
