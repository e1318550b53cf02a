"""Statistical functions of eval: over the arguments of one event, not over events.

Splunk, Search Reference: Statistical eval functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spl.values.book import eval_function
from spl.values.environment import Environment
from spl.values.value import Scalar, Value, as_number, as_text

_STATISTICAL = "Statistical eval functions"


@eval_function("avg(value, ...)", category=_STATISTICAL)
def avg(*values: Value) -> Value:
    """The average of the numbers among the arguments; anything else is passed over.

    avg(1, 2, "x", 6) -> 3
    avg("x", null()) -> null
    """
    numbers = list(_numbers(values))
    return sum(numbers) / len(numbers) if numbers else None


@eval_function("max(value, ...)", category=_STATISTICAL)
def max_(*values: Value) -> Value:
    """The largest argument: any text is larger than any number; null is passed over.

    max(1, 450, 3) -> 450
    max(1, "foo", 450) -> foo
    max(split("7,10,9", ","), null()) -> 10
    """
    return max(_scalars(values), key=_rank, default=None)


@eval_function("min(value, ...)", category=_STATISTICAL)
def min_(*values: Value) -> Value:
    """The smallest argument: any number is smaller than any text; null is passed over.

    min(9, 10, "foo") -> 9
    min("b", "a", "c") -> a
    min(null(), null()) -> null
    """
    return min(_scalars(values), key=_rank, default=None)


@eval_function("random()", category=_STATISTICAL)
def random(*, env: Environment) -> Value:
    """A random whole number from 0 to 2147483647.

    if(random() >= 0, "number", "other") -> number
    if(random() < 2147483648, "number", "other") -> number
    """
    return env.chance.randrange(2**31)


def _scalars(values: Iterable[Value]) -> Iterator[Scalar]:
    """The single values in the arguments, those of a multivalue one by one."""
    for value in values:
        if isinstance(value, tuple):
            yield from value
        elif value is not None:
            yield value


def _numbers(values: Iterable[Value]) -> Iterator[int | float]:
    """The numbers among the arguments."""
    for item in _scalars(values):
        number = as_number(item)
        if number is not None:
            yield number


def _rank(item: Scalar) -> tuple[bool, int | float, str]:
    """Numbers before texts, numbers by size, texts by code point."""
    number = as_number(item)
    return (True, 0, as_text(item)) if number is None else (False, number, "")
