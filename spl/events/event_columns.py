"""Events of one source, sourcetype and index as columns, before search-time knowledge."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from spl.columns import arrow
from spl.columns.column import Column
from spl.columns.dictionary import Dictionary
from spl.columns.numbers import Numbers
from spl.columns.table import LazyFields, Table
from spl.columns.texts import Texts
from spl.events.strips import text_array, text_type
from spl.events.trail import Trails
from spl.events.xml_blocks import XmlBlocks

if TYPE_CHECKING:
    import pyarrow as pa


BASE = ("_time", "_raw", "host", "source", "sourcetype", "index")

_HALF = re.compile("[\ud800-\udfff]")

Rows = NDArray[np.int64]
Times = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class EventColumns:
    """Events in the order of the log.

    Attributes:
        index: index that they are in.
        source: their source.
        sourcetype: their sourcetype, before ``rename`` in props.conf.
        raw: their texts.
        columns: `_time`, `host` and the fields of index time.
        size: number of events.
        malformed: the rows of events that are not well-formed.
        blocks: names of the XML blocks that at least one event has.
        stamps: number of each event in the order of arrival, over all logs that were read.
        trails: which index-time settings made each event what it is, None where none did.
    """

    index: str
    source: str
    sourcetype: str
    raw: RawTexts
    columns: Mapping[str, Column]
    size: int
    malformed: Rows
    blocks: Sequence[str]
    stamps: Rows
    trails: Trails | None = None

    def table(self) -> Table:
        """The events as a table, default fields first."""
        raw = self.raw.column()
        own = {
            "_raw": raw,
            "source": Column.constant(self.source, self.size),
            "sourcetype": Column.constant(self.sourcetype, self.size),
            "index": Column.constant(self.index, self.size),
        }
        columns = {name: own[name] if name in own else self.columns[name] for name in BASE}
        for name, column in self.columns.items():
            columns.setdefault(name, column)
        return Table(columns, self.size, self._lazy(raw))

    def _lazy(self, raw: Column) -> LazyFields | None:
        if not self.blocks:
            return None
        return XmlBlocks(raw, self.malformed, self.blocks)


def time_column(times: Times) -> Column:
    """The column of *times*, which hardly repeat."""
    codes = np.arange(len(times), dtype=np.int32)
    return Column(codes, Dictionary(Numbers(times), distinct=False))


class RawTexts:
    """The texts of events that arrived in parts."""

    def __init__(
        self, parts: Sequence[pa.Array | Sequence[str]], order: Rows | None = None
    ) -> None:
        """Take the texts of all *parts*, row by row as *order* counts them; None: as they are."""
        self._parts = [part for part in parts if len(part)]
        self._order = order

    def column(self) -> Column:
        """The texts as a column."""
        if len(self._parts) == 1 and self._order is None and isinstance(self._parts[0], list):
            return Column.plain(self._parts[0])
        arrays = self._arrays()
        texts = Texts(arrays[0] if len(arrays) == 1 else arrow.pa.concat_arrays(arrays))
        order = np.arange(len(texts)) if self._order is None else self._order
        return Column(order.astype(np.int32), Dictionary(texts, distinct=False))

    def array(self) -> pa.ChunkedArray:
        """The texts in Arrow memory; half characters become U+FFFD."""
        whole = arrow.pa.chunked_array(self._arrays(), text_type())
        return whole if self._order is None else whole.take(arrow.pa.array(self._order))

    def _arrays(self) -> list[pa.Array]:
        return [
            part if isinstance(part, arrow.pa.Array) else whole_texts(part) for part in self._parts
        ]


def whole_texts(values: Sequence[str]) -> pa.Array:
    """*values* in Arrow memory; half characters, which JSON may hold, become U+FFFD."""
    try:
        return text_array(values)
    except UnicodeEncodeError:
        return text_array([_HALF.sub("\ufffd", value) for value in values])
