"""Tables as blocks: several in one, parted by keys into buckets, and put together again."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from spl import errors
from spl.columns import wire
from spl.columns.column import Column
from spl.columns.table import Table
from spl.engine.spread.cluster import Block
from spl.errors import SplError
from spl.values.value import Value, as_texts

_LENGTH = struct.Struct("<Q")


def blocks_of(
    tables: Sequence[Table], unit: int, keys: Sequence[str], buckets: int
) -> Iterator[Block]:
    """*tables* of a part, parted by *keys*; without keys, in one block.

    For the names of its fields, a part has a block for the first bucket, and where it is a single
    table for every bucket.
    """
    if not keys:
        yield _block(tables, unit, 0)
        return
    whole = [table.select(table.names()) for table in tables]
    places = [_buckets(table, keys, buckets) for table in whole]
    for bucket in range(buckets):
        rows = [place == bucket for place in places]
        if bucket == 0 or len(tables) == 1 or any(bool(mask.any()) for mask in rows):
            pieces = [table.take(mask) for table, mask in zip(whole, rows, strict=True)]
            yield _block(pieces, unit, bucket)


def _block(tables: Sequence[Table], unit: int, bucket: int) -> Block:
    written = [wire.to_bytes(table) for table in tables]
    data = b"".join(_LENGTH.pack(len(each)) + each for each in written)
    return Block("rows", unit, bucket, sum(table.size for table in tables), data)


def tables_of(block: Block) -> list[Table]:
    """The tables that a block holds."""
    tables, at = [], 0
    while at < len(block.data):
        (length,) = _LENGTH.unpack_from(block.data, at)
        at += _LENGTH.size
        tables.append(wire.from_bytes(block.data[at : at + length]))
        at += length
    return tables


def parts_of(blocks: Iterable[Block]) -> list[list[Table]]:
    """The tables of each part, in the order of the parts."""
    ordered = sorted(blocks, key=lambda block: block.unit)
    return [tables_of(block) for block in ordered if block.kind == "rows"]


def _buckets(table: Table, keys: Sequence[str], buckets: int) -> np.ndarray:
    """Where each row goes: rows with the same texts in all keys go to the same place."""
    found = np.zeros(table.size, dtype=np.uint64)
    for name in keys:
        found = found * np.uint64(31) + _hashes(table.column(name))
    return found % np.uint64(buckets)


def _hashes(column: Column) -> np.ndarray:
    """A number for each row, the same for the same texts in every process."""
    hashes = [_hash(value) for value in column.dictionary.values]
    return np.array([*hashes, 0], dtype=np.uint64)[column.codes]


def _hash(value: Value) -> int:
    return zlib.crc32("\0".join(as_texts(value)).encode("utf-8", "surrogatepass"))


def error_block(error: SplError, unit: int = 0) -> Block:
    """An error on its way to the user, which has to do with *unit*."""
    said = {
        "type": type(error).__name__,
        "message": error.message,
        "code": error.code,
        "hint": error.hint,
        "origin": error.origin,
    }
    return Block("error", unit, 0, 0, json.dumps(said).encode())


def error_of(block: Block) -> SplError:
    """The error that a process came upon."""
    said = json.loads(block.data)
    kind: type[SplError] = getattr(errors, said["type"], SplError)
    return kind(said["message"], code=said["code"], hint=said["hint"], origin=said["origin"])


def warning_block(sentence: str) -> Block:
    """A warning on its way to the user."""
    return Block("warning", 0, 0, 0, sentence.encode("utf-8", "replace"))
