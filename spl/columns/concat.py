"""Tables put one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from spl.columns import arrow
from spl.columns.column import Column, Rows
from spl.columns.dictionary import Codes, Dictionary, encode
from spl.columns.numbers import Numbers
from spl.columns.places import Places
from spl.columns.table import Table
from spl.columns.texts import Texts
from spl.values.value import Value

if TYPE_CHECKING:
    import pyarrow as pa

T = TypeVar("T")


def concat(tables: Sequence[Table]) -> Table:
    """The rows of *tables* in order; a field that a table lacks is null there.

    Fields that a table could still work out stay that way until somebody asks.
    """
    tables = [table for table in tables if table.size or table.is_lazy or table.names()]
    if len(tables) == 1:
        return tables[0]
    size = sum(table.size for table in tables)
    places = Places.joined([table.places for table in tables if table.size])
    if any(table.is_lazy for table in tables):
        return Table({}, size, _Below(tables)).placed(places)
    names = dict.fromkeys(name for table in tables for name in table.names())
    columns = {name: concat_columns([t.column(name) for t in tables]) for name in names}
    return Table(columns, size).placed(places)


class _Below:
    """Fields of several tables, asked of each when they are asked for.

    *places* says, for each row, where it stands among the rows of all tables; None: in their order.
    """

    def __init__(self, tables: Sequence[Table], places: Rows | None = None) -> None:
        self._tables = tables
        self._places = places

    def column(self, name: str) -> Column | None:
        if all(table.find(name) is None for table in self._tables):
            return None
        column = concat_columns([table.column(name) for table in self._tables])
        return column if self._places is None else column.take(self._places)

    def names(self) -> Sequence[str]:
        return list(dict.fromkeys(name for table in self._tables for name in table.names()))

    def narrowed(self, rows: Rows) -> _Below:
        """Each table narrowed to its own among *rows*."""
        rows = rows if self._places is None else self._places[rows]
        starts = np.cumsum([0, *(table.size for table in self._tables)])
        owners = np.searchsorted(starts, rows, side="right") - 1
        parts = [
            table.take(rows[owners == owner] - starts[owner])
            for owner, table in enumerate(self._tables)
        ]
        return _Below(
            [part for part in parts if part.size], np.argsort(np.argsort(owners, kind="stable"))
        )


def concat_columns(columns: Sequence[Column]) -> Column:
    """The values of *columns* one below the other, over the union of their dictionaries."""
    if not columns:
        return Column.constant(None, 0)
    parts = tuple(dict.fromkeys(column.dictionary for column in columns if len(column.dictionary)))
    if len(parts) <= 1:
        dictionary = parts[0] if parts else Dictionary(())
        return Column(np.concatenate([column.codes for column in columns]), dictionary)
    dictionary, places = _union(parts)
    moved = [
        places[column.dictionary][column.codes] if column.dictionary in places else column.codes
        for column in columns
    ]
    return Column(np.concatenate(moved), dictionary)


Union = tuple[Dictionary, dict[Dictionary, Codes]]


def _union(parts: tuple[Dictionary, ...]) -> Union:
    """The union and, for each part, its codes in it (the last place for null).

    The union of the same dictionaries is the same dictionary, as long as the first one remembers
    it, so that answers kept with a union of whole partitions serve the next search too.
    """
    known = parts[0].recall("union")
    if isinstance(known, _Known) and known.parts == parts:
        return known.union
    union = _chain(parts) if not all(part.distinct for part in parts) else _merge(parts)
    parts[0].replace("union", _Known(parts, union))
    return union


class _Known:
    """The last union that a dictionary was the first part of."""

    def __init__(self, parts: tuple[Dictionary, ...], union: Union) -> None:
        self.parts = parts
        self.union = union


def _chain(parts: Sequence[Dictionary]) -> Union:
    """All values one after the other, without looking for repeats."""
    places = {}
    size = 0
    for part in parts:
        codes = np.arange(size, size + len(part) + 1, dtype=np.int32)
        codes[-1] = -1
        places[part] = codes
        size += len(part)
    return Dictionary(_below(parts), distinct=False), places


def _below(parts: Sequence[Dictionary]) -> Sequence[Value]:
    """The values of all parts, packed where all of them are."""
    values = [part.values for part in parts]
    numbers = _all_of(Numbers, values)
    if numbers and len({each.whole for each in numbers}) == 1:
        return Numbers(np.concatenate([each.array for each in numbers]))
    if texts := _all_of(Texts, values):
        return Texts(_one_array(texts))
    return [value for each in values for value in each]


def _all_of(kind: type[T], values: Sequence[object]) -> list[T]:
    found = [each for each in values if isinstance(each, kind)]
    return found if len(found) == len(values) else []


def _one_array(texts: Sequence[Texts]) -> pa.Array:
    wide = arrow.pa.large_string()
    return arrow.pa.concat_arrays([each.arrow.cast(wide) for each in texts])


def _merge(parts: Sequence[Dictionary]) -> Union:
    """Each distinct value once."""
    if texts := _all_of(Texts, [part.values for part in parts]):
        return _merge_texts(parts, texts)
    codes, dictionary = encode(list(chain.from_iterable(part.values for part in parts)))
    return dictionary, _places(parts, codes)


def _merge_texts(parts: Sequence[Dictionary], texts: Sequence[Texts]) -> Union:
    """Each distinct text once, in the order of first appearance."""
    encoded = _one_array(texts).dictionary_encode()
    return Dictionary(Texts(encoded.dictionary)), _places(parts, encoded.indices.to_numpy())


def _places(parts: Sequence[Dictionary], codes: Codes) -> dict[Dictionary, Codes]:
    """Of each part the new codes of its values, and of null; *codes* are those of all parts."""
    ends = np.cumsum([len(part) for part in parts])
    return {
        part: np.append(codes[end - len(part) : end], np.int32(-1))
        for part, end in zip(parts, ends.tolist(), strict=True)
    }
