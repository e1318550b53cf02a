"""What ``allnum=true`` makes of an aggregate: null as soon as one value is text."""

from __future__ import annotations

from typing import Self

from spl.values.book import Aggregate
from spl.values.stats.numbers import scalars
from spl.values.value import Value, as_number


class AllNumeric:
    """An aggregate that is null when any of the values is not a number.

    Source: Splunk, Search Reference: stats (allnum).
    """

    __slots__ = ("_inner", "_text_seen")

    def __init__(self, inner: Aggregate) -> None:
        self._inner = inner
        self._text_seen = False

    def add(self, value: Value, time: float | None = None) -> None:
        """Pass *value* on and note whether it holds text."""
        self._inner.add(value, time)
        self._text_seen |= any(as_number(item) is None for item in scalars(value))

    def merge(self, later: Self) -> None:
        """Take in later events."""
        self._inner.merge(later._inner)
        self._text_seen |= later._text_seen

    def result(self) -> Value:
        """The result of the aggregate, or null when there was text."""
        return None if self._text_seen else self._inner.result()
