"""mvmap, mvfilter, searchmatch and lookup: functions whose argument is not a value."""

from dataclasses import replace

import pytest

from spl.columns.check import check_expression
from spl.columns.evaluate import evaluate
from spl.columns.table import Table
from spl.errors import BindError, SplError
from spl.language.parser import parse_eval_expression
from spl.values.environment import Environment
from spl.values.value import Value

ENV = Environment(now=0.0)
TABLE = Table.of(
    [
        {"m": ("1", "2", "30"), "k": "10", "_raw": "failed login"},
        {"m": "5"},
        {"k": "1", "_raw": "failedlogin"},
        {"m": ("x", "2"), "k": "x"},
    ]
)


@pytest.mark.parametrize(
    ("expression", "values"),
    [
        ("mvmap(m, m*2)", [(2, 4, 60), 10, None, 4]),
        ("mvmap(m, m+k)", [(11, 12, 40), None, None, ("xx", "2x")]),
        ('mvmap(split("a,b", ","), "x")', [("x", "x")] * 4),
        ('mvmap(split(k, "0"), k."!")', [("1!", "!"), None, "1!", "x!"]),
        ("mvfilter(m>1)", [("2", "30"), "5", None, ("x", "2")]),
        ('mvfilter(m="x")', [None, None, None, "x"]),
        ("mvcount(mvfilter(m<3))", [2, None, None, 1]),
        ("mvmap(m, mvcount(mvfilter(m=2)))", [1, None, None, 1]),
        ('searchmatch("failed")', [True, False, False, False]),
        ('if(searchmatch("k=1* OR m=5"), "y", "n")', ["y", "y", "y", "n"]),
    ],
)
def test_special(expression: str, values: list[Value]) -> None:
    expr = parse_eval_expression(expression)
    check_expression(expr)
    assert evaluate(expr, TABLE, ENV).to_list() == values


def test_lookup_asks_the_hook() -> None:
    expr = parse_eval_expression('lookup("t", json_object("k", k), json_array("o"))')
    env = replace(ENV, lookup=lambda name, keys, outputs: f"{name} {keys} {outputs}")
    asked = evaluate(expr, TABLE, env)
    assert asked.to_list()[0] == 't {"k":10} ["o"]'
    with pytest.raises(BindError):
        evaluate(expr, TABLE, ENV)


@pytest.mark.parametrize(
    "expression", ["mvfilter(a=b)", "mvfilter(1=1)", "searchmatch(a)", 'searchmatch("(")']
)
def test_refused(expression: str) -> None:
    with pytest.raises(SplError):
        check_expression(parse_eval_expression(expression))
