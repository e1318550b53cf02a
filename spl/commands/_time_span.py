"""Spans of time such as ``1h`` or ``2d``: the bucket that a moment falls into."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import tzinfo

from spl.values.local_time import offset_seconds, wall_clock
from spl.values.time_units import DAYS, MICROSECONDS, MONTHS, SECONDS, UNITS, shift, snap

_SPAN = re.compile(r"([0-9]{0,9})([A-Za-z]+)(?:@[A-Za-z]+[0-7]?)?")
_DAY = 86_400
_SUNDAY = 3 * _DAY
"""From the start of the epoch, a Thursday, to its first Sunday."""


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A number of units of time.

    Attributes:
        count: how many, at least 1.
        unit: short name of the unit: us ms cs ds s m h d w mon q y.
    """

    count: int
    unit: str

    @classmethod
    def read(cls, text: str) -> TimeSpan | None:
        """Read ``1h``, ``30min``, ``day`` or a bare number of seconds; None for anything else."""
        if text.isascii() and text.isdecimal() and len(text) < 12:
            return cls(int(text), "s") if int(text) else None
        found = _SPAN.fullmatch(text)
        if found is None:
            return None
        unit = UNITS.get(found[2]) or UNITS.get(found[2].lower())
        count = int(found[1] or 1)
        return cls(count, unit) if unit and count else None

    def start(self, epoch: float, zone: tzinfo) -> float:
        """The start of the bucket that *epoch* falls into.

        Buckets below a day are counted from midnight of the start of the epoch in *zone*, days and
        weeks begin at local midnight, weeks on Sunday, months on their first day.
        """
        if self.unit in MICROSECONDS:
            step = self.count * MICROSECONDS[self.unit]
            return round(epoch * 1e6) // step * step / 1e6
        if self.unit in SECONDS:
            step = self.count * SECONDS[self.unit]
            offset = offset_seconds(wall_clock(epoch, zone)[0])
            return (int(epoch // 1) + offset) // step * step - offset
        if self.unit in MONTHS:
            return self._month_start(epoch, zone)
        return self._day_start(epoch, zone)

    def next(self, start: float, zone: tzinfo) -> float:
        """The start of the bucket after the one that begins at *start*."""
        return shift(start, self.count, self.unit, zone)

    def _day_start(self, epoch: float, zone: tzinfo) -> float:
        midnight = snap(epoch, "d", zone)
        days = self.count * DAYS[self.unit]
        if days == 1:
            return midnight
        offset = offset_seconds(wall_clock(midnight, zone)[0])
        first = _SUNDAY if self.unit == "w" else 0
        passed = (int(midnight) + offset - first) // _DAY % days
        return shift(midnight, -passed, "d", zone)

    def _month_start(self, epoch: float, zone: tzinfo) -> float:
        first = snap(epoch, "mon", zone)
        wall, _ = wall_clock(first, zone)
        months = self.count * MONTHS[self.unit]
        passed = ((wall.year - 1970) * 12 + wall.month - 1) % months
        return shift(first, -passed, "mon", zone)
