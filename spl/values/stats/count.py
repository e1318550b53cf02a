"""count, distinct_count and the estimates of it."""

from __future__ import annotations

from typing import Self

from spl.values.book import stats_function
from spl.values.stats.numbers import scalars
from spl.values.value import Value, as_text, as_texts


@stats_function("count([value])", category="Aggregate functions", aliases=("c",))
class Count:
    """How many values there are; without a field, how many events.

    Each value of a multivalue counts. ``count(eval(condition))`` counts the events for which the
    condition is true, so a false counts no more than a null.

    Source: Splunk, Search Reference: Aggregate functions.

    count(a, a, b) -> 3
    count(a | b, null, c) -> 3
    count() -> 0
    """

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen = 0

    def add(self, value: Value, time: float | None = None) -> None:  # noqa: ARG002
        """Count what *value* holds."""
        self._seen += sum(item is not False for item in scalars(value))

    def add_counted(self, number: int) -> None:
        """Count *number* values that somebody else has counted."""
        self._seen += number

    def merge(self, later: Self) -> None:
        """Add the count of later events."""
        self._seen += later._seen

    def result(self) -> Value:
        """The count, 0 when there was nothing."""
        return self._seen


@stats_function("distinct_count(value)", category="Aggregate functions", aliases=("dc",))
class DistinctCount:
    """How many different values there are, told apart by their text, case included.

    distinct_count(a, a, A, b | c) -> 4
    distinct_count(1, 1.0) -> 2
    distinct_count(null) -> 0
    """

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def add(self, value: Value, time: float | None = None) -> None:  # noqa: ARG002
        """Note what *value* holds."""
        self._seen.update(as_texts(value))

    def merge(self, later: Self) -> None:
        """Take in the values of later events."""
        self._seen |= later._seen

    def result(self) -> Value:
        """The number of different values, 0 when there was nothing."""
        return len(self._seen)


@stats_function("estdc(value)", category="Aggregate functions")
class EstimatedDistinctCount(DistinctCount):
    """How many different values there are, as an estimate: here the exact number.

    Deviations: Splunk estimates from a thousand values on; this stays exact.

    estdc(a, a, b) -> 2
    estdc(null) -> 0
    """

    __slots__ = ()


@stats_function("estdc_error(value)", category="Aggregate functions")
class EstimatedDistinctCountError:
    """How far estdc is off, as a part of the true number: always 0, because estdc is exact here.

    estdc_error(a, a, b) -> 0
    estdc_error(null) -> 0
    """

    __slots__ = ()

    def add(self, value: Value, time: float | None = None) -> None:
        """Nothing to note."""

    def merge(self, later: Self) -> None:
        """Nothing to join."""

    def result(self) -> Value:
        """No error."""
        return 0


@stats_function("mode(value)", category="Aggregate functions")
class Mode:
    """The value that occurs most often.

    Choices: of values that occur equally often, the one seen first.

    mode(45, 32, 45, 51) -> 45
    mode(a, b, b, a) -> a
    mode(null) -> null
    """

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def add(self, value: Value, time: float | None = None) -> None:  # noqa: ARG002
        """Count what *value* holds."""
        for item in scalars(value):
            text = as_text(item)
            self._seen[text] = self._seen.get(text, 0) + 1

    def merge(self, later: Self) -> None:
        """Add the counts of later events."""
        for text, count in later._seen.items():
            self._seen[text] = self._seen.get(text, 0) + count

    def result(self) -> Value:
        """The most frequent text, null when there was nothing."""
        return max(self._seen, key=self._seen.__getitem__, default=None)
