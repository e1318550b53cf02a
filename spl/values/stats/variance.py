"""var, varp, stdev and stdevp: how far the numbers spread.

The sums are kept of the distances from the first number, which loses nothing to cancellation and
is exact for whole numbers. Merged parts may differ from the whole within 1e-9 of the result.
"""

from __future__ import annotations

import math
from typing import Self

from spl.values.book import stats_function
from spl.values.stats.numbers import as_double, numbers
from spl.values.value import Value


@stats_function("var(value)", category="Aggregate functions")
class Variance:
    """The sample variance of the numbers; that of a single one is 0.

    var(1, 2, 3, 4) -> 1.6666666666666667
    var(5) -> 0
    var(abc) -> null
    """

    __slots__ = ("_count", "_pivot", "_squares", "_total")

    sample = True
    root = False

    def __init__(self) -> None:
        self._count = 0
        self._pivot: int | float = 0
        self._total: int | float = 0
        self._squares: int | float = 0

    def add(self, value: Value, time: float | None = None) -> None:  # noqa: ARG002
        """Take in the numbers in *value*."""
        for number in numbers(value):
            if not self._count:
                self._pivot = number
            distance = number - self._pivot
            self._count += 1
            self._total += distance
            self._squares += distance * distance

    def merge(self, later: Self) -> None:
        """Take in later numbers, measured from their own first one."""
        if not self._count:
            self._pivot = later._pivot
        shift = later._pivot - self._pivot
        self._squares += later._squares + 2 * shift * later._total + later._count * shift * shift
        self._total += later._total + later._count * shift
        self._count += later._count

    def result(self) -> Value:
        """The variance, or its root; null when there was no number."""
        if self._count < 2:
            return 0 if self._count else None
        spread = self._count * self._squares - self._total * self._total
        pairs = self._count * (self._count - 1 if self.sample else self._count)
        variance = max(float(as_double(spread)), 0.0) / pairs
        return math.sqrt(variance) if self.root else variance


@stats_function("varp(value)", category="Aggregate functions")
class PopulationVariance(Variance):
    """The variance of the numbers taken as the whole population.

    varp(1, 2, 3, 4) -> 1.25
    varp(5) -> 0
    """

    __slots__ = ()

    sample = False


@stats_function("stdev(value)", category="Aggregate functions")
class StandardDeviation(Variance):
    """The sample standard deviation of the numbers; that of a single one is 0.

    stdev(2, 4, 6) -> 2
    stdev(5) -> 0
    stdev(abc) -> null
    """

    __slots__ = ()

    root = True


@stats_function("stdevp(value)", category="Aggregate functions")
class PopulationStandardDeviation(Variance):
    """The standard deviation of the numbers taken as the whole population.

    stdevp(2, 4, 4, 4, 5, 5, 7, 9) -> 2
    stdevp(5) -> 0
    """

    __slots__ = ()

    sample = False
    root = True
