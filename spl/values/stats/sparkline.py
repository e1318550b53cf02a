"""sparkline: how an aggregate goes over time, as the numbers of a small chart.

Splunk, Search Reference: stats (sparkline function options).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, tzinfo
from typing import Self

from spl.values.book import Aggregate, stats_function
from spl.values.local_time import FIRST_TIME, LAST_TIME
from spl.values.span import TimeSpan, time_span_for
from spl.values.stats.count import Count
from spl.values.value import Scalar, Value

MARK = "##__SPARKLINE__##"
"""The first value of every sparkline, by which Splunk knows to draw it."""

LARGEST = 100
"""How many points a sparkline has at the most (Splunk, limits.conf: sparkline_maxsize)."""


@stats_function("sparkline([aggregate], [span])", category="Sparkline function")
class Sparkline:
    """An aggregate, count unless told otherwise, for each span of time, as a multivalue.

    The first value is the mark by which Splunk draws the rest. A span of time without events
    shows what the aggregate makes of nothing, 0 for null.

    Choices: without a span, or with one that gives more than 100 points, the smallest of Splunk's
    usual spans is taken that gives no more. Without bounds the points go from the first event of
    the group to its last.

    sparkline(a@0, b@1, c@3) -> ##__SPARKLINE__## | 1 | 1 | 0 | 1
    sparkline() -> null
    """

    __slots__ = ("_bounds", "_events", "_make", "_span", "_zone")

    def __init__(
        self,
        make: Callable[[], Aggregate] = Count,
        span: TimeSpan | None = None,
        zone: tzinfo = UTC,
        bounds: tuple[float, float] | None = None,
    ) -> None:
        self._make = make
        self._span = span
        self._zone = zone
        self._bounds = bounds
        self._events: list[tuple[float, Value]] = []

    def add(self, value: Value, time: float | None = None) -> None:
        """Keep the value of an event that has a time within the calendar."""
        if value is not None and time is not None and FIRST_TIME < time < LAST_TIME:
            self._events.append((time, value))

    def merge(self, later: Self) -> None:
        """Keep later events."""
        self._events += later._events

    def result(self) -> Value:
        """The mark and the points; null when there was no event."""
        if not self._events:
            return None
        times = [time for time, _ in self._events]
        low, high = self._bounds or (min(times), max(times))
        span = self._span
        if span is None or (high - low) / span.seconds >= LARGEST:
            span = time_span_for(high - low, LARGEST - 1)
        points = {start: self._make() for start in self._starts(span, low, high)}
        for time, value in self._events:
            point = points.get(span.floor(time, self._zone))
            if point is not None:
                point.add(value, time)
        return (MARK, *(_number(point.result()) for point in points.values()))

    def _starts(self, span: TimeSpan, low: float, high: float) -> list[float]:
        """The beginnings of the buckets from *low* to *high*."""
        starts = [span.floor(low, self._zone)]
        while len(starts) < LARGEST:
            start = span.following(starts[-1], self._zone)
            if start > high:
                break
            starts.append(start)
        return starts


def _number(value: Value) -> Scalar:
    """One point: 0 for null."""
    return 0 if value is None or isinstance(value, tuple) else value
