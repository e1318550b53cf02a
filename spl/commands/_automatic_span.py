"""The span of time that a range of time is cut into where none is given."""

from __future__ import annotations

from spl.commands._duration import seconds_of
from spl.commands._time_span import TimeSpan

_CHOICES = tuple(
    TimeSpan(count, unit)
    for count, unit in (
        (1, "s"), (5, "s"), (10, "s"), (30, "s"), (1, "m"), (5, "m"), (10, "m"), (30, "m"),
        (1, "h"), (1, "d"), (1, "mon"), (1, "y"),
    )
)  # fmt: skip


def automatic_span(low: float, high: float, most: int, least: TimeSpan | None = None) -> TimeSpan:
    """The shortest usual span that cuts *low* to *high* into no more than *most* pieces."""
    floor = seconds_of(least) if least else 0
    for span in _CHOICES:
        seconds = seconds_of(span)
        if seconds >= floor and (high - low) / seconds <= most:
            return span
    return _CHOICES[-1]
