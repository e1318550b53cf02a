"""One aggregate kept for many groups at once, fed with columns.

A fold hands the aggregate class only the rows that can change its answer: of the same value twice
in a group, ``max`` needs one; of a thousand values, ``first`` needs the first. Counting needs no
class at all. With `kernels` off every row goes to the class, which is the definition; a property
test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

import spl.values.stats  # noqa: F401  # fills the book of aggregates
from spl.columns.column import Column, Rows
from spl.columns.evaluate import as_field_column
from spl.columns.lift import compact, tuples
from spl.values.book import Aggregate, aggregates
from spl.values.value import Value

Ids = NDArray[np.int64]
Times = NDArray[np.float64]
Thin = Callable[[Ids, Column, Times], Rows]

_LISTED = 100


class Fold(Protocol):
    """The running states of one aggregate in all groups."""

    def add(self, ids: Ids, count: int, column: Column, times: Times) -> None:
        """Take in the next rows.

        Args:
            ids: the group of each row.
            count: number of groups that there are now.
            column: the value of each row.
            times: the _time of each row, NaN where it has none.
        """

    def merge(self, later: Self, places: Ids, count: int) -> None:
        """Take in the states of later rows, whose groups are *places* here, of *count* in all."""

    def results(self, count: int) -> list[Value]:
        """The answer of each of the *count* groups."""


class CountFold:
    """count: values present, each value of a multivalue; false counts no more than null."""

    def __init__(self) -> None:
        """Start with nothing counted."""
        self._counts = np.zeros(0, dtype=np.int64)

    def add(self, ids: Ids, count: int, column: Column, times: Times) -> None:  # noqa: ARG002
        """Count what the rows hold."""
        column = compact(column)
        sizes = [_size(value) for value in column.dictionary.values]
        weights = np.array([*sizes, 0], dtype=np.float64)[column.codes]
        self._grow(count)
        self._counts += np.bincount(ids, weights, minlength=count).astype(np.int64)

    def merge(self, later: CountFold, places: Ids, count: int) -> None:
        """Add the counts of later rows."""
        self._grow(count)
        self._counts[places[: len(later._counts)]] += later._counts

    def results(self, count: int) -> list[Value]:
        """The counts, 0 where there was nothing."""
        self._grow(count)
        return list(self._counts.tolist())

    def _grow(self, count: int) -> None:
        self._counts = np.pad(self._counts, (0, count - len(self._counts)))


class ClassFold:
    """One instance of an aggregate class per group."""

    def __init__(self, make: Callable[[], Aggregate], function: str, *, kernels: bool) -> None:
        """Start with no group; *function* tells which rows matter to what *make* makes."""
        self._make = make
        self._states: list[Aggregate] = []
        self._thin = _THIN.get(function) if kernels else None

    def add(self, ids: Ids, count: int, column: Column, times: Times) -> None:
        """Hand each row that matters to the state of its group."""
        self._grow(count)
        if self._thin is not None:
            rows = self._thin(ids, column, times)
            ids, column, times = ids[rows], column.take(rows), times[rows]
        adds = [state.add for state in self._states]
        values = as_field_column(column).to_list()
        if np.isnan(times).all():
            for group, value in zip(ids.tolist(), values, strict=True):
                adds[group](value)
            return
        for group, value, time in zip(ids.tolist(), values, times.tolist(), strict=True):
            adds[group](value, None if time != time else time)

    def merge(self, later: ClassFold, places: Ids, count: int) -> None:
        """Merge each state of *later* into the state of its group here."""
        self._grow(count)
        for place, state in zip(places.tolist(), later._states, strict=False):
            self._states[place].merge(state)

    def results(self, count: int) -> list[Value]:
        """The answer of each group."""
        self._grow(count)
        return [state.result() for state in self._states]

    def _grow(self, count: int) -> None:
        self._states.extend(self._make() for _ in range(count - len(self._states)))


def fold_of(function: str, make: Callable[[], Aggregate], *, kernels: bool = True) -> Fold:
    """Start the fold of an aggregate.

    Args:
        function: its name as in the book, or anything else where no shortcut is right.
        make: starts the state of one group.
        kernels: whether shortcuts may be taken.
    """
    entry = aggregates.get(function)
    if kernels and entry is not None and entry.name == "count":
        return CountFold()
    return ClassFold(make, entry.name if entry else function, kernels=kernels)


def _size(value: Value) -> int:
    return sum(item is not False for item in (value if isinstance(value, tuple) else (value,)))


def _distinct(ids: Ids, column: Column, times: Times) -> Rows:  # noqa: ARG001
    """The first row of each value in each group."""
    rows = np.flatnonzero(column.present())
    sizes = [int(ids.max()) + 1 if len(ids) else 1, len(column.dictionary)]
    return rows[tuples([ids[rows], column.codes[rows]], sizes)[1]]


def _first(ids: Ids, column: Column, times: Times) -> Rows:  # noqa: ARG001
    """The first row of each group that has a value."""
    rows = np.flatnonzero(column.present())
    return rows[np.sort(np.unique(ids[rows], return_index=True)[1])]


def _last(ids: Ids, column: Column, times: Times) -> Rows:  # noqa: ARG001
    """The last row of each group that has a value."""
    rows = np.flatnonzero(column.present())[::-1]
    return np.sort(rows[np.unique(ids[rows], return_index=True)[1]])


def _listed(ids: Ids, column: Column, times: Times) -> Rows:  # noqa: ARG001
    """As many rows of each group as list() keeps."""
    rows = np.flatnonzero(column.present())
    by_group = np.argsort(ids[rows], kind="stable")
    starts = np.r_[True, np.diff(ids[rows][by_group]) != 0] if len(rows) else np.zeros(0, bool)
    places = np.arange(len(rows))
    within = places - np.maximum.accumulate(np.where(starts, places, 0)) if len(rows) else places
    return np.sort(rows[by_group[within < _LISTED]])


def _earliest(ids: Ids, column: Column, times: Times) -> Rows:
    return _extreme(ids, column, times)


def _latest(ids: Ids, column: Column, times: Times) -> Rows:
    return _extreme(ids, column, -times)


def _extreme(ids: Ids, column: Column, times: Times) -> Rows:
    """Of the rows with the smallest time in each group, the first."""
    rows = np.flatnonzero(column.present() & ~np.isnan(times))
    by_time = rows[np.lexsort([times[rows], ids[rows]])]
    return np.sort(by_time[np.unique(ids[by_time], return_index=True)[1]])


_THIN: dict[str, Thin] = {
    "distinct_count": _distinct,
    "estdc": _distinct,
    "max": _distinct,
    "min": _distinct,
    "range": _distinct,
    "values": _distinct,
    "first": _first,
    "last": _last,
    "list": _listed,
    "earliest": _earliest,
    "earliest_time": _earliest,
    "latest": _latest,
    "latest_time": _latest,
}


def key_places(keys: Sequence[tuple[Value, ...]], known: dict[tuple[Value, ...], int]) -> Ids:
    """The number of each key among *known*, which grows by those that are new."""
    return np.array([known.setdefault(key, len(known)) for key in keys], dtype=np.int64)
