"""A part of a store: one Parquet file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from spl.columns import arrow
from spl.columns.column import Column, Rows
from spl.columns.dictionary import Dictionary
from spl.columns.table import LazyFields
from spl.columns.texts import Texts
from spl.events.event_columns import BASE, EventColumns, time_column, whole_texts
from spl.events.store_manifest import PartInfo, broken_part
from spl.events.strips import text_type
from spl.events.xml_blocks import XmlBlocks
from spl.values.value import Value, as_number, as_texts

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

MALFORMED = "spl:malformed"
"""A column that says which events are not well-formed; no reader calls a field so."""

_ONE_GROUP = 1 << 30
_WORDS = ("index", "source", "sourcetype", "host")


def _parquet() -> Any:
    """pyarrow.parquet, imported when a part is first written or read."""
    return import_module("pyarrow.parquet")


def write_part(
    folder: Path, name: str, events: EventColumns, logs: Sequence[tuple[str, int]]
) -> PartInfo:
    """Write *events*, which came from *logs*, and make sure that they are on the disk.

    Half characters become U+FFFD.
    """
    times = event_times(events)
    columns: dict[str, pa.Array] = {"_time": arrow.pa.array(times)}
    columns["_raw"] = raw = events.raw.array()
    own = {"index": events.index, "source": events.source, "sourcetype": events.sourcetype}
    for key, value in own.items():
        columns[key] = _encoded(Column.constant(value, events.size))
    for key, column in events.columns.items():
        if key not in columns:
            columns[key] = _encoded(column)
    if len(events.malformed):
        mask = np.zeros(events.size, np.bool_)
        mask[events.malformed] = True
        columns[MALFORMED] = arrow.pa.array(mask)
    write_table(folder / name, arrow.pa.table(columns))
    return PartInfo(
        name=name,
        **own,
        rows=events.size,
        earliest=float(times.min()),
        latest=float(times.max()),
        size=raw.nbytes,
        blocks=sorted(events.blocks),
        logs=logs,
    )


def write_table(path: Path, table: pa.Table) -> None:
    """Write a part and make sure that it is on the disk."""
    words = [each.name for each in table.schema if arrow.pa.types.is_dictionary(each.type)]
    with path.open("wb") as file:
        _parquet().write_table(
            table,
            file,
            compression="zstd",
            compression_level=1,
            use_dictionary=words,
            dictionary_pagesize_limit=_ONE_GROUP,
            row_group_size=_ONE_GROUP,
            write_statistics=["_time", *_WORDS],
        )
        file.flush()
        os.fsync(file.fileno())


def event_times(events: EventColumns) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The `_time` of each event."""
    return events.columns["_time"].numbers(as_number, key="number")


def _encoded(column: Column) -> pa.Array:
    """A column of texts as a dictionary, one with multivalues as lists."""
    values = column.dictionary.values
    missing = column.codes < 0
    codes = arrow.pa.array(column.codes, mask=missing)
    if not isinstance(values, Texts) and any(isinstance(value, tuple) for value in values):
        lists = [whole_texts(as_texts(value)).to_pylist() for value in values]
        return arrow.pa.array(lists, arrow.pa.list_(text_type())).take(codes)
    texts = values.arrow if isinstance(values, Texts) else whole_texts([str(v) for v in values])
    if not column.dictionary.distinct:
        return texts.take(codes)
    return arrow.pa.DictionaryArray.from_arrays(codes, texts)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Say of which store it is where the part at *path* cannot be read."""
    try:
        yield
    except (OSError, arrow.pa.ArrowException) as error:
        why = str(error).partition("\n")[0]
        raise broken_part(path.parent.parent, path.name, why) from None


class PartFields:
    """The fields of a part; a `LazyFields`: a column is read when it is asked for.

    Attributes:
        held: bytes of what was read so far.
    """

    def __init__(self, path: Path, blocks: Sequence[str]) -> None:
        """Read from *path*; *blocks* are the XML blocks that its events have."""
        self._path = path
        self._blocks = blocks
        self.held = 0
        self._file: pq.FileMetaData | None = None
        self._schema: dict[str, pa.DataType] = {}
        self._xml: XmlBlocks | None = None
        self._kept: dict[str, Column] = {}

    def column(self, name: str) -> Column | None:
        """The column of the field, None where the part has none."""
        if name in self._kinds():
            return self._read(name)
        if self._blocks and name.endswith("_Xml"):
            return self._blocks_of_xml().column(name)
        return None

    def names(self) -> Sequence[str]:
        """The names of all fields that at least one event has."""
        own = [name for name in self._kinds() if name != MALFORMED]
        base = [name for name in BASE if name in own]
        rest = [name for name in own if name not in BASE]
        return [*base, *rest, *(self._blocks_of_xml().names() if self._blocks else ())]

    def narrowed(self, rows: Rows) -> LazyFields | None:
        """Parts of XML are cut out of just these texts; all else is read as a whole."""
        return _SomeRows(self, rows) if self._blocks else None

    def xml(self, name: str, rows: Rows) -> Column | None:
        """A part of the XML of just these rows; None where *name* is no such part."""
        if name in self._kinds() or not name.endswith("_Xml"):
            return None
        return self._blocks_of_xml().narrowed(rows).column(name)

    def _kinds(self) -> dict[str, pa.DataType]:
        """The columns of the file and their types; its metadata is read once."""
        if self._file is None:
            with readable(self._path):
                self._file = _parquet().read_metadata(self._path, memory_map=True)
            schema = self._file.schema.to_arrow_schema()
            self._schema = dict(zip(schema.names, schema.types, strict=True))
        return self._schema

    def _table(self, name: str) -> pa.ChunkedArray:
        kind = self._kinds()[name]
        words = [name] if arrow.pa.types.is_dictionary(kind) else None
        with readable(self._path):
            file = _parquet().ParquetFile(
                self._path, metadata=self._file, read_dictionary=words, memory_map=True
            )
            return file.read_row_group(0, columns=[name], use_threads=False).column(0)

    def _read(self, name: str) -> Column:
        """The column: read once, so that what is worked out about its values is there for all."""
        if name not in self._kept:
            self._kept[name] = self._read_anew(name)
        return self._kept[name]

    def _read_anew(self, name: str) -> Column:
        found = self._table(name)
        self.held += found.nbytes
        if name == "_time":
            return time_column(found.to_numpy())
        whole = found.unify_dictionaries().combine_chunks()
        if isinstance(whole, arrow.pa.ChunkedArray):  # more than fits into one array
            whole = arrow.pa.concat_arrays(whole.chunks)
        if arrow.pa.types.is_dictionary(whole.type):
            codes = whole.indices.fill_null(-1).to_numpy().astype(np.int32, copy=False)
            return Column(codes, Dictionary(Texts(whole.dictionary)))
        if not arrow.pa.types.is_list(whole.type):
            return _plain(whole)
        lists = whole.to_pylist()
        return Column.of(None if each is None else _held(each) for each in lists)

    def _blocks_of_xml(self) -> XmlBlocks:
        if self._xml is None:
            rows: Sequence[int] = ()
            if MALFORMED in self._kinds():
                rows = np.flatnonzero(self._table(MALFORMED).to_numpy()).tolist()
            self._xml = XmlBlocks(self._read("_raw"), rows, self._blocks)
        return self._xml


class _SomeRows:
    """The fields of some events of a part; a `LazyFields`."""

    def __init__(self, fields: PartFields, rows: Rows) -> None:
        self._fields = fields
        self._rows = rows

    def column(self, name: str) -> Column | None:
        cut = self._fields.xml(name, self._rows)
        if cut is not None:
            return cut
        whole = self._fields.column(name)
        return None if whole is None else whole.take(self._rows)

    def names(self) -> Sequence[str]:
        return self._fields.names()

    def narrowed(self, rows: Rows) -> _SomeRows:
        return _SomeRows(self._fields, self._rows[rows])


def _plain(texts: pa.Array) -> Column:
    """The column of texts that hardly repeat."""
    there = texts.is_valid().to_numpy(zero_copy_only=False)
    codes = np.where(there, np.cumsum(there) - 1, -1).astype(np.int32)
    return Column(codes, Dictionary(Texts(texts.drop_null()), distinct=False))


def _held(texts: Sequence[str]) -> Value:
    return texts[0] if len(texts) == 1 else tuple(texts)


def rows_of_part(path: Path, keep: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> pa.Table:
    """The rows of a part where *keep* holds, as they are written."""
    with readable(path):
        schema = _parquet().read_schema(path)
        words = [each.name for each in schema if arrow.pa.types.is_dictionary(each.type)]
        table = _parquet().read_table(path, read_dictionary=words, partitioning=None)
    return table.filter(arrow.pa.array(keep))
