"""Rows grouped by the texts of fields, as BY groups them.

Rules (Splunk, Search Reference: stats, chart): a row in which a BY field is null is in no group. A
row in which a BY field is a multivalue is in one group per distinct value. Grouping tells upper
from lower case; a number and its text are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spl.columns.column import Column, Rows
from spl.columns.dictionary import Codes, Dictionary, encode
from spl.columns.lift import tuples
from spl.columns.table import Table
from spl.values.value import Value, as_texts, multivalue


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Which rows of a table are in which group.

    Attributes:
        rows: positions of the rows that are in a group, in the order of the table; a row with a
            multivalue stands here once per group.
        ids: the group of each of `rows`, numbered in the order of first appearance.
        count: number of groups.
        keys: the fields that the groups are made by, one row per group.
    """

    rows: Rows
    ids: NDArray[np.int64]
    count: int
    keys: dict[str, Column]

    def key_rows(self) -> list[tuple[Value, ...]]:
        """The key of each group."""
        if not self.keys:
            return [()] * self.count
        return list(zip(*(column.to_list() for column in self.keys.values()), strict=True))


def group(table: Table, by: Sequence[str]) -> Groups:
    """Group the rows of *table* by the fields *by*; without fields all rows are one group."""
    rows: Rows = np.arange(table.size)
    if not by:
        return Groups(rows, np.zeros(table.size, dtype=np.int64), 1, {})
    columns = [text_column(table.column(name)) for name in by]
    kept = np.logical_and.reduce([column.present() for column in columns])
    if not kept.all():
        rows = np.flatnonzero(kept)
    codes = [column.codes[rows] for column in columns]
    dictionaries = [column.dictionary for column in columns]
    for place, dictionary in enumerate(dictionaries):
        if dictionary.holds_multivalues():
            repeats, spread, dictionaries[place] = _spread(codes[place], dictionary)
            rows = rows[repeats]
            codes = [array[repeats] for array in codes]
            codes[place] = spread
    ids, first = tuples(codes, [len(dictionary) for dictionary in dictionaries])
    keys = {
        name: Column(array[first], dictionary)
        for name, array, dictionary in zip(by, codes, dictionaries, strict=True)
    }
    return Groups(rows, ids.astype(np.int64), len(first), keys)


def text_column(column: Column) -> Column:
    """The column with every value as the text that results show, and each text kept once."""
    codes, dictionary = column.dictionary.remember("text", _texts)
    if dictionary is column.dictionary:
        return column
    return Column(np.append(codes, np.int32(-1))[column.codes], dictionary)


def _texts(dictionary: Dictionary) -> tuple[Codes, Dictionary]:
    if dictionary.distinct and dictionary.holds_texts():
        return np.arange(len(dictionary), dtype=np.int32), dictionary
    return encode(multivalue(as_texts(value)) for value in dictionary.values)


def _spread(codes: Codes, dictionary: Dictionary) -> tuple[Rows, Codes, Dictionary]:
    """One row per distinct value: which old row each is made of, its code, and the dictionary."""
    items = [tuple(dict.fromkeys(as_texts(value))) for value in dictionary.values]
    flat, spread = encode(item for group in items for item in group)
    lengths = np.array([len(group) for group in items], dtype=np.int64)
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    times = lengths[codes]
    repeats = np.repeat(np.arange(len(codes)), times)
    within = np.arange(len(repeats)) - np.repeat(np.cumsum(times) - times, times)
    return repeats, flat[offsets[codes[repeats]] + within], spread
