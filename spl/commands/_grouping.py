"""Rows that belong together because they have the same values of the BY fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spl.columns.column import Column, Rows
from spl.columns.dictionary import encode
from spl.columns.lift import tuples
from spl.columns.table import Table
from spl.values.value import Value, as_texts


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which rows are in which group.

    Attributes:
        rows: row numbers; one stands here as often as it has values of multivalue BY fields, and
            not at all where a BY field is null.
        ids: the group of each of `rows`.
        keys: the values of the BY fields of each group, as text, in the order of appearance.
    """

    rows: Rows
    ids: NDArray[np.int64]
    keys: list[tuple[str, ...]]

    def row_ids(self, size: int) -> NDArray[np.int64]:
        """The group of each of *size* rows, -1 for none; of several groups the last."""
        ids = np.full(size, -1, dtype=np.int64)
        ids[self.rows] = self.ids
        return ids


def group_rows(table: Table, by: Sequence[str]) -> Grouping:
    """Group the rows of *table* by the fields *by*; without any, all rows are one group."""
    rows: Rows = np.arange(table.size)
    if not by:
        return Grouping(rows, np.zeros(table.size, dtype=np.int64), [()])
    codes: list[NDArray[np.int32]] = []
    texts: list[Sequence[Value]] = []
    for name in by:
        column = table.column(name).map(_key, key="group by")
        rows, places, column = _spread(column, rows)
        codes = [code[places] for code in codes]
        codes.append(column.codes)
        texts.append(column.dictionary.values)
    present = np.logical_and.reduce([code >= 0 for code in codes])
    codes = [code[present] for code in codes]
    rows = rows[present]
    if not len(rows):
        return Grouping(rows, np.zeros(0, dtype=np.int64), [])
    ids, first = tuples(codes, [len(values) for values in texts])
    parts = [
        [str(values[code]) for code in array[first].tolist()]
        for array, values in zip(codes, texts, strict=True)
    ]
    return Grouping(rows, ids.astype(np.int64), list(zip(*parts, strict=True)))


def _key(value: Value) -> Value:
    """The texts of a value, each once."""
    texts = tuple(dict.fromkeys(as_texts(value)))
    return texts if len(texts) > 1 else texts[0]


def _spread(column: Column, rows: Rows) -> tuple[Rows, Rows, Column]:
    """One place per value of the column at *rows*.

    Returns:
        The row of each place, the index in *rows* it comes from, and the column of single values.
    """
    codes = column.codes[rows]
    values = column.dictionary.values
    places = np.arange(len(rows))
    if not any(isinstance(value, tuple) for value in values):
        return rows, places, Column(codes, column.dictionary)
    lists = [as_texts(value) for value in values]
    counts = np.array([*(len(texts) for texts in lists), 1], dtype=np.int64)[codes]
    spread = [text for code in codes.tolist() for text in (lists[code] if code >= 0 else (None,))]
    places = np.repeat(places, counts)
    return rows[places], places, Column(*encode(spread))
