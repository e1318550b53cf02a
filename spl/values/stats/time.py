"""earliest, latest, their times, and rates: what depends on the _time of events.

An event without _time has no place in time and is passed over. Of events with the same _time, the
one that arrives first counts.
"""

from __future__ import annotations

from typing import Self

from spl.values.book import stats_function
from spl.values.stats.numbers import as_double, numbers, scalars
from spl.values.value import Scalar, Value


@stats_function("earliest(value)", category="Time")
class Earliest:
    """The value of the event with the smallest _time, among those that have the field.

    earliest(b@3, a@1, c@2) -> a
    earliest(null@1, b@2) -> b
    earliest(x | y@1) -> x
    """

    __slots__ = ("_time", "_value")

    latest = False

    def __init__(self) -> None:
        self._time: float | None = None
        self._value: Scalar | None = None

    def add(self, value: Value, time: float | None = None) -> None:
        """Keep *value* if its event lies beyond the one kept so far."""
        items = scalars(value)
        if time is None or not items:
            return
        if self._time is None or (time > self._time if self.latest else time < self._time):
            self._time, self._value = time, items[0]

    def merge(self, later: Self) -> None:
        """Compare with the event that *later* kept."""
        self.add(later._value, later._time)

    def result(self) -> Value:
        """The value, null when there was none."""
        return self._value


@stats_function("latest(value)", category="Time")
class Latest(Earliest):
    """The value of the event with the largest _time, among those that have the field.

    latest(b@3, a@1, c@2) -> b
    latest(a@1, null@2) -> a
    """

    __slots__ = ()

    latest = True


@stats_function("earliest_time(value)", category="Time")
class EarliestTime(Earliest):
    """The _time of the earliest event that has the field, in epoch seconds.

    earliest_time(b@3, a@1) -> 1
    earliest_time(null@1, a@2) -> 2
    """

    __slots__ = ()

    def result(self) -> Value:
        """The time, null when there was no value."""
        return self._time


@stats_function("latest_time(value)", category="Time")
class LatestTime(EarliestTime):
    """The _time of the latest event that has the field, in epoch seconds.

    latest_time(b@3, a@1) -> 3
    latest_time(a@1, null@2) -> 1
    """

    __slots__ = ()

    latest = True


@stats_function("rate(value)", category="Time")
class Rate:
    """How much a counter grows per second, from its earliest to its latest number.

    Null when the two lie at the same time.

    rate(100@0, 150@10) -> 5
    rate(100@0) -> null
    rate(a@0, b@10) -> null
    """

    __slots__ = ("_first", "_last")

    def __init__(self) -> None:
        self._first: tuple[float, int | float] | None = None
        self._last: tuple[float, int | float] | None = None

    def add(self, value: Value, time: float | None = None) -> None:
        """Take in the first number in *value*."""
        number = next(numbers(value), None)
        if time is not None and number is not None:
            self._offer((time, number))

    def _offer(self, reading: tuple[float, int | float]) -> None:
        """Keep *reading* if it lies before or after all others."""
        if self._first is None or reading[0] < self._first[0]:
            self._first = reading
        if self._last is None or reading[0] > self._last[0]:
            self._last = reading

    def merge(self, later: Self) -> None:
        """Take in the two ends of *later*."""
        for reading in (later._first, later._last):
            if reading is not None:
                self._offer(reading)

    def result(self) -> Value:
        """Growth per second, null when no time passes."""
        if self._first is None or self._last is None or self._first[0] == self._last[0]:
            return None
        return (self._last[1] - self._first[1]) / (self._last[0] - self._first[0])


@stats_function("rate_avg(value)", category="Time")
class RateAverage(Rate):
    """The average of the rates of the time series in a metric: here all events are one series.

    Deviations: events carry no metric dimensions, so there is nothing to tell series apart by.

    rate_avg(100@0, 150@10) -> 5
    rate_avg(100@0) -> null
    """

    __slots__ = ()


@stats_function("rate_sum(value)", category="Time")
class RateSum(Rate):
    """The sum of the rates of the time series in a metric: here all events are one series.

    Deviations: as for rate_avg.

    rate_sum(100@0, 150@10) -> 5
    rate_sum(100@0) -> null
    """

    __slots__ = ()


@stats_function("per_second(value)", category="Time")
class PerSecond:
    """The sum of the numbers per second; timechart tells how many seconds its bucket has.

    Choices: where nobody tells, the seconds from the earliest event to the latest; null when
    they are none.

    per_second(10@0, 20@10) -> 3
    per_second(10@0) -> null
    """

    __slots__ = ("_count", "_first", "_last", "_seconds", "_total")

    unit = 1

    def __init__(self, seconds: float | None = None) -> None:
        self._seconds = seconds
        self._count = 0
        self._total: int | float = 0
        self._first = float("inf")
        self._last = float("-inf")

    def add(self, value: Value, time: float | None = None) -> None:
        """Add the numbers in *value*."""
        for number in numbers(value):
            self._count += 1
            self._total += number
        if time is not None:
            self._first, self._last = min(self._first, time), max(self._last, time)

    def merge(self, later: Self) -> None:
        """Add the sum of later events."""
        self._count += later._count
        self._total += later._total
        self._first, self._last = min(self._first, later._first), max(self._last, later._last)

    def result(self) -> Value:
        """The sum for one unit of time, null when there was no number or no time."""
        seconds = self._last - self._first if self._seconds is None else self._seconds
        if not self._count or not seconds > 0:
            return None
        return float(as_double(self._total)) * self.unit / seconds


@stats_function("per_minute(value)", category="Time")
class PerMinute(PerSecond):
    """The sum of the numbers per minute; timechart tells how long its bucket is.

    per_minute(10@0, 20@10) -> 180
    per_minute(10@0) -> null
    """

    __slots__ = ()

    unit = 60


@stats_function("per_hour(value)", category="Time")
class PerHour(PerSecond):
    """The sum of the numbers per hour; timechart tells how long its bucket is.

    per_hour(10@0, 20@3600) -> 30
    per_hour(10@0) -> null
    """

    __slots__ = ()

    unit = 3_600


@stats_function("per_day(value)", category="Time")
class PerDay(PerSecond):
    """The sum of the numbers per day; timechart tells how long its bucket is.

    per_day(10@0, 20@86400) -> 30
    per_day(10@0) -> null
    """

    __slots__ = ()

    unit = 86_400
