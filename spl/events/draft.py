"""Events of one partition while they are being read: values become codes in batches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

import numpy as np

from spl.columns.column import Column
from spl.columns.dictionary import Codes, Dictionary
from spl.columns.table import LazyFields, Table

Fields = Mapping[str, str | tuple[str, ...]]
T = TypeVar("T", float, str, str | tuple[str, ...])

BASE = ("_time", "_raw", "host", "source", "sourcetype", "index")
_BATCH = 4096


class _Field(Generic[T]):
    """Codes of one field so far, batch by batch, and the values that they stand for, in order."""

    __slots__ = ("batches", "seen")

    def __init__(self) -> None:
        self.batches: dict[int, Codes] = {}
        self.seen: dict[T, int] = {}

    def put(self, batch: int, rows: Sequence[int] | slice, values: Iterable[T]) -> None:
        """Give the *rows* of a batch their *values*; other rows stay null."""
        codes = self.batches.get(batch)
        if codes is None:
            codes = self.batches[batch] = np.full(_BATCH, -1, dtype=np.int32)
        seen = self.seen
        codes[rows] = [seen.setdefault(value, len(seen)) for value in values]

    def column(self, size: int) -> Column:
        """The finished column."""
        codes = np.full(-(-size // _BATCH) * _BATCH, -1, dtype=np.int32)
        for batch, some in self.batches.items():
            codes[batch * _BATCH : (batch + 1) * _BATCH] = some
        return Column(codes[:size], Dictionary(list(self.seen)))


class Draft:
    """A growing partition.

    Events that have the same fields are encoded together, some thousand at a time: one step per
    field, not one per value.

    Attributes:
        source: source of its events.
        sourcetype: their sourcetype.
        index: index that they are in.
        malformed: rows of events that are not well-formed.
        blocks: names of the XML blocks that at least one event has.
    """

    def __init__(self, source: str, sourcetype: str, index: str = "main") -> None:
        """Start without events."""
        self.source = source
        self.index = index
        self.sourcetype = sourcetype
        self.malformed: list[int] = []
        self.blocks: set[str] = set()
        self._raw: list[str] = []
        self._times: list[float] = []
        self._hosts: list[str] = []
        self._time: _Field[float] = _Field()
        self._host: _Field[str] = _Field()
        self._fields: dict[str, _Field[str | tuple[str, ...]]] = {}
        self._alike: dict[tuple[str, ...], tuple[list[int], list[Fields]]] = {}

    def __len__(self) -> int:
        return len(self._raw)

    def add(self, raw: str, time: float, host: str, fields: Fields) -> None:
        """Add an event; *fields* is kept, not copied."""
        row = len(self._times)
        if row == _BATCH:
            self._encode()
            row = 0
        self._raw.append(raw)
        self._times.append(time)
        self._hosts.append(host)
        if fields:
            names = tuple(fields)
            alike = self._alike.get(names)
            if alike is None:
                alike = self._alike[names] = ([], [])
            alike[0].append(row)
            alike[1].append(fields)

    def _encode(self) -> None:
        """Turn the events of the last batch into codes."""
        if not self._times:
            return
        batch, every = (len(self._raw) - 1) // _BATCH, slice(len(self._times))
        self._time.put(batch, every, self._times)
        self._host.put(batch, every, self._hosts)
        for names, (rows, fields) in self._alike.items():
            columns = zip(*(each.values() for each in fields), strict=True)
            for name, values in zip(names, columns, strict=True):
                field = self._fields.get(name)
                if field is None:
                    field = self._fields[name] = _Field()
                field.put(batch, rows, values)
        self._times, self._hosts, self._alike = [], [], {}

    def raw(self) -> Column:
        """The texts of the events."""
        return Column.plain(self._raw)

    def table(self, raw: Column, lazy: LazyFields | None) -> Table:
        """The events as a table, default fields first; *lazy* gives what is worked out later."""
        self._encode()
        size = len(self._raw)
        base: Sequence[Column] = (
            self._time.column(size),
            raw,
            self._host.column(size),
            Column.constant(self.source, size),
            Column.constant(self.sourcetype, size),
            Column.constant(self.index, size),
        )
        columns = dict(zip(BASE, base, strict=True))
        for name, field in self._fields.items():
            columns.setdefault(name, field.column(size))
        return Table(columns, size, lazy)
