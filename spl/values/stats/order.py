"""first, last, list and values: what was seen, in the order of arrival or sorted."""

from __future__ import annotations

from typing import Self

from spl.values.book import stats_function
from spl.values.stats.numbers import scalars
from spl.values.value import Scalar, Value, as_texts, multivalue

LIST_LIMIT = 100
"""How many values list() keeps (Splunk, limits.conf: list_maxsize)."""


@stats_function("first(value)", category="Event order functions")
class First:
    """The first value seen, in the order in which events arrive: with a search, the newest.

    Of a multivalue, its first value.

    first(null, b, a) -> b
    first(x | y) -> x
    first() -> null
    """

    __slots__ = ("_value",)

    def __init__(self) -> None:
        self._value: Scalar | None = None

    def add(self, value: Value, time: float | None = None) -> None:  # noqa: ARG002
        """Keep *value* if it is the first one."""
        if self._value is None:
            self._value = next(iter(scalars(value)), None)

    def merge(self, later: Self) -> None:
        """Later events count only if there was no value before."""
        self.add(later._value)

    def result(self) -> Value:
        """The value, null when there was none."""
        return self._value


@stats_function("last(value)", category="Event order functions")
class Last:
    """The last value seen, in the order in which events arrive: with a search, the oldest.

    Of a multivalue, its last value.

    last(b, a, null) -> a
    last(x | y) -> y
    last() -> null
    """

    __slots__ = ("_value",)

    def __init__(self) -> None:
        self._value: Scalar | None = None

    def add(self, value: Value, time: float | None = None) -> None:  # noqa: ARG002
        """Keep *value* in place of the one before."""
        for item in scalars(value)[-1:]:
            self._value = item

    def merge(self, later: Self) -> None:
        """The last value of later events wins."""
        self.add(later._value)

    def result(self) -> Value:
        """The value, null when there was none."""
        return self._value


@stats_function("list(value)", category="Multivalue")
class List:
    """All values in the order in which events arrive, repeated ones too, the first 100 of them.

    list(b, a, b) -> b | a | b
    list(x | y, null, z) -> x | y | z
    list(a) -> a
    """

    __slots__ = ("_values",)

    def __init__(self) -> None:
        self._values: list[str] = []

    def add(self, value: Value, time: float | None = None) -> None:  # noqa: ARG002
        """Append what *value* holds while there is room."""
        if len(self._values) < LIST_LIMIT:
            self._values += as_texts(value)[: LIST_LIMIT - len(self._values)]

    def merge(self, later: Self) -> None:
        """Append later values while there is room."""
        self._values += later._values[: LIST_LIMIT - len(self._values)]

    def result(self) -> Value:
        """The values, null when there was none."""
        return multivalue(self._values)


@stats_function("values(value)", category="Multivalue")
class Values:
    """The different values, sorted as text by code point, however many there are.

    values(10, 9, 10, b, B) -> 10 | 9 | B | b
    values(x | y, x) -> x | y
    values(null) -> null
    """

    __slots__ = ("_values",)

    def __init__(self) -> None:
        self._values: set[str] = set()

    def add(self, value: Value, time: float | None = None) -> None:  # noqa: ARG002
        """Note what *value* holds."""
        self._values.update(as_texts(value))

    def merge(self, later: Self) -> None:
        """Take in the values of later events."""
        self._values |= later._values

    def result(self) -> Value:
        """The sorted values, null when there was none."""
        return multivalue(sorted(self._values))
