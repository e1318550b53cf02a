"""When an event happened, read from text: ISO 8601 exactly, or the first time that a line shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from itertools import islice
from typing import NamedTuple

LOOKAHEAD = 128  # characters that Splunk looks at (props.conf: MAX_TIMESTAMP_LOOKAHEAD)

_DAY = 86400.0
_SAME = 2e-6  # seconds: what a double and seven written digits leave open
_MOST_TIMES = 64  # of one format, in one event
_LONGEST_TIME = 100  # characters: with room for what may not follow it
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_CLOCK = r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?"
_ZONE_NAME = re.compile(r"Z|UTC|GMT|[+-]\d{2}:?\d{2}")
_ZONE = r"(?:\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2})(?![\w]))?"


def read_iso(text: str) -> float | None:
    """Epoch seconds of an ISO 8601 time, UTC where it names no zone, or None.

    Windows writes seven or nine digits after the point; they are kept as far as a double goes.
    """
    if len(text) < 19 or not text.isascii():
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def read_epoch(text: str) -> float | None:
    """Epoch seconds of a number of seconds, milli-, micro- or nanoseconds since 1970, or None.

    The unit is the one that puts it between 1973 and 2286.
    """
    if not re.fullmatch(r"\d{9,19}(?:\.\d{1,9})?", text, re.ASCII):
        return None
    digits = len(text.partition(".")[0])
    if digits in (9, 10):
        return float(text)
    power = {13: 3, 16: 6, 19: 9}.get(digits)
    return None if power is None else float(text) / 10**power


def recognise(text: str, zone: tzinfo, near: float) -> float | None:
    """Epoch seconds of the first time in *text*, or None.

    Known are ISO 8601 and its kin with slashes, syslog (no year: the one that puts it nearest
    before *near*), Apache, RFC 2822, ctime, the American order with AM and PM, and Unix epochs at
    the start of a word. A time without a zone is in *zone*.
    """
    best: re.Match[str] | None = None
    read: _Reader | None = None
    for pattern, reader in _FORMATS:
        match = pattern.search(text)
        if match and (best is None or match.start() < best.start()):
            best, read = match, reader
    if best is None or read is None:
        return None
    try:
        return read(best, zone, near)
    except (ValueError, OverflowError):
        return None  # no such day: the 31st of June


class Written(NamedTuple):
    """A time as a text shows it.

    Attributes:
        start: where it begins in the text.
        end: where it ends.
        moment: what calendar and clock say there.
        zoned: whether it names its time zone.
    """

    start: int
    end: int
    moment: datetime
    zoned: bool


def written_at(text: str, epoch: float, zone: tzinfo) -> Written | None:
    """The first time in *text* that means *epoch* and shows a calendar, or None.

    A time without a zone may be in *zone* or in UTC.
    """
    first: Written | None = None
    for pattern, reader in _FORMATS:
        if reader is _epoch:
            continue
        end = len(text) if first is None else first.start + _LONGEST_TIME
        for match in islice(pattern.finditer(text, 0, end), _MOST_TIMES):
            if first is not None and match.start() >= first.start:
                break
            written = _written(match, reader, epoch, zone)
            if written is not None:
                first = written
                break
    return first


def _written(match: re.Match[str], read: _Reader, epoch: float, zone: tzinfo) -> Written | None:
    named = next((group for group in match.groups() if group and _ZONE_NAME.fullmatch(group)), None)
    for each in (zone, UTC):
        try:
            time = read(match, each, epoch)
        except (ValueError, OverflowError):
            continue
        if time is not None and abs(time - epoch) < _SAME:
            moment = datetime.fromtimestamp(epoch, _zone(named, each))
            return Written(match.start(), match.end(), moment, named is not None)
    return None


_Reader = Callable[[re.Match[str], tzinfo, float], float | None]


def _year_first(match: re.Match[str], zone: tzinfo, _near: float) -> float:
    year, month, day, *rest = match.groups()
    return _moment((int(year), int(month), int(day)), rest, zone)


def _month_first(match: re.Match[str], zone: tzinfo, _near: float) -> float:
    month, day, year, hour, minute, second, fraction, half = match.groups()
    clock = int(hour) % 12 + (12 if half.upper() == "PM" else 0) if half else int(hour)
    rest = [str(clock), minute, second, fraction, None]
    return _moment((int(year), int(month), int(day)), rest, zone)


def _day_first(match: re.Match[str], zone: tzinfo, _near: float) -> float:
    day, month, year, *rest = match.groups()
    return _moment((int(year), _MONTHS[month[:3].lower()], int(day)), rest, zone)


def _named_month_first(match: re.Match[str], zone: tzinfo, near: float) -> float | None:
    month, day, early_year, hour, minute, second, fraction, named, late_year = match.groups()
    rest = [hour, minute, second, fraction, named]
    number = _MONTHS[month[:3].lower()]
    year = early_year or late_year
    if year:
        return _moment((int(year), number, int(day)), rest, zone)
    this = datetime.fromtimestamp(near, zone).year
    for guess in range(this + 1, this - 9, -1):  # leap years are up to eight years apart
        try:
            time = _moment((guess, number, int(day)), rest, zone)
        except ValueError:  # 29 February
            continue
        if time <= near + _DAY:
            return time
    return None


def _epoch(match: re.Match[str], _zone: tzinfo, _near: float) -> float | None:
    return read_epoch(match[1])


def _moment(date: tuple[int, int, int], rest: list[str | None], zone: tzinfo) -> float:
    """Epoch seconds of a date and the parts of a clock: hour, minute, second, fraction, zone."""
    hour, minute, second, fraction, named = rest
    moment = datetime(
        *date, int(hour or 0), int(minute or 0), int(second or 0), tzinfo=_zone(named, zone)
    )
    return moment.timestamp() + (float(f"0.{fraction}") if fraction else 0.0)


def _zone(named: str | None, zone: tzinfo) -> tzinfo:
    if named is None:
        return zone
    if named in ("Z", "UTC", "GMT"):
        return UTC
    digits = named[1:].replace(":", "")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-ahead if named[0] == "-" else ahead)


_WORD_START = r"(?:^|(?<=[\s#,\"=(\[|{]))"
_FORMATS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile("".join(parts), re.ASCII | re.IGNORECASE), reader)
    for parts, reader in (
        (
            (r"(?<!\d)(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:T|\s{1,3})", _CLOCK, _ZONE),
            _year_first,
        ),
        (
            (r"(?<!\d)(\d{1,2})[-/](\d{1,2})[-/](\d{4}),?\s{1,3}", _CLOCK, r"(?:\s?(AM|PM))?"),
            _month_first,
        ),
        (
            (rf"(?<!\d)(\d{{1,2}})[-/ ]({_MONTH})[-/ ](\d{{4}})[: ]{{1,3}}", _CLOCK, _ZONE),
            _day_first,
        ),
        (
            (
                rf"(?<![A-Za-z])({_MONTH})\s{{1,3}}(\d{{1,2}}),?\s{{1,3}}",
                r"(?:(\d{4}),?\s{1,3})?",
                _CLOCK,
                _ZONE,
                r"(?:\s(\d{4})(?!\d))?",
            ),
            _named_month_first,
        ),
        (
            (_WORD_START, r"(\d{9,10}(?:\.\d{1,9})?|\d{13}|\d{16}|\d{19})(?![\d(])"),
            _epoch,
        ),
    )
)
