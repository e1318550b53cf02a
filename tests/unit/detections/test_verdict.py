"""What a test asks of rows, and how a shortfall is told."""

from __future__ import annotations

import pytest

from spl.detections.risk import RiskObject, RiskRule, ThreatObject
from spl.detections.rule import Expectation
from spl.detections.tokens import Row
from spl.detections.verdict import failures, risk_failures

ROWS: list[Row] = [{"dest": "a", "n": "1"}, {"dest": "b", "n": "2", "mv": ["x", "y"]}]

CASES = [
    (Expectation(), ROWS, []),
    (Expectation(), [], ["0 rows, expected at least 1"]),
    (Expectation(exactly=2), ROWS, []),
    (Expectation(exactly=1), ROWS, ["2 rows, expected exactly 1"]),
    (Expectation(exactly=0), ROWS, ["2 rows, expected none: the rule must stay silent"]),
    (Expectation(exactly=0), [], []),
    (Expectation(at_most=1), ROWS, ["2 rows, expected at most 1"]),
    (Expectation(at_least=3), ROWS, ["2 rows, expected at least 3"]),
    (Expectation(rows=({"dest": "b", "n": 2},)), ROWS, []),
    (Expectation(rows=({"mv": ["x", "y"]},)), ROWS, []),
    (Expectation(rows=({"dest": "a", "mv": None},)), ROWS, []),
    (Expectation(fields=("dest", "n")), ROWS, []),
    (Expectation(fields=("mv",)), ROWS, ["field 'mv' is missing or null in 1 of 2 rows"]),
    (Expectation(absent_fields=("user",)), ROWS, []),
    (Expectation(absent_fields=("mv",)), ROWS, ["field 'mv' is filled in 1 row, expected none"]),
    (Expectation(absent_rows=({"dest": "a", "n": 2},)), ROWS, []),
    (Expectation(absent_rows=({"n": 2},)), ROWS, ["1 row with n=2, expected none"]),
    (Expectation(rows=({"t": True},)), [{"t": "true"}], []),
    # Whichever row fits both is left to the expectation that has no other.
    (Expectation(rows=({"a": 1}, {"b": 2})), [{"a": "1", "b": "2"}, {"a": "1"}], []),
    # Two expectations never share a row.
    (
        Expectation(rows=({"dest": "a"}, {"dest": "a", "n": "1"})),
        ROWS,
        ["no row has dest='a'; the nearest row has dest='b'"],
    ),
    (
        Expectation(rows=({"dest": "b", "n": "3"},)),
        ROWS,
        ["no row has dest='b', n='3'; the nearest row has n='2'"],
    ),
]


@pytest.mark.parametrize(("expectation", "rows", "problems"), CASES)
def test_failures(expectation: Expectation, rows: list[Row], problems: list[str]) -> None:
    assert failures(expectation, rows) == problems


RISK = RiskRule((RiskObject("user", "user", 1, ""),), (ThreatObject("url", "url"),))


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        ([{"user": "a", "url": "u"}, {"user": "b"}], []),
        (
            [{"user": "a"}, {"user": "null"}, {}],
            [
                "risk object 'user' is missing or null in 2 of 3 rows",
            ],
        ),
        ([{"user": "a"}, {"user": "b"}], ["threat object 'url' is missing or null in every row"]),
        # A row that has everything ends the matter, as in the official tester.
        ([{"user": "a", "url": "u"}, {"user": "null"}], []),
        ([], []),
    ],
)
def test_risk_failures(rows: list[Row], problems: list[str]) -> None:
    assert risk_failures(RISK, rows) == problems
