"""Writing a time as text: Splunk's date and time format variables, independent of any locale.

Splunk, Search Reference: Date and time format variables. Names are English, ``%c``, ``%x`` and
``%X`` are those of Splunk's own examples (US English).

Choices:
    * ``%Q`` alone is three digits, ``%N`` nine, ``%f`` six; a digit before ``Q`` or ``N`` says how
      many. Digits are cut, not rounded, after the fraction was rounded to microseconds, which is
      all that an epoch number can hold.
    * GNU's flags for padding are taken: ``%-d`` without it, ``%_d`` with blanks, ``%0e`` with 0,
      ``%^b`` in capitals.
    * A variable that does not exist stays as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from spl.values.local_time import epoch_of, offset_seconds, wall_clock
from spl.values.time_names import MONTHS, WEEKDAYS, expand_shorthands


class _Moment(NamedTuple):
    """A time as a clock on the wall shows it, and the microseconds that have passed since."""

    wall: datetime
    micros: int


Writer = Callable[[_Moment], str]

_FINER = ("N", "Q", "f", "s")
_VARIABLE = re.compile(r"%(?:([1-9])([NQ])|(:{1,3}z|Ez)|([-_0^]?)([A-Za-z%]))")


def strftime(epoch: float, time_format: str, zone: tzinfo) -> str:
    """Write the time *epoch*, in seconds, as *time_format* says, on the clock of *zone*.

    Raises ValueError when *epoch* is not finite or outside the years 1 to 9999.
    """
    wall, rest = wall_clock(epoch, zone)
    micros = round(rest * 1e6)
    if micros == 1_000_000:
        wall, micros = wall_clock(epoch + 0.5, zone)[0], 0
    moment = _Moment(wall, micros)
    return "".join(
        [part if isinstance(part, str) else part(moment) for part in _compile(time_format)]
    )


@lru_cache(maxsize=256)
def by_minute(time_format: str) -> tuple[tuple[str, bool], ...] | None:
    """A format in pieces, each with whether it shows the second, and else the same all minute.

    None where something shows parts of a second, or seconds since 1970.
    """
    time_format = expand_shorthands(time_format)
    pieces: list[tuple[str, bool]] = []
    at = 0
    for found in _VARIABLE.finditer(time_format):
        if found[2] or found[5] in _FINER:
            return None
        if found[5] == "S":
            pieces += [(time_format[at : found.start()], False), (found.group(), True)]
            at = found.end()
    return tuple(piece for piece in (*pieces, (time_format[at:], False)) if piece[0])


@lru_cache(maxsize=256)
def _compile(time_format: str) -> tuple[str | Writer, ...]:
    """Cut a format into plain texts and the writers of its variables."""
    time_format = expand_shorthands(time_format)
    parts: list[str | Writer] = []
    at = 0
    for found in _VARIABLE.finditer(time_format):
        parts += [time_format[at : found.start()], _writer(found)]
        at = found.end()
    return tuple(part for part in (*parts, time_format[at:]) if part != "")


def _writer(found: re.Match[str]) -> str | Writer:
    """The writer of one variable, or the text as it stands when there is no such variable."""
    width, _, offset, flag, letter = found.groups()
    if width:
        return _subseconds(int(width))
    if offset:
        return _OFFSETS[offset]
    write = _WRITERS.get(letter)
    if write is None:
        return found.group()
    return _padded(write, flag, letter) if flag else write


def _padded(write: Writer, flag: str, letter: str) -> Writer:
    """Change how *write* fills up its numbers: ``-`` not at all, ``_`` blanks, ``0`` zeros."""
    if flag == "^":
        return lambda moment: write(moment).upper()
    fill = {"-": "", "_": " ", "0": "0"}[flag]
    if letter in "aAbBhpPzZn%t":
        return write

    def written(moment: _Moment) -> str:
        text = write(moment)
        digits = text.lstrip(" 0") or "0"
        return fill * (len(text) - len(digits)) + digits

    return written


def _subseconds(digits: int) -> Writer:
    """The first *digits* of the fraction of the second."""
    return lambda moment: f"{moment.micros:06}000"[:digits]


def _offset(colons: int) -> Writer:
    """The distance from UTC: ``+0200``, ``+02:00``, ``+02:00:00``, or only as long as needed."""

    def write(moment: _Moment) -> str:
        ahead = offset_seconds(moment.wall)
        hours, seconds = divmod(abs(ahead), 3600)
        minutes, seconds = divmod(seconds, 60)
        parts = [f"{'-' if ahead < 0 else '+'}{hours:02}", f"{minutes:02}", f"{seconds:02}"]
        kept = (2, 2, 3, 3 if seconds else 2 if minutes else 1)[colons]
        return (":" if colons else "").join(parts[:kept])

    return write


def _week(first: int) -> Writer:
    """The week of the year, 00 to 53; the first one begins on the first weekday *first*."""

    def write(moment: _Moment) -> str:
        weekday = (moment.wall.isoweekday() - first) % 7
        return f"{(moment.wall.timetuple().tm_yday + 6 - weekday) // 7:02}"

    return write


def _hour12(moment: _Moment) -> int:
    """The hour of the twelve on a clock face."""
    return moment.wall.hour % 12 or 12


_OFFSETS: Mapping[str, Writer] = MappingProxyType(
    {
        ":z": _offset(1),
        "::z": _offset(2),
        ":::z": _offset(3),
        "Ez": lambda m: f"{offset_seconds(m.wall) // 60:+}",
    }
)

_WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "%": lambda _: "%",
        "A": lambda m: WEEKDAYS[m.wall.isoweekday() % 7],
        "B": lambda m: MONTHS[m.wall.month - 1],
        "C": lambda m: f"{m.wall.year // 100:02}",
        "G": lambda m: f"{m.wall.isocalendar().year:04}",
        "H": lambda m: f"{m.wall.hour:02}",
        "I": lambda m: f"{_hour12(m):02}",
        "M": lambda m: f"{m.wall.minute:02}",
        "N": _subseconds(9),
        "P": lambda m: "am" if m.wall.hour < 12 else "pm",
        "Q": _subseconds(3),
        "S": lambda m: f"{m.wall.second:02}",
        "U": _week(0),
        "V": lambda m: f"{m.wall.isocalendar().week:02}",
        "W": _week(1),
        "Y": lambda m: f"{m.wall.year:04}",
        "Z": lambda m: m.wall.tzname() or "",
        "a": lambda m: WEEKDAYS[m.wall.isoweekday() % 7][:3],
        "b": lambda m: MONTHS[m.wall.month - 1][:3],
        "d": lambda m: f"{m.wall.day:02}",
        "e": lambda m: f"{m.wall.day:2}",
        "f": _subseconds(6),
        "g": lambda m: f"{m.wall.isocalendar().year % 100:02}",
        "h": lambda m: MONTHS[m.wall.month - 1][:3],
        "j": lambda m: f"{m.wall.timetuple().tm_yday:03}",
        "k": lambda m: f"{m.wall.hour:2}",
        "l": lambda m: f"{_hour12(m):2}",
        "m": lambda m: f"{m.wall.month:02}",
        "n": lambda _: "\n",
        "p": lambda m: "AM" if m.wall.hour < 12 else "PM",
        "s": lambda m: str(epoch_of(m.wall)),
        "t": lambda _: "\t",
        "u": lambda m: str(m.wall.isoweekday()),
        "w": lambda m: str(m.wall.isoweekday() % 7),
        "y": lambda m: f"{m.wall.year % 100:02}",
        "z": _offset(0),
    }
)
