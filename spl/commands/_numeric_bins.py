"""Ranges of numbers: the span of a bin, and the ``0-10`` that it is called."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from spl.values.value import as_number, number_text, read_number


@dataclass(frozen=True, slots=True)
class LinearBins:
    """Bins of one width, counted from `origin`."""

    width: Decimal
    origin: Decimal = Decimal(0)

    def low(self, number: float) -> Decimal:
        """The lower end of the bin that holds *number*."""
        exact = Decimal(repr(number)) - self.origin
        steps = (exact / self.width).to_integral_value(rounding=ROUND_FLOOR)
        return steps * self.width + self.origin

    def name(self, number: float) -> str:
        """``low-high`` of the bin that holds *number*."""
        low = self.low(number)
        return f"{_plain(low)}-{_plain(low + self.width)}"


@dataclass(frozen=True, slots=True)
class LogBins:
    """Bins whose ends are powers of `base`, times `factor`."""

    factor: float
    base: float

    def name(self, number: float) -> str:
        """``low-high`` of the bin that holds *number*; below the first power, all together."""
        if number <= 0:
            return number_text(number)
        power = math.floor(math.log(number / self.factor, self.base) + 1e-12)
        low, high = (self.factor * self.base**p for p in (power, power + 1))
        return f"{number_text(round(low, 12))}-{number_text(round(high, 12))}"


Bins = LinearBins | LogBins


def read_bins(text: str) -> Bins | None:
    """Read a span: a positive number, or ``2log10``, ``log``."""
    factor, found, base = text.lower().partition("log")
    if found:
        numbers = read_number(factor or "1"), read_number(base or "10")
        if None in numbers or numbers[0] <= 0 or numbers[1] <= 1:  # type: ignore[operator]
            return None
        return LogBins(float(numbers[0] or 1), float(numbers[1] or 10))
    number = read_number(text)
    return LinearBins(Decimal(text)) if number is not None and number > 0 else None


def automatic(numbers: Iterable[float], most: int, least: float | None) -> LinearBins:
    """The narrowest power of ten, not below *least*, that needs no more than *most* bins."""
    known = list(numbers)
    low, high = (min(known), max(known)) if known else (0.0, 0.0)
    width = Decimal(1)
    if high > low:
        width = Decimal(10) ** math.floor(math.log10((high - low) / most))
    while True:
        bins = LinearBins(width)
        count = (bins.low(high) - bins.low(low)) / width + 1
        if count <= most and (least is None or float(width) >= least):
            return bins
        width *= 10


def number_of(value: object) -> float | None:
    """The number that a single value reads as."""
    number = as_number(value)  # type: ignore[arg-type]  # a column holds values
    return None if number is None else float(number)


def _plain(number: Decimal) -> str:
    return number_text(float(number)) if number % 1 else str(int(number))
