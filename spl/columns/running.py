"""Running aggregates of all groups at once: count, sum and avg of everything so far.

Kernels of what streamstats gives by feeding the aggregate classes event by event. They decline
where numbers are not whole, because then it matters in which order they are added.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from spl.columns.column import Column
from spl.columns.dictionary import Dictionary
from spl.columns.kernels import too_large, whole_numbers
from spl.columns.numbers import Numbers
from spl.columns.thin import Ids, sizes
from spl.values.value import as_number

Floats = NDArray[np.float64]


def running(function: str, ids: Ids, column: Column, *, current: bool = True) -> Column | None:
    """What *function* gives in each row for the rows of its group up to there; None to decline.

    Args:
        function: name of the aggregate in the book.
        ids: the group of each row, -1 for none: such a row gets null.
        column: the value of each row.
        current: whether the row itself counts.
    """
    kernel = _KERNELS.get(function)
    if kernel is None or column.dictionary.holds_multivalues():
        return None
    rows = np.flatnonzero(ids >= 0)
    order = rows[np.argsort(ids[rows], kind="stable")]
    starts = np.flatnonzero(np.r_[True, np.diff(ids[order]) != 0]) if len(order) else order
    return kernel(_Sums(order, starts, current), column)


class _Sums:
    """Adds up along the rows of each group."""

    def __init__(self, order: Ids, starts: Ids, current: bool) -> None:
        """Take the rows in the *order* of their groups, each of which *starts* somewhere."""
        self.order = order
        self._starts = starts
        self._lengths = np.diff(np.append(starts, len(order)))
        self._current = current

    def of(self, values: Floats) -> Floats:
        """The sum of *values*, one per row, up to each row; rows in the order of their groups."""
        own = values[self.order]
        total = np.cumsum(own)
        before = total[self._starts] - own[self._starts]
        total -= np.repeat(before, self._lengths)
        return total if self._current else total - own

    def column(
        self, found: Floats | NDArray[np.int64], size: int, there: NDArray[np.bool_]
    ) -> Column:
        """The column of *found*, null where it is not *there*."""
        codes = np.full(size, -1, dtype=np.int32)
        codes[self.order[there]] = np.flatnonzero(there)
        return Column(codes, Dictionary(Numbers(found), distinct=False))


def _count(sums: _Sums, column: Column) -> Column:
    weights = np.array([*sizes(column.dictionary), 0], dtype=np.float64)[column.codes]
    found = sums.of(weights).astype(np.int64)
    return sums.column(found, len(column), np.ones(len(found), dtype=np.bool_))


def _sum(sums: _Sums, column: Column) -> Column | None:
    totals = _totals(sums, column)
    if totals is None:
        return None
    total, seen = totals
    return sums.column(total.astype(np.int64), len(column), seen > 0)


def _average(sums: _Sums, column: Column) -> Column | None:
    totals = _totals(sums, column)
    if totals is None:
        return None
    total, seen = totals
    return sums.column(total / np.maximum(seen, 1), len(column), seen > 0)


def _totals(sums: _Sums, column: Column) -> tuple[Floats, Floats] | None:
    """The sum and how many numbers are in it, up to each row."""
    numbers = column.numbers(as_number, "number")
    there = ~np.isnan(numbers)
    if not bool(whole_numbers(column.dictionary)[column.codes[there]].all()):
        return None
    numbers = np.where(there, numbers, 0)
    if too_large(numbers):
        return None
    return sums.of(numbers), sums.of(there.astype(np.float64))


_KERNELS: dict[str, Callable[[_Sums, Column], Column | None]] = {
    "count": _count,
    "sum": _sum,
    "avg": _average,
}
