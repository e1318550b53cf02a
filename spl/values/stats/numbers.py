"""Which numbers an aggregate sees in the value of an event."""

from __future__ import annotations

from collections.abc import Iterator

from spl.values.value import Scalar, Value, as_number


def numbers(value: Value) -> Iterator[int | float]:
    """The numbers in *value*, one by one for a multivalue; text and nan are passed over."""
    for item in scalars(value):
        number = as_number(item)
        if number is not None and number == number:  # nan is the one number unlike itself
            yield number


def scalars(value: Value) -> tuple[Scalar, ...]:
    """The single values in *value*: none for null."""
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)


def as_double(number: int | float) -> int | float:
    """Splunk's numbers are doubles: a whole number is exact up to 2**53 only."""
    if isinstance(number, int) and abs(number) > 2**53:
        try:
            return float(number)
        except OverflowError:
            return float("inf") if number > 0 else float("-inf")
    return number
