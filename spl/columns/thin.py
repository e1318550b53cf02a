"""Which rows of a group can change the answer of an aggregate.

Of the same value twice in a group ``max`` needs one; of a thousand values ``first`` needs the
first. So an aggregate class is handed only the rows that matter to it, and none at all to be
counted. A property test holds this to the definition, which is to hand it every row.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from spl.columns.column import Column, Rows
from spl.columns.dictionary import Dictionary
from spl.columns.lift import compact, tuples
from spl.columns.numbers import Numbers
from spl.columns.table import Table
from spl.columns.texts import Texts
from spl.values.stats.order import LIST_LIMIT
from spl.values.value import Value, as_number

Ids = NDArray[np.int64]
Times = NDArray[np.float64]
Thin = Callable[[Ids, Column, Times], Rows]


def thinned(function: str, ids: Ids, column: Column, times: Times) -> Rows:
    """The rows that matter, in order; a null never does.

    Args:
        function: name of the aggregate in the book.
        ids: the group of each row.
        column: the value of each row.
        times: the _time of each row, NaN where it has none.
    """
    thin = _THIN.get(function)
    return np.flatnonzero(column.present()) if thin is None else thin(ids, column, times)


def counts(ids: Ids, column: Column) -> Ids:
    """What count gives for each group, from 0 up to the largest that occurs."""
    column = compact(column)
    weights = np.array([*sizes(column.dictionary), 0], dtype=np.float64)[column.codes]
    return np.bincount(ids, weights).astype(np.int64)


def sizes(dictionary: Dictionary) -> list[int]:
    """How many values each value counts as."""
    if isinstance(dictionary.values, Texts | Numbers):
        return [1] * len(dictionary)
    return [_size(value) for value in dictionary.values]


def times_of(table: Table) -> Times:
    """The _time of each row, NaN where it has none."""
    return table.column("_time").numbers(as_number, "number")


def _size(value: Value) -> int:
    """How many values count: a false counts no more than a null."""
    return sum(item is not False for item in (value if isinstance(value, tuple) else (value,)))


def _distinct(ids: Ids, column: Column, times: Times) -> Rows:  # noqa: ARG001
    """The first row of each value in each group."""
    rows = np.flatnonzero(column.present())
    most = [int(ids.max()) + 1 if len(ids) else 1, len(column.dictionary)]
    return rows[tuples([ids[rows], column.codes[rows]], most)[1]]


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
    return rows[first_of_each(ids[rows], LIST_LIMIT)]


def first_of_each(ids: Ids, most: int) -> Rows:
    """The first *most* rows of each group, in order."""
    if not len(ids):
        return np.zeros(0, dtype=np.intp)
    by_group = np.argsort(ids, kind="stable")
    starts = np.r_[True, np.diff(ids[by_group]) != 0]
    places = np.arange(len(ids))
    within = places - np.maximum.accumulate(np.where(starts, places, 0))
    return np.sort(by_group[within < most])


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
