"""A table: named columns of equal length, some of them worked out only when asked for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Protocol, TypeAlias, TypeVar, runtime_checkable

import numpy as np

from spl.columns.column import Column, Rows
from spl.columns.dictionary import Mask
from spl.columns.places import Places
from spl.values.value import Value

T = TypeVar("T")
Test: TypeAlias = Callable[[Value], bool]


class LazyFields(Protocol):
    """Fields that a table could have: extracted, aliased or calculated when first asked for."""

    def column(self, name: str) -> Column | None:
        """The whole column called *name*, or None where there is no such field."""

    def names(self) -> Sequence[str]:
        """The names of all fields that at least one row has; may cost an extraction of all."""

    def narrowed(self, rows: Rows) -> LazyFields | None:
        """The same fields of just these rows; None where asking for all of them costs no more."""


@runtime_checkable
class Telling(LazyFields, Protocol):
    """Lazy fields that can tell which rows have a value without working out the whole column."""

    def having(self, name: str, test: Test) -> Mask | None:
        """Which rows have a value of which *test* holds; None where only the column tells.

        *test* must hold of a multivalue when it holds of any one of its values.
        """


_FEW = 8
"""A table of fewer than one in so many rows has its fields worked out for those rows alone."""


class Table:
    """Rows of a search: events, or results of a transforming command.

    A table is never changed: every method returns a new one that shares columns with it.

    Attributes:
        size: number of rows.
        places: where the rows stand among those of all parts; None where they are in one piece.
    """

    __slots__ = (
        "_columns",
        "_fetched",
        "_hidden",
        "_lazy",
        "_memo",
        "_rows",
        "_whole",
        "places",
        "size",
    )

    def __init__(
        self, columns: Mapping[str, Column], size: int, lazy: LazyFields | None = None
    ) -> None:
        """Make a table of *columns* (each of length *size*) and fields that can still be asked."""
        self._columns = dict(columns)
        self.size = size
        self.places: Places | None = None
        self._lazy = lazy
        self._rows: Rows | None = None
        self._whole = size
        self._hidden: frozenset[str] = frozenset()
        self._fetched: set[str] = set()
        self._memo: dict[Hashable, object] = {}

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, Value]]) -> Table:
        """Make a table of row mappings; an absent key is null; columns in order of appearance."""
        names = list(dict.fromkeys(name for row in rows for name in row))
        columns = {name: Column.of(row.get(name) for row in rows) for name in names}
        return cls(columns, len(rows))

    @classmethod
    def empty(cls, names: Iterable[str] = ()) -> Table:
        """Make a table without rows."""
        return cls({name: Column.constant(None, 0) for name in names}, 0)

    def column(self, name: str) -> Column:
        """The column called *name*; all null where there is no such field."""
        found = self.find(name)
        return Column.constant(None, self.size) if found is None else found

    def find(self, name: str) -> Column | None:
        """The column called *name*, or None where there is no such field."""
        column = self._columns.get(name)
        if column is None and self._lazy is not None and name not in self._hidden:
            column = self._lazy.column(name)
            if column is not None:
                column = column if self._rows is None else column.take(self._rows)
                self._columns[name] = column
                self._fetched.add(name)
        return column

    def having(self, name: str, test: Test) -> Mask | None:
        """Which rows have a value of which *test* holds, as far as that needs no whole column.

        None where it needs one, or where the column is there already. *test* must hold of a
        multivalue when it holds of any one of its values.
        """
        if name in self._columns or name in self._hidden or not isinstance(self._lazy, Telling):
            return None
        mask = self._lazy.having(name, test)
        return mask if mask is None or self._rows is None else mask[self._rows]

    def names(self) -> list[str]:
        """All field names: every field that can be asked for, then those that were set.

        Whether somebody has asked for a field already does not show.
        """
        if self._lazy is None:
            return list(self._columns)
        names = dict.fromkeys(n for n in self._lazy.names() if n not in self._hidden)
        names.update(dict.fromkeys(n for n in self._columns if n not in self._fetched))
        return list(names)

    @property
    def is_lazy(self) -> bool:
        """Whether there may be fields that nobody has asked for yet."""
        return self._lazy is not None

    def take(self, rows: Rows | Mask | slice) -> Table:
        """The table of the given rows: positions, a mask or a slice."""
        if isinstance(rows, np.ndarray) and rows.dtype == np.bool_:
            kept = np.flatnonzero(rows)
        else:
            kept = np.arange(self.size)[rows]
        columns = {name: column.take(kept) for name, column in self._columns.items()}
        table = Table(columns, len(kept), self._lazy)
        table.places = None if self.places is None else self.places.take(kept)
        table._hidden = self._hidden
        table._fetched = set(self._fetched)
        if self._lazy is not None:
            table._rows = kept if self._rows is None else self._rows[kept]
            table._whole = self._whole
            table._narrow()
        return table

    def with_columns(self, columns: Mapping[str, Column]) -> Table:
        """This table with *columns* set: in place where the name exists, else after the rest."""
        table = self._copy()
        table._columns.update(columns)
        table._fetched -= columns.keys()
        return table

    def without(self, names: Iterable[str]) -> Table:
        """This table without the named fields."""
        gone = frozenset(names)
        table = self._copy()
        table._columns = {n: c for n, c in table._columns.items() if n not in gone}
        table._hidden |= gone
        return table

    def select(self, names: Iterable[str]) -> Table:
        """The table of just the named fields, in that order; a field that is not there is null."""
        return Table({name: self.column(name) for name in names}, self.size).placed(self.places)

    def placed(self, places: Places | None) -> Table:
        """This table with its rows at *places*."""
        table = self._copy()
        table.places = places
        return table

    def remember(self, key: Hashable, work: Callable[[], T]) -> T:
        """Return what *work* makes of this very table, worked out once per *key*."""
        if key not in self._memo:
            self._memo[key] = work()
        return self._memo[key]  # type: ignore[return-value]  # a key names one kind of answer

    def rows(self) -> list[dict[str, Value]]:
        """Every row as a mapping without its nulls."""
        names = self.names()
        lists = [self.column(name).to_list() for name in names]
        return [
            {name: value for name, value in zip(names, row, strict=True) if value is not None}
            for row in (zip(*lists, strict=True) if lists else [() for _ in range(self.size)])
        ]

    def __len__(self) -> int:
        return self.size

    def _narrow(self) -> None:
        """Leave the rows behind that are not here, where they are the most of them."""
        if self._lazy is None or self._rows is None or self.size * _FEW >= self._whole:
            return
        narrowed = self._lazy.narrowed(self._rows)
        if narrowed is not None:
            self._lazy, self._rows, self._whole = narrowed, None, self.size

    def _copy(self) -> Table:
        table = Table(self._columns, self.size, self._lazy)
        table.places = self.places
        table._rows = self._rows
        table._whole = self._whole
        table._hidden = self._hidden
        table._fetched = set(self._fetched)
        return table
