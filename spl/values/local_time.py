"""Between epoch seconds and the wall clock of a time zone, across daylight saving."""

from __future__ import annotations

import math
from calendar import monthrange
from datetime import UTC, datetime, timedelta, tzinfo

FIRST_TIME, LAST_TIME = -62_000_000_000, 253_000_000_000
"""Within these, in the years 5 to 9987, every step of the calendar stays in the calendar."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def wall_clock(epoch: float, zone: tzinfo) -> tuple[datetime, float]:
    """Split *epoch* into the wall clock of *zone*, to the whole second, and the rest in seconds.

    The rest is at least 0 and below 1. Raises ValueError outside the years 1 to 9999.
    """
    if not math.isfinite(epoch):
        raise ValueError(f"{epoch} is not a time")
    whole = math.floor(epoch)
    try:
        moment = (_EPOCH + timedelta(seconds=whole)).astimezone(zone)
    except OverflowError:
        raise ValueError(f"{epoch} is outside the years 1 to 9999") from None
    return moment, epoch - whole


def epoch_of(wall: datetime) -> int:
    """The epoch second at which the clock of the zone of *wall* shows it.

    A time that a clock shows twice is the first of the two, unless *wall* says ``fold=1``; one
    that it skips is as long after the change as it seems, as with the C library's mktime.
    Raises ValueError outside the years 1 to 9999.
    """
    try:
        delta = wall.astimezone(UTC) - _EPOCH
    except OverflowError:
        raise ValueError(f"{wall} is outside the years 1 to 9999") from None
    return delta.days * 86_400 + delta.seconds


def add_days(wall: datetime, days: int) -> datetime:
    """The same time of day *days* later, whatever daylight saving does between."""
    try:
        return (wall + timedelta(days=days)).replace(fold=0)
    except OverflowError:
        raise ValueError(f"{days} days away from {wall:%Y} is out of range") from None


def add_months(wall: datetime, months: int) -> datetime:
    """The same day and time *months* later, or the last day of a month that is too short."""
    year, month = divmod(wall.year * 12 + wall.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise ValueError(f"{months} months away from {wall:%Y} is out of range")
    day = min(wall.day, monthrange(year, month + 1)[1])
    return wall.replace(year=year, month=month + 1, day=day, fold=0)


def midnight(wall: datetime) -> datetime:
    """The beginning of the day of *wall*."""
    return wall.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)


def offset_seconds(wall: datetime) -> int:
    """How far the clock of *wall* is ahead of UTC, in seconds."""
    offset = wall.utcoffset()
    return 0 if offset is None else round(offset.total_seconds())
