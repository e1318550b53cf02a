"""The multivalue and statistical functions of eval on values of every kind."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

import spl.values.eval  # noqa: F401
from spl.errors import RunError
from spl.values.book import functions
from spl.values.environment import Environment
from spl.values.value import NumericText, Value

ENV = Environment(now=0, zone=ZoneInfo("America/Los_Angeles"))
ABCD = ("a", "b", "c", "d")
NUMBERS = (NumericText("10", 10), NumericText("9", 9))


def call(name: str, *arguments: Value) -> Value:
    entry = functions.get(name)
    assert entry is not None
    return entry.body(*arguments, env=ENV) if name == "mvrange" else entry.body(*arguments)


CALLS: list[tuple[str, tuple[Value, ...], Value]] = [
    ("commands", ("search foo | stats count | sort count",), ("search", "stats", "sort")),
    ("commands", ("|tstats count | join x [search a | stats b]",), ("tstats", "join")),
    ("commands", ('search "a | b" | head',), ("search", "head")),
    ("commands", ("",), None),
    ("commands", ("| |",), None),
    ("mvappend", ("a", ("b", "a"), None), ("a", "b", "a")),
    ("mvappend", (None,), None),
    ("mvcount", ((1, 2),), 2),
    ("mvdedup", (("b", "a", "b"),), ("b", "a")),
    ("mvdedup", (("a", "a"),), "a"),
    ("mvfind", (ABCD, "[cd]"), 2),
    ("mvfind", ("single", "gle$"), 0),
    ("mvfind", (None, "a"), None),
    ("mvfind", (ABCD, "("), None),
    ("mvindex", (ABCD, 0), "a"),
    ("mvindex", (ABCD, -1), "d"),
    ("mvindex", (ABCD, -4), "a"),
    ("mvindex", (ABCD, -5), None),
    ("mvindex", (ABCD, 4), None),
    ("mvindex", (ABCD, 0, 1), ("a", "b")),
    ("mvindex", (ABCD, 1, -1), ("b", "c", "d")),
    ("mvindex", (ABCD, 2, 1), None),
    ("mvindex", (ABCD, 0, 99), ABCD),
    ("mvindex", (ABCD, -99, 0), "a"),
    ("mvindex", ("a", 0), "a"),
    ("mvindex", (None, 0), None),
    ("mvindex", (ABCD, "x"), None),
    ("mvjoin", (NUMBERS, 0), "1009"),
    ("mvjoin", ("a", ","), "a"),
    ("mvrange", (1, 6), (1, 2, 3, 4, 5)),
    ("mvrange", (0, 1, 0.25), (0, 0.25, 0.5, 0.75)),
    ("mvrange", (5, 1), None),
    ("mvrange", (1, 5, 0), None),
    ("mvrange", (1, 5, "x"), None),
    ("mvrange", ("a", 5), None),
    ("mvreverse", (ABCD,), ("d", "c", "b", "a")),
    ("mvsort", (NUMBERS,), NUMBERS),
    ("mvzip", (ABCD, ("1", "2")), ("a,1", "b,2")),
    ("mvzip", ("a", None), None),
    ("split", ("a||b", "||"), ("a", "b")),
    ("split", (",a", ","), ("", "a")),
    ("split", (12.5, "."), ("12", "5")),
    ("split", (("a,b", "c"), ","), ("a", "b", "c")),
    ("split", (None, ","), None),
    ("max", (1, 3, "five", 450), "five"),
    ("max", NUMBERS, NUMBERS[0]),
    ("max", (NUMBERS, 9.5), NUMBERS[0]),
    ("min", (1, 3, "five", None), 1),
    ("min", (None,), None),
    ("avg", ((1, 2), "x", 6), 3),
    ("sum", (None, "x"), None),
    ("sum", (NUMBERS, 0.5), 19.5),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), CALLS)
def test_call(name: str, arguments: tuple[Value, ...], expected: Value) -> None:
    assert call(name, *arguments) == expected


def test_weeks_keep_the_time_of_day_across_daylight_saving() -> None:
    weeks = call("mvrange", 1514834731, 1524134919, "7d")
    assert isinstance(weeks, tuple)
    assert len(weeks) == 16
    assert weeks[9:11] == (1520277931, 1520879131)


@pytest.mark.parametrize("step", [1, "1s", 0.001])
def test_an_endless_range_is_refused(step: Value) -> None:
    with pytest.raises(RunError, match="mvrange"):
        call("mvrange", 0, 1e15, step)


def test_mvfilter_keeps_what_is_true() -> None:
    entry = functions.get("mvfilter")
    assert entry is not None
    assert entry.body(ABCD, lambda item: item in {"b", "d"} or None) == ("b", "d")
    assert entry.body(ABCD, lambda _: None) is None


def test_mvmap_flattens_and_leaves_out_nulls() -> None:
    entry = functions.get("mvmap")
    assert entry is not None
    answers: dict[Value, Value] = {"a": ("x", "y"), "b": None, "c": "z", "d": 1}
    assert entry.body(ABCD, answers.get) == ("x", "y", "z", 1)
    assert entry.body("c", answers.get) == "z"
