"""Events of one partition while they are being read: values become codes in batches.

Events come one by one, or as the rows of a whole block. Each has a stamp, a number that grows with
its place in the log; the finished table is in the order of the stamps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from spl.columns.column import Column
from spl.columns.dictionary import Codes, Dictionary
from spl.events.event_columns import EventColumns, RawTexts, time_column
from spl.events.iso_times import Times
from spl.events.strips import Rows, Strip, joined
from spl.events.trail import Trail, Trails

if TYPE_CHECKING:
    import pyarrow as pa

Fields = Mapping[str, str | tuple[str, ...]]
T = TypeVar("T", float, str, str | tuple[str, ...])

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

    def codes(self, size: int) -> Codes:
        """The codes of all rows."""
        codes = np.full(-(-size // _BATCH) * _BATCH, -1, dtype=np.int32)
        for batch, some in self.batches.items():
            codes[batch * _BATCH : (batch + 1) * _BATCH] = some
        return codes[:size]

    def column(self, size: int) -> Column:
        """The finished column."""
        return Column(self.codes(size), Dictionary(list(self.seen)))


@dataclass(frozen=True, slots=True)
class Block:
    """Events that were read together, in order.

    Attributes:
        stamps: the stamp of each.
        times: when each happened.
        raw: their texts.
        hosts: strips of the hosts; every row is in one.
        fields: strips of the fields.
    """

    stamps: Rows
    times: Times
    raw: pa.Array
    hosts: Sequence[Strip]
    fields: Mapping[str, Sequence[Strip]]


class Draft:
    """A growing partition.

    Events that have the same fields are encoded together, some thousand at a time: one step per
    field, not one per value.

    Attributes:
        source: source of its events.
        sourcetype: their sourcetype.
        index: index that they are in.
        blocks: names of the XML blocks that at least one event has.
    """

    def __init__(self, source: str, sourcetype: str, index: str = "main") -> None:
        """Start without events."""
        self.source = source
        self.index = index
        self.sourcetype = sourcetype
        self.blocks: set[str] = set()
        self._malformed: list[int] = []
        self._raw: list[str] = []
        self._stamps: list[int] = []
        self._times: list[float] = []
        self._hosts: list[str] = []
        self._time: _Field[float] = _Field()
        self._host: _Field[str] = _Field()
        self._fields: dict[str, _Field[str | tuple[str, ...]]] = {}
        self._alike: dict[tuple[str, ...], tuple[list[int], list[Fields]]] = {}
        self._together: list[Block] = []
        self._trails: dict[Trail, list[int]] = {}

    def __len__(self) -> int:
        return len(self._raw) + sum(len(block.stamps) for block in self._together)

    @property
    def first(self) -> int:
        """The stamp of the first event."""
        stamps = self._stamps[:1] + [int(block.stamps[0]) for block in self._together]
        return min(stamps, default=0)

    def add(
        self, raw: str, time: float, host: str, fields: Fields, stamp: int, trail: Trail = ()
    ) -> None:
        """Add an event; *fields* is kept, not copied."""
        if trail:
            self._trails.setdefault(trail, []).append(stamp)
        row = len(self._times)
        if row == _BATCH:
            self._encode()
            row = 0
        self._raw.append(raw)
        self._stamps.append(stamp)
        self._times.append(time)
        self._hosts.append(host)
        if fields:
            names = tuple(fields)
            alike = self._alike.get(names)
            if alike is None:
                alike = self._alike[names] = ([], [])
            alike[0].append(row)
            alike[1].append(fields)

    def add_malformed(self) -> None:
        """Say that the event added last is not well-formed."""
        self._malformed.append(len(self._raw) - 1)

    def add_block(self, block: Block, trail: Trail = ()) -> None:
        """Add events that were read together."""
        self._together.append(block)
        if trail:
            self._trails.setdefault(trail, []).extend(block.stamps.tolist())

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

    def finished(self) -> EventColumns:
        """The events as columns."""
        self._encode()
        raw, time, host, fields, malformed, stamps = (
            self._interleaved() if self._together else self._one_by_one()
        )
        columns = {"_time": time, "host": host, **fields}
        names = (self.index, self.source, self.sourcetype)
        trails = self._trails_of(stamps)
        blocks = tuple(self.blocks)
        return EventColumns(*names, raw, columns, len(self), malformed, blocks, stamps, trails)

    def _trails_of(self, stamps: Rows) -> Trails | None:
        """Which index-time settings made the event of each stamp what it is, if any did."""
        if not self._trails:
            return None
        codes = np.full(len(stamps), -1, dtype=np.int32)
        for code, own in enumerate(self._trails.values()):
            codes[np.searchsorted(stamps, own)] = code
        return Trails(codes, self._trails)

    def _one_by_one(self) -> _Parts:
        """The columns where no events were read together."""
        size = len(self._raw)
        return (
            RawTexts([self._raw]),
            self._time.column(size),
            self._host.column(size),
            {name: field.column(size) for name, field in self._fields.items()},
            np.array(self._malformed, np.intp),
            np.array(self._stamps, np.int64),
        )

    def _interleaved(self) -> _Parts:
        """The columns of all events, in the order of their stamps."""
        size, single = len(self), len(self._raw)
        stamped = [np.array(self._stamps, np.int64), *(block.stamps for block in self._together)]
        stamps = np.concatenate(stamped)
        order = np.argsort(stamps, kind="stable")
        rows = np.empty(size, np.int64)
        rows[order] = np.arange(size)
        own, *others = np.split(rows, np.cumsum([len(each) for each in stamped])[:-1])
        blocks = list(zip(self._together, others, strict=True))
        times = np.empty(size)
        for block, place in blocks:
            times[place] = block.times
        times[own] = self._time.column(single).numbers(_as_float, key="float")
        hosts = [strip.moved(place) for block, place in blocks for strip in block.hosts]
        fields: dict[str, list[Strip]] = {}
        for block, place in blocks:
            for name, strips in block.fields.items():
                fields.setdefault(name, []).extend(strip.moved(place) for strip in strips)
        for name, field in self._fields.items():
            strip = Strip(own, field.codes(single), list(field.seen))
            fields.setdefault(name, []).append(strip)
        hosts.append(Strip(own, self._host.codes(single), list(self._host.seen)))
        parts = [self._raw, *(block.raw for block in self._together)]
        raw = RawTexts(parts, None if np.array_equal(order, np.arange(size)) else order)
        columns = {name: joined(strips, size) for name, strips in fields.items()}
        malformed = own[np.array(self._malformed, np.intp)]
        return raw, time_column(times), joined(hosts, size), columns, malformed, stamps[order]


_Parts = tuple[RawTexts, Column, Column, dict[str, Column], Rows, Rows]


def _as_float(value: object) -> float | None:
    return value if isinstance(value, float) else None
