"""The functions that Spark runs on its workers, and the shape of what they pass on.

They are found there by their names, in the installed package; what travels with them is bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from spl.columns import arrow
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
