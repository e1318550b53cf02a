"""Fields read out of a column: the reader runs once per distinct value."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from spl.columns.column import Column
from spl.columns.dictionary import encode
from spl.columns.table import Table
from spl.values.value import Value


def extract(column: Column, read: Callable[[Value], Mapping[str, Value]]) -> dict[str, Column]:
    """The fields that *read* finds in the values of *column*, in the order of first appearance."""
    there = np.zeros(len(column.dictionary) + 1, dtype=np.bool_)
    there[column.codes] = True  # null takes the extra place
    used = np.flatnonzero(there[:-1]).astype(np.int32)
    found = [read(value) for value in column.dictionary.only(used).values]
    names = dict.fromkeys(name for fields in found for name in fields)
    columns = {}
    for name in names:
        some, dictionary = encode(fields.get(name) for fields in found)
        table = np.full(len(there), -1, dtype=np.int32)
        table[used] = some
        columns[name] = Column(table[column.codes], dictionary)
    return columns


def overlay(table: Table, fields: Mapping[str, Column]) -> Table:
    """*table* with *fields* set wherever they have a value; elsewhere the old value stays."""
    return table.with_columns(
        {name: prefer(column, table.find(name)) for name, column in fields.items()}
    )


def prefer(first: Column, second: Column | None) -> Column:
    """The values of *first*, and of *second* where *first* is null."""
    if second is None or bool(first.present().all()):
        return first
    pairs = zip(first.to_list(), second.to_list(), strict=True)
    return Column.of(old if new is None else new for new, old in pairs)
