"""sum, sumsq and avg: what adding up gives.

Numbers are added in the order of the events, as doubles, so ``avg`` of a hundred times 3.99 is
3.9900000000000055 as in Splunk. Merged parts add up in another order and may differ from the
whole within 1e-9 of the result; whole numbers are exact either way.
"""

from __future__ import annotations

from typing import Self

from spl.values.book import stats_function
from spl.values.stats.numbers import as_double, numbers
from spl.values.value import Value


@stats_function("sum(value)", category="Aggregate functions")
class Sum:
    """The sum of the numbers; text is passed over, each value of a multivalue counts.

    Choices: without any number the sum is null, not 0.

    sum(2, 4, abc) -> 6
    sum(1 | 2, 0.5) -> 3.5
    sum(abc) -> null
    """

    __slots__ = ("_count", "_total")

    def __init__(self) -> None:
        self._count = 0
        self._total: int | float = 0

    def add(self, value: Value, time: float | None = None) -> None:  # noqa: ARG002
        """Add the numbers in *value*."""
        for number in numbers(value):
            self._count += 1
            self._total += self._term(number)

    def _term(self, number: int | float) -> int | float:
        """What one number contributes."""
        return number

    def merge(self, later: Self) -> None:
        """Add the sum of later events."""
        self._count += later._count
        self._total += later._total

    def result(self) -> Value:
        """The sum, null when there was no number."""
        return as_double(self._total) if self._count else None


@stats_function("sumsq(value)", category="Aggregate functions")
class SumOfSquares(Sum):
    """The sum of the squares of the numbers.

    sumsq(1, 2, 3) -> 14
    sumsq(abc) -> null
    """

    __slots__ = ()

    def _term(self, number: int | float) -> int | float:
        return number * number


@stats_function("avg(value)", category="Aggregate functions", aliases=("mean",))
class Average(Sum):
    """The average of the numbers; text is passed over.

    avg(2, 4, abc) -> 3
    avg(1, 2) -> 1.5
    avg(abc) -> null
    """

    __slots__ = ()

    def result(self) -> Value:
        """The average, null when there was no number."""
        return float(as_double(self._total)) / self._count if self._count else None
