"""Aggregates of all groups at once, worked out on codes: the fast way to what the classes define.

A kernel gives the column of results, one row per group, or None where it cannot vouch for the same
answer as the aggregate class: then the class is fed row by row. A property test holds each kernel
to its class.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from spl.columns.column import Column, Rows
from spl.columns.dictionary import Codes, Dictionary, Mask, encode
from spl.columns.group import text_column
from spl.columns.lift import compact
from spl.columns.numbers import Numbers
from spl.columns.order import rank_texts
from spl.columns.texts import Texts
from spl.columns.thin import Ids, Times, counts, thinned
from spl.values.value import Value, as_number, multivalue

_EXACT = 2.0**53  # whole numbers up to here are exact as doubles


@dataclass(frozen=True, slots=True, eq=False)
class Grouped:
    """Values of a field, each in a group.

    Attributes:
        ids: the group of each row.
        count: number of groups.
        column: the value of each row.
        times: the _time of each row, NaN where it has none.
    """

    ids: Ids
    count: int
    column: Column
    times: Times


def summarised(function: str, rows: Grouped) -> Column | None:
    """What the aggregate *function* gives for each group; None where only its class can tell."""
    kernel = _KERNELS.get(function)
    if kernel is None:
        return None
    column = compact(rows.column)
    if function != "count" and not _plain(column.dictionary):
        return None
    return kernel(Grouped(rows.ids, rows.count, column, rows.times))


def _plain(dictionary: Dictionary) -> bool:
    """Whether there is neither a multivalue nor a boolean."""
    if isinstance(dictionary.values, Texts | Numbers):
        return True
    return not any(isinstance(value, tuple | bool) for value in dictionary.values)


def _count(rows: Grouped) -> Column:
    found = np.zeros(rows.count, dtype=np.int64)
    some = counts(rows.ids, rows.column)
    found[: len(some)] = some
    return _numbers(found)


def _distinct_count(rows: Grouped) -> Column:
    ids, _ = _pairs(rows, text_column(rows.column).distinct())
    return _numbers(np.bincount(ids, minlength=rows.count))


def _values(rows: Grouped) -> Column:
    """The distinct texts of each group, sorted."""
    texts = text_column(rows.column).distinct()
    order, ranks = _ranked(texts.dictionary)
    ids, places = _pairs(rows, Column(np.append(ranks, -1)[texts.codes], texts.dictionary))
    return _lists(ids, [order[place] for place in places.tolist()], rows.count)


def _list(rows: Grouped) -> Column:
    """The first texts of each group, in the order of arrival."""
    kept = thinned("list", rows.ids, rows.column, rows.times)
    kept = kept[np.argsort(rows.ids[kept], kind="stable")]
    texts = text_column(rows.column).take(kept).to_list()
    return _lists(rows.ids[kept], [str(text) for text in texts], rows.count)


def _one(function: str, rows: Grouped) -> Column:
    """The value of the one row of each group that matters."""
    kept = thinned(function, rows.ids, rows.column, rows.times)
    return _placed(rows, kept)


def _extreme(sign: int, rows: Grouped) -> Column | None:
    """The largest number (*sign* -1) or smallest (1), as it was written and first seen."""
    numbers = rows.column.numbers(as_number, "number")
    kept = np.flatnonzero(rows.column.present())
    chosen = numbers[kept]
    if np.isnan(chosen).any() or (np.abs(chosen) > _EXACT).any():
        return None  # texts are compared as texts, and doubles do not tell large numbers apart
    order = kept[np.lexsort([sign * chosen, rows.ids[kept]])]
    return _placed(rows, order[np.unique(rows.ids[order], return_index=True)[1]])


def _sum(rows: Grouped) -> Column | None:
    totals = _totals(rows)
    if totals is None:
        return None
    total, seen, whole = totals
    values = [int(t) if w else t for t, w in zip(total.tolist(), whole.tolist(), strict=True)]
    return Column(*encode(v if s else None for v, s in zip(values, seen.tolist(), strict=True)))


def _average(rows: Grouped) -> Column | None:
    totals = _totals(rows)
    if totals is None:
        return None
    total, seen, _ = totals
    pairs = zip(total.tolist(), seen.tolist(), strict=True)
    return Column(*encode(t / s if s else None for t, s in pairs))


Totals = tuple[NDArray[np.float64], NDArray[np.intp], Mask]


def _totals(rows: Grouped) -> Totals | None:
    """The sum of each group, how many numbers are in it, and whether all of them are whole.

    Doubles are added in the order of the rows, as the class adds them.
    """
    numbers = rows.column.numbers(as_number, "number")
    kept = np.flatnonzero(~np.isnan(numbers))
    ids, numbers = rows.ids[kept], numbers[kept]
    if too_large(numbers):  # also where one is infinite
        return None
    broken = ~whole_numbers(rows.column.dictionary)[rows.column.codes[kept]]
    totals: NDArray[np.float64] = np.bincount(ids, numbers, rows.count).astype(np.float64)
    all_whole: Mask = np.bincount(ids, broken, rows.count) == 0
    return totals, np.bincount(ids, minlength=rows.count), all_whole


def too_large(numbers: NDArray[np.float64]) -> bool:
    """Whether sums of them may not be exact as doubles; so also where one is infinite."""
    with np.errstate(over="ignore"):
        return float(np.abs(numbers).sum()) >= _EXACT


def whole_numbers(dictionary: Dictionary) -> Mask:
    """By code, whether the value is, or reads as, a whole number; False for null."""

    def ask(dictionary: Dictionary) -> Mask:
        values = dictionary.values
        if isinstance(values, Numbers):
            return np.append(np.full(len(values), values.whole), False)
        return np.array([*(isinstance(as_number(v), int) for v in values), False], dtype=np.bool_)

    return dictionary.remember("whole numbers", ask)


def _spread(sample: bool, root: bool, rows: Grouped) -> Column | None:
    """The variance of each group or its root, from distances to the group's first number."""
    numbers = rows.column.numbers(as_number, "number")
    kept = np.flatnonzero(~np.isnan(numbers))
    ids, numbers = rows.ids[kept], numbers[kept]
    if too_large(numbers):
        return None
    first = np.full(rows.count, len(ids), dtype=np.int64)
    np.minimum.at(first, ids, np.arange(len(ids)))
    distances = numbers - numbers[first[ids]]
    squares = distances * distances
    if too_large(squares):
        return None
    broken = ~whole_numbers(rows.column.dictionary)[rows.column.codes[kept]]
    sums = (np.bincount(ids, each, rows.count).tolist() for each in (distances, squares, broken))
    seen = np.bincount(ids, minlength=rows.count).tolist()
    return Column.of(
        _spread_of(n, t, s, sample=sample, root=root)
        if b
        else _spread_of(n, int(t), int(s), sample=sample, root=root)
        for n, t, s, b in zip(seen, *sums, strict=True)
    )


def _spread_of(count: int, total: float, squares: float, *, sample: bool, root: bool) -> Value:
    if count < 2:
        return 0 if count else None
    pairs = count * (count - 1 if sample else count)
    variance = max(float(count * squares - total * total), 0.0) / pairs
    return math.sqrt(variance) if root else variance


def _numbers(found: NDArray[np.int64]) -> Column:
    """The column of whole numbers."""
    distinct, codes = np.unique(found, return_inverse=True)
    return Column(codes.astype(np.int32), Dictionary(Numbers(distinct)))


def _placed(rows: Grouped, kept: Rows) -> Column:
    """The column of the values in the rows *kept*, of which each group has one or none."""
    codes = np.full(rows.count, -1, dtype=np.int32)
    codes[rows.ids[kept]] = rows.column.codes[kept]
    return Column(codes, rows.column.dictionary)


def _pairs(rows: Grouped, column: Column) -> tuple[Ids, Codes]:
    """Each group with each of its codes, once, sorted."""
    kept = column.present()
    width = len(column.dictionary) + 1
    pairs = np.unique(rows.ids[kept] * width + column.codes[kept])
    return pairs // width, (pairs % width).astype(np.int32)


def _ranked(dictionary: Dictionary) -> tuple[list[str], Codes]:
    """The texts sorted, and the place of each among them."""
    texts = [str(value) for value in dictionary.values]
    known = rank_texts(dictionary)
    if known is not None:
        places = np.argsort(known)
        return [texts[place] for place in places.tolist()], known.astype(np.int32)
    order = sorted(range(len(texts)), key=texts.__getitem__)
    ranks = np.empty(len(texts), dtype=np.int32)
    ranks[order] = np.arange(len(texts), dtype=np.int32)
    return [texts[place] for place in order], ranks


def _lists(ids: Ids, texts: list[str], count: int) -> Column:
    """The texts of each group as one value; *ids* rise."""
    groups, starts = np.unique(ids, return_index=True)
    ends = [*starts[1:].tolist(), len(texts)][: len(starts)]
    codes = np.full(count, -1, dtype=np.int32)
    codes[groups] = np.arange(len(groups), dtype=np.int32)
    values: list[Value] = [
        multivalue(texts[a:b]) for a, b in zip(starts.tolist(), ends, strict=True)
    ]
    return Column(codes, Dictionary(values, distinct=False))


_KERNELS: dict[str, Callable[[Grouped], Column | None]] = {
    "count": _count,
    "distinct_count": _distinct_count,
    "estdc": _distinct_count,
    "values": _values,
    "list": _list,
    "first": partial(_one, "first"),
    "last": partial(_one, "last"),
    "earliest": partial(_one, "earliest"),
    "latest": partial(_one, "latest"),
    "max": partial(_extreme, -1),
    "min": partial(_extreme, 1),
    "sum": _sum,
    "avg": _average,
    "var": partial(_spread, True, False),
    "varp": partial(_spread, False, False),
    "stdev": partial(_spread, True, True),
    "stdevp": partial(_spread, False, True),
}
