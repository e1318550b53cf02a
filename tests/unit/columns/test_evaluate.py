"""What expressions give, row by row."""

import numpy as np
import pytest

from spl.columns.column import Column
from spl.columns.evaluate import evaluate, holds
from spl.columns.table import Table
from spl.language.parser import parse_eval_expression
from spl.values.environment import Environment

ENV = Environment(now=1_700_000_000.0)
ROWS = [
    {"a": "1", "b": "x", "mv": ("p", "q")},
    {"a": "2", "my field": "7"},
    {"b": "y", "c": "10"},
    {"a": "9", "b": "x", "c": "10", "_raw": "error in x"},
]
TABLE = Table.of(ROWS)


@pytest.mark.parametrize(
    ("expression", "values"),
    [
        ("1", [1, 1, 1, 1]),
        ("0x10", [16] * 4),
        ('"t"', ["t"] * 4),
        ("a+1", [2, 3, None, 10]),
        ("a.b", ["1x", None, None, "9x"]),
        ("'my field' * 2", [None, 14, None, None]),
        ("null", [None] * 4),
        ("a < c", [None, None, None, True]),
        ('b="x" AND a=1', [True, False, False, False]),
        ('NOT b="x"', [False, None, True, False]),
        ("a IN (1, 9)", [True, False, None, True]),
        ("a NOT IN (1, 9)", [False, True, None, False]),
        ('b LIKE "%"', [True, None, True, True]),
        ("a-c", [None, None, None, -1]),
        ('mv="q"', [True, None, None, None]),
        ("-a", [-1, -2, None, -9]),
    ],
)
def test_values(expression: str, values: list[object]) -> None:
    assert evaluate(parse_eval_expression(expression), TABLE, ENV).to_list() == values


def test_holds_only_where_it_could_be_worked_out() -> None:
    assert holds(parse_eval_expression('b!="x"'), TABLE, ENV).tolist() == [
        False,
        False,
        True,
        False,
    ]
    assert not holds(parse_eval_expression("a"), TABLE, ENV).any()


def test_answers_are_kept_with_the_dictionary_of_the_field() -> None:
    column = Column.of(f"v{n % 5}" for n in range(100))
    table = Table({"f": column}, 100)
    first = evaluate(parse_eval_expression('f."!"'), table, ENV)
    again = evaluate(parse_eval_expression('f."!"'), table.take(slice(10, 90)), ENV)
    assert first.dictionary is again.dictionary


@pytest.mark.parametrize("rows", [[3], [0, 2], [3, 2, 1, 0], []])
def test_any_part_of_the_rows_gives_the_same(rows: list[int]) -> None:
    table = Table.of([{"a": str(n), "b": f"x{n % 3}"} for n in range(50)])
    for text in ("a*2", 'b."-"', "a.b", "if_missing", 'a>20 AND b="x1"'):
        expr = parse_eval_expression(text)
        whole = evaluate(expr, table, ENV).to_list()
        part = evaluate(expr, table.take(np.array(rows, dtype=int)), ENV).to_list()
        assert part == [whole[row] for row in rows]


def test_a_long_sum_is_no_deep_recursion() -> None:
    expr = parse_eval_expression("+".join(["a"] * 180))
    assert evaluate(expr, TABLE, ENV).to_list()[0] == 180
