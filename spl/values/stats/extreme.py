"""min, max and range."""

from __future__ import annotations

from typing import Self

from spl.values.book import stats_function
from spl.values.stats.numbers import as_double, numbers, scalars
from spl.values.value import Scalar, Value, as_number, as_text


@stats_function("max(value)", category="Aggregate functions")
class Maximum:
    """The largest value: by number when all are numbers, otherwise as text by code point.

    Choices: the value is shown as it was written (``007`` stays ``007``); of equal numbers the
    first one.

    max(9, 10, 8) -> 10
    max(9, 10, x) -> x
    max(null) -> null
    """

    __slots__ = ("_all_numbers", "_by_number", "_by_text")

    largest = True

    def __init__(self) -> None:
        self._all_numbers = True
        self._by_number: tuple[int | float, Scalar] | None = None
        self._by_text: str | None = None

    def add(self, value: Value, time: float | None = None) -> None:  # noqa: ARG002
        """Compare what *value* holds."""
        for item in scalars(value):
            number = as_number(item)
            if number is None or number != number:
                self._all_numbers = False
            else:
                self._offer_number((number, item))
            self._offer_text(as_text(item))

    def _offer_number(self, offer: tuple[int | float, Scalar]) -> None:
        """Keep *offer* if it lies beyond the number kept so far."""
        kept = self._by_number
        if kept is None or (offer[0] > kept[0] if self.largest else offer[0] < kept[0]):
            self._by_number = offer

    def _offer_text(self, offer: str) -> None:
        """Keep *offer* if it lies beyond the text kept so far."""
        kept = self._by_text
        if kept is None or (offer > kept if self.largest else offer < kept):
            self._by_text = offer

    def merge(self, later: Self) -> None:
        """Compare with later events."""
        self._all_numbers &= later._all_numbers
        if later._by_number is not None:
            self._offer_number(later._by_number)
        if later._by_text is not None:
            self._offer_text(later._by_text)

    def result(self) -> Value:
        """The value as it was written, null when there was none."""
        if self._all_numbers and self._by_number is not None:
            return self._by_number[1]
        return self._by_text


@stats_function("min(value)", category="Aggregate functions")
class Minimum(Maximum):
    """The smallest value: by number when all are numbers, otherwise as text by code point.

    min(9, 10, 8) -> 8
    min(9, 10, x) -> 10
    min(null) -> null
    """

    __slots__ = ()

    largest = False


@stats_function("range(value)", category="Aggregate functions")
class Range:
    """How far the largest number is from the smallest; text is passed over.

    range(3, 10, x) -> 7
    range(3) -> 0
    range(x) -> null
    """

    __slots__ = ("_high", "_low")

    def __init__(self) -> None:
        self._low: int | float | None = None
        self._high: int | float | None = None

    def add(self, value: Value, time: float | None = None) -> None:  # noqa: ARG002
        """Compare the numbers in *value*."""
        for number in numbers(value):
            self._low = number if self._low is None else min(self._low, number)
            self._high = number if self._high is None else max(self._high, number)

    def merge(self, later: Self) -> None:
        """Compare with later events."""
        for number in (later._low, later._high):
            if number is not None:
                self.add(number)

    def result(self) -> Value:
        """The distance, null when there was no number."""
        if self._low is None or self._high is None:
            return None
        return as_double(self._high - self._low)
