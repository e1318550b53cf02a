"""Spans: how wide the buckets of bin, timechart, chart, tstats and sparklines are, and where.

Splunk, Search Reference: bin, timechart.

Choices:
    * Buckets of hours and less are counted from aligntime, and without it from epoch 0 in UTC;
      buckets of days and more begin at midnight in the zone of the search, whatever aligntime.
    * Several days, weeks or months are counted from 1970, a week from Sunday unless the span
      says otherwise (``1w@w1``).
    * ``4h@d`` counts its buckets anew from every midnight.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from fractions import Fraction
from typing import TypeAlias

from spl.values.local_time import FIRST_TIME, LAST_TIME, add_days, epoch_of, midnight, wall_clock
from spl.values.time_units import DAYS, MICROSECONDS, MONTHS, SECONDS, shift, snap, unit_of
from spl.values.value import number_text, read_number


class SpanError(ValueError):
    """The text is not a span; the message is for the user."""


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A length of time.

    Attributes:
        count: how many units, at least 1.
        unit: short name of the unit, such as ``mon``.
        snap: unit with whose beginning the buckets are counted anew, or None.
        weekday: day on which weeks begin, 0 for Sunday.
    """

    count: int
    unit: str
    snap: str | None = None
    weekday: int = 0

    @property
    def seconds(self) -> float:
        """The length in seconds, days taken as 24 hours and months as 30 days."""
        if self.unit in MICROSECONDS:
            return self.count * MICROSECONDS[self.unit] / 1e6
        if self.unit in SECONDS:
            return self.count * SECONDS[self.unit]
        days = DAYS.get(self.unit) or 30 * MONTHS[self.unit]
        return self.count * days * 86_400

    @property
    def is_fixed(self) -> bool:
        """Whether it is so many seconds on any day, and not a matter of the calendar."""
        return self.unit in MICROSECONDS or self.unit in SECONDS

    def floor(self, epoch: float, zone: tzinfo, aligntime: float = 0) -> float:
        """The beginning of the bucket that holds *epoch*, in epoch seconds.

        Raises ValueError for a time outside the years 1 to 9999.
        """
        if self.is_fixed:
            base = snap(epoch, self.snap, zone, self.weekday) if self.snap else aligntime
            return _floor_fixed(epoch, round(self.seconds * 1_000_000), base)
        day = midnight(wall_clock(epoch, zone)[0])
        return epoch_of(self._first_day(day))

    def following(self, start: float, zone: tzinfo, aligntime: float = 0) -> float:
        """The beginning of the bucket after the one that begins at *start*."""
        return self.floor(shift(start, self.count, self.unit, zone), zone, aligntime)

    def _first_day(self, day: datetime) -> datetime:
        """The midnight with which the bucket of days, weeks or months around *day* begins."""
        if self.unit in MONTHS:
            months = self.count * MONTHS[self.unit]
            year, month = divmod(_floor_whole((day.year - 1970) * 12 + day.month - 1, months), 12)
            return day.replace(year=1970 + year, month=month + 1, day=1)
        number = (day.date() - date(1970, 1, 1)).days
        first = 3 + self.weekday if self.unit == "w" else 0  # 1970-01-04 was a Sunday
        start = _floor_whole(number - first, self.count * DAYS[self.unit]) + first
        return add_days(day, start - number)


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """A width of numbers, as exact as it was written."""

    width: Fraction

    def bounds(self, number: float) -> tuple[float, float]:
        """The two ends of the bucket that holds *number*; the lower one belongs to it."""
        start = Fraction(number_text(number)) // self.width * self.width
        return _plain(start), _plain(start + self.width)


@dataclass(frozen=True, slots=True)
class LogSpan:
    """Buckets whose ends are *coefficient* times the powers of *base*."""

    coefficient: float
    base: float

    def bounds(self, number: float) -> tuple[float, float] | None:
        """The two ends of the bucket that holds *number*; None for zero and below."""
        if number <= 0:
            return None
        power = math.floor(math.log(number / self.coefficient, self.base))
        while self._end(power + 1) <= number:  # the logarithm may be off by a hair
            power += 1
        while self._end(power) > number:
            power -= 1
        return self._end(power), self._end(power + 1)

    def _end(self, power: int) -> float:
        try:
            return self.coefficient * self.base**power
        except OverflowError:
            return math.inf


Span: TypeAlias = TimeSpan | NumberSpan | LogSpan

_TIME = re.compile(r"([0-9]{0,9})([A-Za-z]+)(?:@([A-Za-z]+)([0-7]?))?")
_LOG = re.compile(r"([0-9]*\.?[0-9]*)log([0-9]*\.?[0-9]*)")


def read_span(text: str) -> Span:
    """Read ``5m``, ``1d``, ``4h@d``, ``10``, ``0.5``, ``log2`` or ``2log10``; raises SpanError."""
    text = text.strip()
    log = _LOG.fullmatch(text)
    if log:
        return _log_span(text, log)
    width = read_number(text)
    if width is None:
        return read_time_span(text)
    if not width > 0:
        raise SpanError(f"a span must be positive, {text} is not")
    return NumberSpan(Fraction(text))


def read_time_span(text: str) -> TimeSpan:
    """Read a length of time; a bare whole number is seconds. Raises SpanError."""
    found = _TIME.fullmatch(text.strip() + ("s" if text.strip().isdigit() else ""))
    unit = unit_of(found[2]) if found else None
    if found is None or unit is None:
        raise SpanError(f"{text!r} is not a span such as 5m, 1h, 1d or 1mon")
    count = int(found[1] or 1)
    if not 0 < count * _nominal(unit) <= 400 * 366 * 86_400:
        raise SpanError(f"the span {text} is not between nothing and 400 years")
    snapped = unit_of(found[3]) if found[3] else None
    if found[3] and (snapped is None or (found[4] and snapped != "w")):
        raise SpanError(f"{found[3] + found[4]!r} in {text!r} is not a unit to snap to")
    return TimeSpan(count, unit, snapped, int(found[4] or 0) % 7)


def bucket_label(span: NumberSpan | LogSpan, number: float) -> str | None:
    """How bin writes the bucket of a number: ``10-20``; None where there is no bucket."""
    bounds = span.bounds(number)
    if bounds is None:
        return None
    low, high = bounds if isinstance(span, NumberSpan) else (round(end, 12) for end in bounds)
    return f"{number_text(low)}-{number_text(high)}"


_SHORT = tuple(
    TimeSpan(count, unit)
    for unit, counts in (("s", (1, 5, 10, 30)), ("m", (1, 5, 10, 30)))
    for count in counts
)
_LONGER = tuple(TimeSpan(1, unit) for unit in ("h", "d", "mon", "y"))


def time_span_for(seconds: float, bins: int, least: float = 0) -> TimeSpan:
    """The span that timechart and bin choose: the smallest with which *bins* buckets suffice.

    It is one of 1, 5, 10 or 30 seconds or minutes, an hour, a day, a month, a year; *least* is
    minspan in seconds.
    """
    for span in (*_SHORT, *_LONGER):
        if span.seconds >= least and span.seconds * bins >= seconds:
            return span
    return _LONGER[-1]


def number_span_for(low: float, high: float, bins: int, least: float = 0) -> NumberSpan:
    """The span that bin chooses for numbers: the smallest power of ten that needs no more *bins*.

    *least* is minspan.
    """
    if low == high and not least:
        return NumberSpan(Fraction(1))
    wanted = min(max((high - low) / max(bins, 1), least, 1e-300), 1e308)
    power = math.floor(math.log10(wanted))
    while True:
        span = NumberSpan(Fraction(10) ** power)
        buckets = (span.bounds(high)[0] - span.bounds(low)[0]) / span.width + 1
        if buckets <= max(bins, 2) and span.width >= least:  # around 0 there are always two
            return span
        power += 1


def _nominal(unit: str) -> float:
    return TimeSpan(1, unit).seconds


def _log_span(text: str, found: re.Match[str]) -> LogSpan:
    """Check the coefficient and the base of a log span (Splunk: 1 <= coefficient < base)."""
    coefficient, base = read_number(found[1] or "1"), read_number(found[2] or "10")
    if coefficient is None or base is None or not base > 1 or not 1 <= coefficient < base:
        raise SpanError(f"in the span {text!r} the coefficient must be from 1 to below the base")
    return LogSpan(float(coefficient), float(base))


def _floor_whole(number: int, step: int) -> int:
    return number // step * step


def _floor_fixed(epoch: float, micros: int, base: float) -> float:
    """Go back to a multiple of *micros* from *base*; whole seconds stay whole numbers."""
    if not FIRST_TIME < epoch < LAST_TIME:
        raise ValueError(f"{epoch} is outside the calendar")
    origin = round(base * 1_000_000)
    start = _floor_whole(round(epoch * 1_000_000) - origin, micros) + origin
    return start // 1_000_000 if start % 1_000_000 == 0 else start / 1_000_000


def _plain(end: Fraction) -> float:
    return int(end) if end.denominator == 1 else float(end)
