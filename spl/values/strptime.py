"""Reading a time out of text with Splunk's date and time format variables.

Splunk, Search Reference: Date and Time functions (strptime), Date and time format variables.

Choices, where Splunk says nothing:
    * Text after the part that the format describes is ignored, as by the C library.
    * A blank in the format stands for any number of blanks, none included.
    * Without any date, today's is taken; without a year, this year; a year and a month without a
      day are no time, so ``%Y-%m`` alone gives null.
    * A date that does not exist, such as February 30, is no time.
    * ``%H`` outranks ``%I`` and ``%p``; ``%a``, ``%A``, ``%w``, ``%C`` and ``%g`` are read and
      have no say; an abbreviation of a time zone that is not known is no time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from spl.values.local_time import epoch_of, wall_clock
from spl.values.time_names import MONTHS, WEEKDAYS, expand_shorthands


class _Found(NamedTuple):
    """What has been read so far."""

    numbers: dict[str, int]
    texts: dict[str, str]


Reader = tuple[re.Pattern[str], Callable[[_Found, str], None]]

_HOURS_OFF: Mapping[str, int] = MappingProxyType(
    {
        "UTC": 0, "GMT": 0, "UT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2,
        "MET": 1, "MEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "JST": 9, "KST": 9, "SGT": 8, "HKT": 8,
        "AEST": 10, "AEDT": 11, "AWST": 8, "NZST": 12, "NZDT": 13, "EST": -5, "EDT": -4,
        "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8,
        "HST": -10, "AST": -4, "ADT": -3,
    }
)  # fmt: skip


def strptime(
    text: str, time_format: str, zone: tzinfo, *, now: float | None = None
) -> float | None:
    """Read epoch seconds from *text*; a time that names no zone is on the clock of *zone*.

    *now* tells the year or the day when the text does not; without it such a text is no time.
    None when the text does not fit the format.
    """
    found = _Found({}, {})
    at = 0
    for part in _compile(time_format):
        if isinstance(part, str):
            if not text.startswith(part, at):
                return None
            at += len(part)
            continue
        pattern, put = part
        match = pattern.match(text, at)
        if match is None:
            return None
        put(found, match.group().strip())
        at = match.end()
    try:
        return _epoch(found, zone, now)
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=256)
def _compile(time_format: str) -> tuple[str | Reader, ...]:
    """Cut a format into plain texts and the readers of its variables."""
    time_format = expand_shorthands(time_format)
    parts: list[str | Reader] = []
    at = 0
    for found in _VARIABLE.finditer(time_format):
        if found.start() > at:
            parts.append(time_format[at : found.start()])
        parts.append(_READERS.get(found.group(1) or " ", found.group()))
        at = found.end()
    if time_format[at:]:
        parts.append(time_format[at:])
    return tuple(parts)


_VARIABLE = re.compile(r"%(?:[1-9](?=[NQ])|:{1,3}(?=z)|E(?=z)|[-_0^](?=[a-zA-Z]))?([A-Za-z%])|\s+")


def _number(name: str, digits: int) -> Reader:
    """A number of up to *digits* digits, blanks before it allowed."""

    def put(found: _Found, text: str) -> None:
        found.numbers[name] = int(text)

    return re.compile(rf" *[0-9]{{1,{digits}}}"), put


def _word(name: str, words: tuple[str, ...], short: int) -> Reader:
    """One of *words*, or its first *short* letters, in any case; kept as its place from 1."""
    longest_first = [word for full in words for word in (full, full[:short])]
    places = {word[:short].lower(): place for place, word in enumerate(words, 1)}

    def put(found: _Found, text: str) -> None:
        found.numbers[name] = places[text[:short].lower()]

    return re.compile("|".join(longest_first), re.IGNORECASE), put


def _text(name: str, pattern: str) -> Reader:
    """A text that is looked at when everything is read."""

    def put(found: _Found, text: str) -> None:
        found.texts[name] = text

    return re.compile(pattern, re.IGNORECASE), put


_FRACTION = _text("fraction", "[0-9]{1,9}")
_BLANK = _text("", r"\s*")

_READERS: Mapping[str, str | Reader] = MappingProxyType(
    {
        " ": _BLANK, "n": _BLANK, "t": _BLANK, "%": "%",
        "Y": _number("year", 4), "y": _number("short year", 2), "C": _number("", 2),
        "G": _number("week year", 4), "g": _number("", 2), "V": _number("iso week", 2),
        "U": _number("", 2), "W": _number("", 2), "u": _number("weekday", 1), "w": _number("", 1),
        "m": _number("month", 2), "b": _word("month", MONTHS, 3), "B": _word("month", MONTHS, 3),
        "h": _word("month", MONTHS, 3), "a": _word("", WEEKDAYS, 3), "A": _word("", WEEKDAYS, 3),
        "d": _number("day", 2), "e": _number("day", 2), "j": _number("day of year", 3),
        "H": _number("hour", 2), "k": _number("hour", 2),
        "I": _number("hour12", 2), "l": _number("hour12", 2),
        "p": _text("half", "[ap]m"), "P": _text("half", "[ap]m"),
        "M": _number("minute", 2), "S": _number("second", 2),
        "N": _FRACTION, "Q": _FRACTION, "f": _FRACTION,
        "s": _text("epoch", r"-?[0-9]{1,12}"),
        "z": _text("offset", r" *(?:[+-][0-9]{2}(?::?[0-9]{2}(?::?[0-9]{2})?)?|Z)"),
        "Z": _text("zone", r" *[a-z]{1,5}"),
    }
)  # fmt: skip


def _epoch(found: _Found, zone: tzinfo, now: float | None) -> float | None:
    """Put the pieces together; ValueError when one of them is out of its range."""
    fraction = float(f"0.{found.texts.get('fraction', '0')}")
    if "epoch" in found.texts:
        return int(found.texts["epoch"]) + fraction
    today = None if now is None else wall_clock(now, zone)[0].date()
    day = _date(found.numbers, today)
    if day is None:
        return None
    second = found.numbers.get("second", 0)
    if second > 60:
        raise ValueError("no minute has more than one leap second")
    clock = time(_hour(found), found.numbers.get("minute", 0))
    wall = datetime.combine(day, clock) + timedelta(seconds=second)
    place = _place(found.texts, wall, zone)
    return None if place is None else epoch_of(wall.replace(tzinfo=place)) + fraction


def _date(numbers: dict[str, int], today: date | None) -> date | None:
    """The day that was read, filled up from *today*; None when a part is missing."""
    if "iso week" in numbers and "week year" in numbers:
        return date.fromisocalendar(
            numbers["week year"], numbers["iso week"], numbers.get("weekday", 1)
        )
    year = _year(numbers)
    if year is None:
        if today is None:
            return None
        year = today.year
        if not {"month", "day", "day of year"} & numbers.keys():
            return today
    if "day of year" in numbers:
        day = date(year, 1, 1) + timedelta(days=numbers["day of year"] - 1)
        return day if day.year == year else None
    if "month" not in numbers or "day" not in numbers:
        return None
    return date(year, numbers["month"], numbers["day"])


def _year(numbers: dict[str, int]) -> int | None:
    """The year; two digits are 1969 to 2068, as in POSIX."""
    if "year" in numbers:
        return numbers["year"]
    short = numbers.get("short year")
    if short is None:
        return None
    return short + (1900 if short >= 69 else 2000)


def _hour(found: _Found) -> int:
    """The hour of the day, from the twenty-four-hour clock when that was read."""
    hour12 = found.numbers.get("hour12")
    if "hour" in found.numbers or hour12 is None:
        return found.numbers.get("hour", 0)
    if not 1 <= hour12 <= 12:
        raise ValueError("a clock face has the hours 1 to 12")
    return hour12 % 12 + (12 if found.texts.get("half", "").lower() == "pm" else 0)


def _place(texts: dict[str, str], wall: datetime, zone: tzinfo) -> tzinfo | None:
    """The zone that the text names, *zone* when it names none, None when it is not known."""
    if "offset" in texts:
        return _fixed(texts["offset"])
    name = texts.get("zone", "").upper()
    if not name:
        return zone
    for fold in (0, 1):
        local = wall.replace(tzinfo=zone, fold=fold)
        if local.tzname() == name:
            return timezone(local.utcoffset() or timedelta())
    hours = _HOURS_OFF.get(name)
    return None if hours is None else timezone(timedelta(hours=hours))


def _fixed(offset: str) -> tzinfo:
    """The zone of ``Z``, ``+02``, ``+0200``, ``+02:00`` or ``+02:00:00``."""
    digits = offset.lstrip("+-").replace(":", "").upper().replace("Z", "") or "0"
    seconds = sum(
        int(digits[at : at + 2]) * size for at, size in ((0, 3600), (2, 60), (4, 1)) if digits[at:]
    )
    return timezone(timedelta(seconds=-seconds if offset.startswith("-") else seconds))
