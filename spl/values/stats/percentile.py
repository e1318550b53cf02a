"""median and the percentiles.

Choices: Splunk's pages show linear interpolation between the two nearest numbers (perc95 of 1 to
10 is 9.55) and its configuration names an approximation, tdigest. This interpolates, exactly, so
``perc``, ``exactperc`` and ``upperperc`` agree at any size; and so the median of an even number
of values lies between the two middle ones, where one page would take the higher.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Self

from spl.values.book import stats_function
from spl.values.stats.numbers import as_double, numbers
from spl.values.value import Value


@stats_function("perc<N>(value)", category="Aggregate functions", aliases=("p<N>",))
class Percentile:
    """The number below which N per cent of the numbers lie, for N from 0 to 100.

    Source: Splunk, Search Reference: Aggregate functions; N may have decimals (``perc99.9``).

    perc95(1, 2, 3, 4, 5, 6, 7, 8, 9, 10) -> 9.55
    p50(4, 1, 3, 2) -> 2.5
    perc99.9(7) -> 7
    perc50(abc) -> null
    """

    __slots__ = ("_numbers", "_percent")

    def __init__(self, percent: int | float = 50) -> None:
        self._percent = percent
        self._numbers: list[int | float] = []

    def add(self, value: Value, time: float | None = None) -> None:  # noqa: ARG002
        """Keep the numbers in *value*."""
        self._numbers += numbers(value)

    def merge(self, later: Self) -> None:
        """Keep later numbers."""
        self._numbers += later._numbers

    def result(self) -> Value:
        """The percentile, null when there was no number."""
        self._numbers.sort()
        if not self._numbers:
            return None
        # A decimal fraction keeps 95 % of 9 at 8.55, where doubles give 8.549999999999999.
        rank = Fraction(str(self._percent)) * (len(self._numbers) - 1) / 100
        place = int(rank)
        low = self._numbers[place]
        high = self._numbers[min(place + 1, len(self._numbers) - 1)]
        if low == high or rank == place:
            return as_double(low)
        return low + (high - low) * float(rank - place)


@stats_function("exactperc<N>(value)", category="Aggregate functions")
class ExactPercentile(Percentile):
    """The exact percentile; the same as perc<N>, which is exact here.

    exactperc25(1, 2, 3, 4, 5) -> 2
    exactperc50(abc) -> null
    """

    __slots__ = ()


@stats_function("upperperc<N>(value)", category="Aggregate functions")
class UpperPercentile(Percentile):
    """An upper bound of the percentile: the percentile itself, because it is exact here.

    upperperc75(1, 2, 3, 4, 5) -> 4
    upperperc50(abc) -> null
    """

    __slots__ = ()


@stats_function("median(value)", category="Aggregate functions")
class Median(Percentile):
    """The middle number; between the two middle ones when their number is even.

    median(1, 3, 2) -> 2
    median(1, 2, 3, 4) -> 2.5
    """

    __slots__ = ()
