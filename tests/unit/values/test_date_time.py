"""The date and time functions of eval: what they show, and when they are null."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

import spl.values.eval  # noqa: F401
from spl.values.book import functions
from spl.values.environment import Environment
from spl.values.value import NumericText, Value, as_number

ENV = Environment(
    now=1715780727.9, zone=ZoneInfo("America/New_York"), clock=lambda: 1715780800.12345678
)


def call(name: str, *arguments: Value) -> Value:
    entry = functions.get(name)
    assert entry is not None
    return entry.body(*arguments, env=ENV)


CALLS: list[tuple[str, tuple[Value, ...], Value]] = [
    ("now", (), 1715780727),
    ("time", (), 1715780800.123457),
    ("relative_time", (1715780727, "@d"), "1715745600.000000"),
    ("relative_time", (NumericText("1715780727.25", 1715780727.25), "-1h"), "1715777127.250000"),
    ("relative_time", ("x", "@d"), None),
    ("relative_time", (1715780727, None), None),
    ("relative_time", (1e300, "@d"), None),
    ("strftime", (1715780727, "%H:%M %Z"), "09:45 EDT"),
    ("strftime", (NumericText("0", 0), "%F"), "1969-12-31"),
    ("strftime", (None, "%F"), None),
    ("strftime", (1e300, "%F"), None),
    ("strftime", ((1, 2), "%F"), None),
    ("strptime", ("2024-05-15 09:45:27", "%F %T"), "1715780727.000000"),
    ("strptime", (20240515, "%Y%m%d"), "1715745600.000000"),
    ("strptime", ("09:45:27", "%T"), "1715780727.000000"),
    ("strptime", ("no", "%T"), None),
    ("strptime", (None, "%T"), None),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), CALLS)
def test_call(name: str, arguments: tuple[Value, ...], expected: Value) -> None:
    assert call(name, *arguments) == expected


def test_a_time_that_was_read_is_a_number() -> None:
    assert as_number(call("strptime", "2024-05-15 09:45:27", "%F %T")) == 1715780727
