"""The functions that Spark runs on its workers, and the shape of what they pass on.

They are found there by their names, in the installed package; what travels with them is bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any

from spl.columns import arrow
from spl.columns.table import Table
from spl.engine.given import given_table
from spl.engine.spread import process
from spl.engine.spread.cluster import Block, Work
from spl.engine.spread.process import meet, read_units

if TYPE_CHECKING:
    import pyarrow as pa

SCHEMA = "kind string, unit long, bucket int, rows long, data binary"
"""The columns of blocks on their way, in Spark's words."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What travels with a function.

    Attributes:
        message: the search.
        apps: the frozen apps: bytes, or a broadcast variable that holds them.
        own: what the session has set above them.
    """

    message: bytes
    apps: Any
    own: bytes

    @property
    def work(self) -> Work:
        """As the processes of a cluster want it."""
        apps = self.apps if isinstance(self.apps, bytes) else self.apps.value
        return Work(self.message, apps, self.own, (), 0)


def read(
    batches: Iterable[pa.RecordBatch], sent: Sent, tasks: Sequence[Sequence[int]]
) -> Iterator[pa.RecordBatch]:
    """For mapInArrow: each row is the number of a task, which is a list of units."""
    for batch in batches:
        for task in batch.column(0).to_pylist():
            for block in read_units(sent.work, tasks[task]):
                yield _batch(block)


def read_table(
    batches: Iterable[pa.RecordBatch], sent: Sent, unit: int
) -> Iterator[pa.RecordBatch]:
    """For mapInArrow: rows of a table that is a unit."""
    context = import_module("pyspark").TaskContext.get()
    start = (context.partitionId() if context else 0) << 40
    pieces = (table_of(batch) for batch in batches)
    for block in process.read_table(sent.work, unit, pieces, start):
        yield _batch(block)


def table_of(batch: pa.RecordBatch) -> Table:
    """Rows of Spark as rows of a search: a timestamp in epoch seconds, a struct as JSON."""
    return given_table({n: _plain(v) for n, v in row.items()} for row in batch.to_pylist())


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            aware = value if value.tzinfo is not None else value.replace(tzinfo=UTC)
            return aware.timestamp()
        case date() | Decimal():
            return str(value)
        case bytes():
            return value.decode("utf-8", "replace")
        case list():
            return [_plain(item) for item in value]
        case dict():
            return {str(name): _plain(held) for name, held in value.items()}
    return value


def meeting(table: pa.Table, sent: Sent, stage: int) -> pa.Table:
    """For applyInArrow: the blocks of one bucket, which meet behind *stage*."""
    batches = [_batch(block) for block in meet(sent.work, stage, blocks_of(table))]
    return arrow.pa.Table.from_batches(batches, _schema())


def blocks_of(table: pa.Table) -> list[Block]:
    """The blocks that stand in an Arrow table."""
    return [Block(**row) for row in table.to_pylist()]


def _schema() -> pa.Schema:
    pa = arrow.pa
    return pa.schema(
        [
            ("kind", pa.string()),
            ("unit", pa.int64()),
            ("bucket", pa.int32()),
            ("rows", pa.int64()),
            ("data", pa.binary()),
        ]
    )


def _batch(block: Block) -> pa.RecordBatch:
    row = [[block.kind], [block.unit], [block.bucket], [block.rows], [block.data]]
    arrays = [arrow.pa.array(cell, field.type) for cell, field in zip(row, _schema(), strict=True)]
    return arrow.pa.RecordBatch.from_arrays(arrays, schema=_schema())
