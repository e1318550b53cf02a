"""Events of one partition while they are being read: values become codes as they arrive."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

import numpy as np

from spl.columns.column import Column
from spl.columns.dictionary import Dictionary
from spl.columns.table import LazyFields, Table

Fields = Mapping[str, str | tuple[str, ...]]

T = TypeVar("T", float, str, str | tuple[str, ...])

BASE = ("_time", "_raw", "host", "source", "sourcetype", "index")
_NULLS = array("i", [-1]) * 4096


class _Field(Generic[T]):
    """Codes of one field so far, and the values that they stand for, in order."""

    __slots__ = ("codes", "seen")

    def __init__(self) -> None:
        self.codes = array("i")
        self.seen: dict[T, int] = {}

    def pad(self, size: int) -> None:
        """Null for every row up to *size* that has no value."""
        while (gap := size - len(self.codes)) > 0:
            self.codes.extend(_NULLS[:gap])

    def column(self, size: int) -> Column:
        """The finished column."""
        self.pad(size)
        return Column(np.array(self.codes, dtype=np.int32), Dictionary(list(self.seen)))


class Draft:
    """A growing partition.

    Attributes:
        source: source of its events.
        sourcetype: their sourcetype.
        malformed: rows of events that are not well-formed.
        blocks: names of the XML blocks that at least one event has.
    """

    def __init__(self, source: str, sourcetype: str) -> None:
        """Start without events."""
        self.source = source
        self.sourcetype = sourcetype
        self.malformed: list[int] = []
        self.blocks: set[str] = set()
        self._raw: list[str] = []
        self._time: _Field[float] = _Field()
        self._host: _Field[str] = _Field()
        self._fields: dict[str, _Field[str | tuple[str, ...]]] = {}

    def __len__(self) -> int:
        return len(self._raw)

    def add(self, raw: str, time: float, host: str, fields: Fields) -> None:
        """Add an event."""
        row = len(self._raw)
        self._raw.append(raw)
        self._time.codes.append(self._time.seen.setdefault(time, len(self._time.seen)))
        self._host.codes.append(self._host.seen.setdefault(host, len(self._host.seen)))
        known = self._fields
        for name, value in fields.items():
            field = known.get(name)
            if field is None:
                field = known[name] = _Field()
            codes = field.codes
            if len(codes) < row:
                field.pad(row)
            seen = field.seen
            codes.append(seen.setdefault(value, len(seen)))

    def raw(self) -> Column:
        """The texts of the events."""
        return Column.plain(self._raw)

    def table(self, index: str, raw: Column, lazy: LazyFields | None) -> Table:
        """The events as a table, default fields first; *lazy* gives what is worked out later."""
        size = len(self._raw)
        base: Sequence[Column] = (
            self._time.column(size),
            raw,
            self._host.column(size),
            Column.constant(self.source, size),
            Column.constant(self.sourcetype, size),
            Column.constant(index, size),
        )
        columns = dict(zip(BASE, base, strict=True))
        for name, field in self._fields.items():
            columns.setdefault(name, field.column(size))
        return Table(columns, size, lazy)
