"""Time modifiers such as ``-1d@d``: what earliest, latest and relative_time() understand.

Splunk, Search Manual: Specify time modifiers in your search.

Choices:
    * Offsets of days and more keep the time of day across daylight saving; hours do not.
    * A month that is too short for the day gives its last day: a month before March 31 is the
      end of February.
    * An ISO 8601 time is taken as well, as Splunk's REST interface does.
    * A bare ``7d`` is refused: it would mean a week ahead, and is nearly always meant as ``-7d``.
"""

from __future__ import annotations

import re
from datetime import tzinfo
from functools import lru_cache
from typing import NamedTuple

from spl.values.environment import Environment
from spl.values.strptime import strptime
from spl.values.time_units import shift, snap, unit_of
from spl.values.value import read_number

TIME_FORMAT = "%m/%d/%Y:%H:%M:%S"
"""How Splunk reads a written-out time in earliest and latest unless timeformat says otherwise."""

_ISO = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?"
)
_STEP = re.compile(r"([+-])([0-9]{0,12})([A-Za-z]+)|@([A-Za-z]+)([0-7]?)")
_NOW = re.compile(r"now(?:\(\))?", re.IGNORECASE)


class _Step(NamedTuple):
    """One offset (an amount) or one snap (no amount), with the weekday on which a week begins."""

    unit: str
    amount: int | None
    weekday: int = 0


def time_modifier(text: str, env: Environment, time_format: str = TIME_FORMAT) -> float:
    """Return the epoch seconds that *text* means at ``env.now``.

    It may be ``now``, an epoch number, offsets and snaps, or a time as *time_format* says.
    Raises ValueError, with a message for the user, when it is none of these.
    """
    text = text.strip()
    number = read_number(text)
    if number is not None and text[:1] not in "+-":
        return float(number)
    written = _written_time(text, env, time_format)
    return relative_time(env.now, text, env.zone) if written is None else written


def relative_time(epoch: float, text: str, zone: tzinfo) -> float:
    """Apply the offsets and snaps of *text* to *epoch*, left to right; ``now`` is *epoch* itself.

    Raises ValueError when *text* is not a relative time, or leads out of the calendar.
    """
    for step in _read_steps(text.strip()):
        if step.amount is None:
            epoch = snap(epoch, step.unit, zone, step.weekday)
        else:
            epoch = shift(epoch, step.amount, step.unit, zone)
    return epoch


def _written_time(text: str, env: Environment, time_format: str) -> float | None:
    """Read a written-out time, in the given format or in ISO 8601; None when it is neither."""
    epoch = strptime(text, time_format, env.zone, now=env.now)
    if epoch is not None:
        return epoch
    if not _ISO.fullmatch(text):
        return None
    text = text.replace("T", " ").replace(",", ".").replace("Z", "+0000")
    for form in ("%F %T.%Q%z", "%F %T%z", "%F %H:%M%z", "%F %T.%Q", "%F %T", "%F %H:%M", "%F"):
        epoch = strptime(text, form, env.zone)
        if epoch is not None:
            return epoch
    return None


@lru_cache(maxsize=1024)
def _read_steps(text: str) -> tuple[_Step, ...]:
    """Cut a relative time into its offsets and snaps."""
    now = _NOW.match(text)
    at = now.end() if now else 0
    steps = []
    while at < len(text):
        found = _STEP.match(text, at)
        if found is None:
            raise ValueError(_complaint(text, at))
        steps.append(_read_step(text, found))
        at = found.end()
    if not steps and not now:
        raise ValueError("a time modifier cannot be empty")
    return tuple(steps)


def _read_step(text: str, found: re.Match[str]) -> _Step:
    """Read one ``-2h``, ``@d`` or ``@w1``."""
    sign, digits, offset_unit, snap_unit, weekday = found.groups()
    unit = unit_of(offset_unit or snap_unit)
    if unit is None or (weekday and unit != "w"):
        raise ValueError(_complaint(text, found.start()))
    if snap_unit:
        return _Step(unit, None, int(weekday or 0) % 7)
    count = int(digits) if digits else 1
    return _Step(unit, -count if sign == "-" else count)


def _complaint(text: str, at: int) -> str:
    """Say where *text* stops being a time modifier."""
    if text.startswith(("rt", "-rt", "+rt")):
        return f"{text!r} is a real-time modifier, which only a running Splunk can follow"
    if re.match(r"[0-9]+[A-Za-z]", text):
        return f"{text!r} needs a sign: -{text} is the past, +{text} the future"
    return f"{text!r} is not a time modifier such as -1d@d (stopped at {text[at:]!r})"
