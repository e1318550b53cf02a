"""Spark as a cluster: units are tasks, meetings are shuffles on the bucket."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial, reduce
from typing import Any
from uuid import uuid4

from spl.engine.spread.cluster import Block, Work
from spl.errors import RunError
from spl.spark import remote

_UNKNOWN = 16  # cores that are counted on at most, where Spark does not tell how many it has
_WAVES = 4  # tasks for each core: a slow one does not hold up the others


class SparkCluster:
    """A SparkSession as the cluster of an engine.

    Attributes:
        buckets: in how many places side by side rows meet.
        frames: the DataFrames that may be read, by name.
    """

    def __init__(self, spark: Any, buckets: int | None = None) -> None:
        """Run on *spark*; by default rows meet in as many places as Spark has cores."""
        self._spark = spark
        self._context = _context(spark)
        self._cores = _cores(spark, self._context)
        self.buckets = buckets or max(2, self._cores)
        self.frames: dict[str, Any] = {}
        self._apps: tuple[bytes, Any] | None = None

    def run(self, work: Work) -> Iterator[Block]:
        """Do the work; RunError SPL464 where Spark cannot."""
        sent = remote.Sent(work.message, self._broadcast(work.apps), work.own)
        frame = self._read(work, sent)
        for stage in range(work.meetings):
            frame = frame.groupBy("bucket").applyInArrow(
                _named(remote.meeting, sent=sent, stage=stage), remote.SCHEMA
            )
        return iter([Block(**row.asDict()) for row in self._collected(frame)])

    def _collected(self, frame: Any) -> list[Any]:
        """The rows of *frame*; Ctrl-C cancels its job.

        A thread of its own waits for Spark: this one must be free to hear of Ctrl-C, and to talk
        to Spark about it.
        """
        name = f"spl-{uuid4().hex}"
        waiting = ThreadPoolExecutor(1)
        try:
            return waiting.submit(self._collect, frame, name).result()
        except KeyboardInterrupt:
            self._cancel(name)
            raise
        except Exception as error:
            raise failure(error) from error
        finally:
            waiting.shutdown(wait=False)

    def _collect(self, frame: Any, name: str) -> list[Any]:
        if self._context is None:
            self._spark.addTag(name)
        else:
            self._context.setJobGroup(name, "a search of spl", True)
        rows: list[Any] = frame.collect()
        return rows

    def _cancel(self, name: str) -> None:
        if self._context is None:
            self._spark.interruptTag(name)
        else:
            self._context.cancelJobGroup(name)

    def _read(self, work: Work, sent: remote.Sent) -> Any:
        """The blocks of the first stage."""
        tables = dict(work.tables)
        frames = [
            self.frames[name].mapInArrow(
                _named(remote.read_table, sent=sent, unit=unit), remote.SCHEMA
            )
            for unit, name in tables.items()
        ]
        others = [unit for unit in range(len(work.sizes)) if unit not in tables]
        if others:
            found = shared_out([work.sizes[unit] for unit in others], self._cores * _WAVES)
            tasks = [[others[place] for place in task] for task in found]
            numbers = self._spark.range(0, len(tasks), 1, len(tasks))
            read = _named(remote.read, sent=sent, tasks=tasks)
            frames.append(numbers.mapInArrow(read, remote.SCHEMA))
        return reduce(lambda one, other: one.union(other), frames)

    def _broadcast(self, apps: bytes) -> Any:
        """The apps as a broadcast variable, sent once; as they are where Spark has none."""
        if self._context is None:
            return apps
        if self._apps is None or self._apps[0] is not apps:
            self._apps = (apps, self._context.broadcast(apps))
        return self._apps[1]


def failure(error: Exception) -> RunError:
    """What Spark could not do, in one sentence."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = next((line for line in reversed(lines) if "Error" in line), lines[0] if lines else "")
    if any("maxResultSize" in line for line in lines):
        return RunError(
            "The search brings more rows to one place than Spark lets through.",
            code="SPL463",
            hint="Aggregate or filter before it, or raise spark.driver.maxResultSize.",
        )
    return RunError(
        f"Spark could not run the search: {told[:300]}",
        code="SPL464",
        hint="The log of the Spark executors says more.",
    )


def shared_out(sizes: Sequence[int], tasks: int) -> list[list[int]]:
    """Units for at most so many tasks of about the same size, each in the order of the units."""
    count = max(1, min(tasks, len(sizes)))
    loads = [(0, task) for task in range(count)]
    found: list[list[int]] = [[] for _ in range(count)]
    for unit in sorted(range(len(sizes)), key=lambda unit: -sizes[unit]):
        load, task = heapq.heappop(loads)
        found[task].append(unit)
        heapq.heappush(loads, (load + sizes[unit] + 1, task))
    return [sorted(units) for units in found]


def _named(function: Callable[..., Any], **given: Any) -> Callable[..., Any]:
    """*function* with what travels with it; Spark shows its name."""
    made = partial(function, **given)
    made.__name__ = f"spl_{function.__name__}"  # type: ignore[attr-defined]
    made.__annotations__ = {}  # Spark looks for hints of pandas and Arrow, and there are none
    return made


def _context(spark: Any) -> Any:
    """The context of the session; None with Spark Connect, which has none."""
    try:
        return spark.sparkContext
    except Exception:  # noqa: BLE001 - how it says so differs from version to version
        return None


def _cores(spark: Any, context: Any) -> int:
    if context is not None:
        return max(1, int(context.defaultParallelism))
    return min(_UNKNOWN, max(1, int(spark.conf.get("spark.sql.shuffle.partitions", "8"))))
