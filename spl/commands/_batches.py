"""Events of many partitions, newest first, so many at a time that they fit into the memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from spl.columns.column import Column, Rows
from spl.columns.concat import concat
from spl.columns.lift import compact
from spl.columns.table import Table
from spl.commands._job import Job
from spl.events.partition import Partition
from spl.values.value import as_number

Read = Callable[[Partition], Table | None]

_SAMPLE = 64


def newest_batches(sources: Sequence[tuple[Partition, Read]], job: Job) -> Iterator[Table]:
    """What each *read* makes of its partition, newest first; one batch unless that is too much.

    A *read* gives None where there is nothing.

    Batches are stretches of time: each takes of every partition the events of its stretch, so that
    the order is that of all events together, and what one batch has read is let go before the next.
    """
    size = sum(partition.table.size for partition, _ in sources)
    if not job.most_rows or size <= job.most_rows:
        found = [read(partition) for partition, read in sources]
        yield newest_first([table for table in found if table is not None])
        return
    for high, low in pairwise(_cuts([partition for partition, _ in sources], job.most_rows)):
        parts = [(_stretch(partition, low, high), read) for partition, read in sources]
        tables = (_detached(part, read) for part, read in parts if part is not None)
        yield newest_first([table for table in tables if table is not None])


def newest_first(tables: Sequence[Table]) -> Table:
    """All rows, by falling _time, ties turned round; rows without a time come last."""
    table = concat(list(tables))
    if table.size < 2:
        return table
    times = event_times(table)
    order: Rows = np.argsort(times, kind="stable")[::-1]
    absent = np.isnan(times[order])
    return table.take(np.concatenate([order[~absent], order[absent]]))


def event_times(table: Table) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The _time of each row in epoch seconds, NaN where there is none."""
    return table.column("_time").numbers(as_number, key="number")


def _cuts(partitions: Sequence[Partition], most: int) -> list[float]:
    """Times, falling, between which there are about *most* events; from endless to endless."""
    samples = [event_times(partition.table)[::_SAMPLE] for partition in partitions]
    times = np.sort(np.concatenate(samples))[::-1]
    inner = np.unique(times[:: max(1, most // _SAMPLE)][1:])[::-1]
    return [np.inf, *inner[~np.isnan(inner)].tolist(), -np.inf]


def _stretch(partition: Partition, low: float, high: float) -> Partition | None:
    """The events from *low* up to *high*, those without a time if there is no *low*; or None."""
    if partition.latest is not None and partition.latest < low:
        return None
    if partition.earliest is not None and partition.earliest >= high:
        return None
    table = partition.table
    times = event_times(table)
    mask = (times >= low) & (times < high)
    if low == -np.inf:
        mask |= np.isnan(times)
    if not mask.any():
        return None
    if mask.all():
        return partition
    return replace(partition, opened=lambda: partition.table.take(mask))


class _Detached:
    """The fields of what *read* makes of a partition, nothing of which is held: a `LazyFields`.

    A field is asked of the partition each time, which may have let go of all that it had read. The
    values that the rows do not have are left behind, so that many such tables side by side do not
    hold the dictionaries of whole partitions.
    """

    def __init__(self, partition: Partition, read: Read, rows: Rows | None = None) -> None:
        self._partition = partition
        self._read = read
        self._rows = rows

    def column(self, name: str) -> Column | None:
        found = self._table().find(name)
        if found is None:
            return None
        return compact(found if self._rows is None else found.take(self._rows))

    def names(self) -> Sequence[str]:
        return self._table().names()

    def narrowed(self, rows: Rows) -> _Detached:
        own = rows if self._rows is None else self._rows[rows]
        return _Detached(self._partition, self._read, own)

    def _table(self) -> Table:
        table = self._read(self._partition)
        assert table is not None  # it was there before
        return table


def _detached(partition: Partition, read: Read) -> Table | None:
    table = read(partition)
    return None if table is None else Table({}, table.size, _Detached(partition, read))
