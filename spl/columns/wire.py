"""Tables as bytes, to be sent to another process and read there without loss.

The format is an Arrow stream of one batch: a column of codes for each field, whose dictionary
holds the values. Arrow has one type per column and SPL has not, so a dictionary says how its values
are written: texts, decimals and whole numbers as Arrow has them, anything else as JSON, in which
each value tells its type. Null is an absent code. Names and the places of the rows travel in the
metadata and in columns of their own; what a table could still work out is worked out.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from spl.columns import arrow
from spl.columns.column import Column
from spl.columns.dictionary import Codes, Dictionary
from spl.columns.numbers import Numbers
from spl.columns.places import Key, Places
from spl.columns.table import Table
from spl.columns.texts import Texts
from spl.values.value import NumericText, Scalar, Value, read_number

if TYPE_CHECKING:
    import pyarrow as pa

VERSION = 1
"""Changes with what the bytes mean; who reads another version refuses."""

_SAID = b"spl"
_WHOLE = range(-(2**63), 2**63)


def to_bytes(table: Table) -> bytes:
    """*table* with all its fields, as bytes."""
    names = table.names()
    columns = [_compact(table.column(name)) for name in names]
    kinds = [_kind(column.dictionary.values) for column in columns]
    arrays = [_encoded(c, kind) for c, kind in zip(columns, kinds, strict=True)]
    said: dict[str, Any] = {
        "version": VERSION,
        "size": table.size,
        "names": names,
        "kinds": kinds,
        "distinct": [column.dictionary.distinct for column in columns],
        "places": None,
    }
    if table.places is not None:
        said["places"] = [_place_kind(key) for key in table.places.keys]
        arrays += [_place_array(key) for key in table.places.keys]
    batch = arrow.pa.record_batch(arrays, [f"c{number}" for number in range(len(arrays))])
    batch = batch.replace_schema_metadata({_SAID: json.dumps(said).encode()})
    sink = arrow.pa.BufferOutputStream()
    options = arrow.pa.ipc.IpcWriteOptions(compression="lz4")
    with arrow.pa.ipc.new_stream(sink, batch.schema, options=options) as stream:
        stream.write_batch(batch)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]  # pyarrow is untyped


def from_bytes(data: bytes) -> Table:
    """The table that `to_bytes` wrote.

    Raises:
        ValueError: the bytes are of another version.
    """
    with arrow.pa.ipc.open_stream(data) as stream:
        batch = stream.read_next_batch()
    said = json.loads(stream.schema.metadata[_SAID])
    if said["version"] != VERSION:
        raise ValueError(f"rows of version {said['version']}, not {VERSION}")
    arrays = batch.columns
    columns = {
        name: _decoded(array, kind, distinct)
        for name, array, kind, distinct in zip(
            said["names"], arrays, said["kinds"], said["distinct"], strict=False
        )
    }
    table = Table(columns, said["size"])
    if said["places"] is None:
        return table
    keys = arrays[len(columns) :]
    read = [_place_key(key, kind) for key, kind in zip(keys, said["places"], strict=True)]
    return table.placed(Places(read))


def _compact(column: Column) -> Column:
    """The column with just the values that its rows have."""
    used = np.unique(column.codes)
    used = used[used >= 0]
    if len(used) == len(column.dictionary):
        return column
    places = np.full(len(column.dictionary) + 1, -1, dtype=np.int32)
    places[used] = np.arange(len(used), dtype=np.int32)
    return Column(places[column.codes], column.dictionary.only(used))


def _kind(values: Sequence[Value]) -> str:
    """How the values are written."""
    if isinstance(values, Texts):
        return "text"
    if isinstance(values, Numbers):
        return "int" if values.whole else "float"
    types = set(map(type, values))
    if types == {float}:
        return "float"
    if types == {int} and all(value in _WHOLE for value in values):
        return "int"
    return "text" if types <= {str} and _is_whole(values) else "json"


def _is_whole(values: Sequence[Value]) -> bool:
    """Whether no text holds half a character, for which UTF-8 has no bytes."""
    try:
        "".join(values).encode()  # type: ignore[arg-type]  # they are texts
    except UnicodeEncodeError:
        return False
    return True


def _encoded(column: Column, kind: str) -> pa.Array:
    codes = arrow.pa.array(column.codes, mask=column.codes < 0)
    return arrow.pa.DictionaryArray.from_arrays(codes, _values(column.dictionary.values, kind))


def _values(values: Sequence[Value], kind: str) -> pa.Array:
    pa = arrow.pa
    match kind:
        case "text":
            if isinstance(values, Texts):
                return values.arrow.cast(pa.large_string())
            return pa.array(values, pa.large_string())
        case "float":
            own = values.array if isinstance(values, Numbers) else values
            return pa.array(np.array(own, dtype=np.float64))
        case "int":
            own = values.array if isinstance(values, Numbers) else values
            return pa.array(own, pa.int64())
    return pa.array([json.dumps(_told(value)) for value in values], pa.large_string())


def _decoded(array: pa.DictionaryArray, kind: str, distinct: bool) -> Column:
    codes: Codes = array.indices.fill_null(-1).to_numpy().astype(np.int32, copy=False)
    values: Sequence[Value]
    if kind == "text":
        values = Texts(array.dictionary)
    elif kind == "json":
        values = [_read(json.loads(text)) for text in array.dictionary.to_pylist()]
    else:
        values = array.dictionary.to_pylist()
    return Column(codes, Dictionary(values, distinct=distinct))


def _told(value: Value) -> Any:
    """A value as JSON that tells its type."""
    match value:
        case tuple():
            return [_told(item) for item in value]
        case NumericText():
            return {"n": str(value)}
        case float():
            return {"f": value.hex()}
    return value


def _read(told: Any) -> Value:
    match told:
        case list():
            return tuple(_scalar(item) for item in told)
    return _scalar(told)


def _scalar(told: Any) -> Scalar:
    match told:
        case {"n": str(text)}:
            number = read_number(text)
            return text if number is None else NumericText(text, number)
        case {"f": str(text)}:
            return float.fromhex(text)
    assert isinstance(told, str | int | bool)
    return told


def _place_kind(key: Key) -> str:
    return "text" if key.dtype == object else "number"


def _place_array(key: Key) -> pa.Array:
    if key.dtype == object:
        texts = [json.dumps(text) for text in key.tolist()]
        return arrow.pa.array(texts, arrow.pa.large_string())
    return arrow.pa.array(key)


def _place_key(array: pa.Array, kind: str) -> Key:
    if kind == "text":
        return np.array([json.loads(text) for text in array.to_pylist()], dtype=object)
    return array.to_numpy()  # type: ignore[no-any-return]
