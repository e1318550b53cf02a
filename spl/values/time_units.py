"""The units of time of time modifiers and spans, with every spelling that Splunk takes.

Splunk, Search Manual: Specify time modifiers in your search; Search Reference: bin.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from types import MappingProxyType

from spl.values.local_time import (
    add_days,
    add_months,
    epoch_of,
    midnight,
    offset_seconds,
    wall_clock,
)

_SPELLINGS = {
    "us": "us microsecond microseconds",
    "ms": "ms millisecond milliseconds",
    "cs": "cs centisecond centiseconds",
    "ds": "ds decisecond deciseconds",
    "s": "s sec secs second seconds",
    "m": "m min mins minute minutes",
    "h": "h hr hrs hour hours",
    "d": "d day days",
    "w": "w week weeks",
    "mon": "mon month months",
    "q": "q qtr qtrs quarter quarters",
    "y": "y yr yrs year years",
}
UNITS: Mapping[str, str] = MappingProxyType(
    {word: unit for unit, words in _SPELLINGS.items() for word in words.split()}
)
"""Every spelling of a unit to its short name."""


def unit_of(word: str) -> str | None:
    """The short name of the unit that *word* spells, in any case; None when it is no unit.

    A lone ``M`` is refused: it could be meant as minutes or as months.
    """
    return UNITS.get(word) or (None if word == "M" else UNITS.get(word.lower()))


MICROSECONDS: Mapping[str, int] = MappingProxyType(
    {"us": 1, "ms": 1_000, "cs": 10_000, "ds": 100_000}
)
"""The units below a second, in microseconds."""

SECONDS: Mapping[str, int] = MappingProxyType({"s": 1, "m": 60, "h": 3_600})
"""The units of fixed length, in seconds."""

DAYS: Mapping[str, int] = MappingProxyType({"d": 1, "w": 7})
"""The units that are whole days of the calendar, which daylight saving makes longer or shorter."""

MONTHS: Mapping[str, int] = MappingProxyType({"mon": 1, "q": 3, "y": 12})
"""The units that are whole months of the calendar."""


def shift(epoch: float, count: int, unit: str, zone: tzinfo) -> float:
    """Move *epoch* by *count* units: days and longer keep the time of day in *zone*.

    Raises ValueError when the result leaves the years 1 to 9999.
    """
    if not count:
        return epoch
    if unit in MICROSECONDS:
        return (round(epoch * 1e6) + count * MICROSECONDS[unit]) / 1e6
    if unit in SECONDS:
        return epoch + count * SECONDS[unit]
    wall, rest = wall_clock(epoch, zone)
    if unit in DAYS:
        return epoch_of(add_days(wall, count * DAYS[unit])) + rest
    return epoch_of(add_months(wall, count * MONTHS[unit])) + rest


def snap(epoch: float, unit: str, zone: tzinfo, weekday: int = 0) -> float:
    """Go back to the beginning of the *unit* of *zone* that holds *epoch*; never forward.

    A week begins on *weekday*, 0 for Sunday.
    """
    if unit in MICROSECONDS:
        step = MICROSECONDS[unit]
        return round(epoch * 1e6) // step * step / 1e6
    wall, _ = wall_clock(epoch, zone)
    if unit in SECONDS:
        offset = offset_seconds(wall)
        return (int(epoch // 1) + offset) // SECONDS[unit] * SECONDS[unit] - offset
    return epoch_of(_calendar_start(midnight(wall), unit, weekday))


def _calendar_start(day: datetime, unit: str, weekday: int) -> datetime:
    """The midnight with which the day, week, month, quarter or year of *day* begins."""
    match unit:
        case "d":
            return day
        case "w":
            return add_days(day, -((day.isoweekday() - weekday) % 7))
        case "mon":
            return day.replace(day=1)
        case "q":
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case _:
            return day.replace(month=1, day=1)
