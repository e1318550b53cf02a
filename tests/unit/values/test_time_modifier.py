"""Relative times, snapping and written-out times."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spl.values.environment import Environment
from spl.values.strftime import strftime
from spl.values.time_modifier import relative_time, time_modifier
from spl.values.time_units import UNITS, shift, snap

UTC = ZoneInfo("UTC")
NEW_YORK = ZoneInfo("America/New_York")
WEDNESDAY = 1715780727  # 2024-05-15 13:45:27 UTC

RELATIVE = [
    ("now", "2024-05-15 13:45:27"),
    ("now()", "2024-05-15 13:45:27"),
    ("-1s", "2024-05-15 13:45:26"),
    ("-h", "2024-05-15 12:45:27"),
    ("+90m", "2024-05-15 15:15:27"),
    ("-70m@m", "2024-05-15 12:35:00"),
    ("@h", "2024-05-15 13:00:00"),
    ("-1d@d", "2024-05-14 00:00:00"),
    ("+1d@d", "2024-05-16 00:00:00"),
    ("-24h", "2024-05-14 13:45:27"),
    ("-24hours@hours", "2024-05-14 13:00:00"),
    ("-2weeks", "2024-05-01 13:45:27"),
    ("@w", "2024-05-12 00:00:00"),
    ("@w0", "2024-05-12 00:00:00"),
    ("@w7", "2024-05-12 00:00:00"),
    ("@w1", "2024-05-13 00:00:00"),
    ("@w3", "2024-05-15 00:00:00"),
    ("@w4", "2024-05-09 00:00:00"),
    ("@w6", "2024-05-11 00:00:00"),
    ("-1w@w1+2d", "2024-05-08 00:00:00"),
    ("@mon", "2024-05-01 00:00:00"),
    ("-mon@mon+7d", "2024-04-08 00:00:00"),
    ("@q", "2024-04-01 00:00:00"),
    ("-1qtr@q", "2024-01-01 00:00:00"),
    ("@y", "2024-01-01 00:00:00"),
    ("-1y", "2023-05-15 13:45:27"),
    ("@d-2h", "2024-05-14 22:00:00"),
    ("@d-2h+30m", "2024-05-14 22:30:00"),
]


@pytest.mark.parametrize(("modifier", "expected"), RELATIVE)
def test_relative_time(modifier: str, expected: str) -> None:
    assert strftime(relative_time(WEDNESDAY, modifier, UTC), "%F %T", UTC) == expected


DAYLIGHT = [  # New York's clocks go forward on 2024-03-10 at 02:00 and back on 2024-11-03 at 02:00
    ("2024-03-10 12:00 EDT", "-1d", "2024-03-09 12:00 EST"),
    ("2024-03-10 12:00 EDT", "-24h", "2024-03-09 11:00 EST"),
    ("2024-03-10 12:00 EDT", "@d", "2024-03-10 00:00 EST"),
    ("2024-03-09 02:30 EST", "+1d", "2024-03-10 03:30 EDT"),
    ("2024-11-03 12:00 EST", "@d", "2024-11-03 00:00 EDT"),
    ("2024-11-03 12:00 EST", "-1w", "2024-10-27 12:00 EDT"),
    ("2024-11-03 01:30 EST", "@h", "2024-11-03 01:00 EST"),
    ("2024-11-03 01:30 EST", "-0d", "2024-11-03 01:30 EST"),
    ("2024-03-31 10:00 EDT", "-1mon", "2024-02-29 10:00 EST"),
]


@pytest.mark.parametrize(("start", "modifier", "expected"), DAYLIGHT)
def test_daylight_saving(start: str, modifier: str, expected: str) -> None:
    env = Environment(now=0, zone=NEW_YORK)
    epoch = time_modifier(start, env, "%F %H:%M %Z")
    assert strftime(relative_time(epoch, modifier, NEW_YORK), "%F %H:%M %Z", NEW_YORK) == expected


ABSOLUTE = [
    ("0", 0),
    ("1700000000", 1700000000),
    ("1700000000.25", 1700000000.25),
    ("11/14/2023:22:13:20", 1700000000),
    ("2023-11-14T22:13:20Z", 1700000000),
    ("2023-11-14T22:13:20.500+00:00", 1700000000.5),
    ("2023-11-14 23:13:20+0100", 1700000000),
    ("2023-11-14 22:13", 1699999980),
    ("2023-11-14", 1699920000),
]


@pytest.mark.parametrize(("text", "epoch"), ABSOLUTE)
def test_absolute_time(text: str, epoch: float) -> None:
    assert time_modifier(text, Environment(now=WEDNESDAY)) == epoch


def test_time_format_is_a_choice() -> None:
    assert time_modifier("14.11.2023", Environment(now=0), "%d.%m.%Y") == 1699920000


WRONG = ["", "yesterday", "-30x", "@d5", "@w8", "-1d@", "-1d @d", "rt-5m", "7d", "-", "@", "1d@d"]


@pytest.mark.parametrize("text", WRONG)
def test_not_a_time(text: str) -> None:
    with pytest.raises(ValueError, match=r"time modifier|empty|real-time|sign"):
        time_modifier(text, Environment(now=WEDNESDAY))


@pytest.mark.parametrize("text", ["-99999y", "+999999999999s@d", "-99999999999d", "+99999999mon"])
def test_out_of_the_calendar(text: str) -> None:
    with pytest.raises(ValueError, match=r"out of range|outside the years"):
        time_modifier(text, Environment(now=WEDNESDAY))


epochs = st.floats(-1e9, 4e9) | st.integers(-(10**9), 4 * 10**9)
zones = st.sampled_from(["UTC", "America/New_York", "Asia/Kolkata", "America/Sao_Paulo"])
units = st.sampled_from(sorted(set(UNITS.values())))


@given(epochs, zones, units, st.integers(0, 6))
def test_snapping_goes_back_and_is_idempotent(
    epoch: float, zone_name: str, unit: str, weekday: int
) -> None:
    zone = ZoneInfo(zone_name)
    snapped = snap(epoch, unit, zone, weekday)
    assert snapped <= round(epoch * 1e6) / 1e6  # a time is told to the microsecond
    assert snap(snapped, unit, zone, weekday) == snapped


@given(st.integers(-(10**9), 4 * 10**9), units, st.integers(-500, 500))
def test_shifting_there_and_back(epoch: int, unit: str, count: int) -> None:
    if unit in {"mon", "q", "y"}:
        epoch = int(snap(epoch, "mon", UTC))
    assert shift(shift(epoch, count, unit, UTC), -count, unit, UTC) == pytest.approx(epoch)
