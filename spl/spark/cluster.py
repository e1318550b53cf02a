"""Spark as a cluster: units are tasks, meetings are shuffles on the bucket."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from spl.engine.spread.cluster import Block, Work
from spl.errors import RunError, SplError
from spl.spark import remote

_TAG = "spl"
_WAVES = 4  # tasks for each core: a slow one does not hold up the others


class SparkCluster:
    """A SparkSession as the cluster of an engine.

    Attributes:
        buckets: in how many places side by side rows meet.
    """

    def __init__(self, spark: Any, buckets: int | None = None) -> None:
        """Run on *spark*; by default rows meet in as many places as Spark has cores."""
        self._spark = spark
        self._cores = _cores(spark)
        self.buckets = buckets or max(2, self._cores)
        self._apps: tuple[bytes, Any] | None = None

    def run(self, work: Work) -> Iterator[Block]:
        """Do the work; RunError SPL464 where Spark cannot."""
        sent = remote.Sent(work.message, self._broadcast(work.apps), work.own)
        tasks = shared_out(work.sizes, self._cores * _WAVES)
        frame = self._spark.range(0, len(tasks), 1, len(tasks)).mapInArrow(
            _named(remote.read, sent=sent, tasks=tasks), remote.SCHEMA
        )
        for stage in range(work.meetings):
            frame = frame.groupBy("bucket").applyInArrow(
                _named(remote.meeting, sent=sent, stage=stage), remote.SCHEMA
            )
        with self._watched():
            return iter([Block(**row.asDict()) for row in frame.collect()])

    def _broadcast(self, apps: bytes) -> Any:
        """The apps as a broadcast variable, sent once; as they are where Spark has none."""
        if self._apps is None or self._apps[0] is not apps:
            try:
                self._apps = (apps, self._spark.sparkContext.broadcast(apps))
            except Exception:  # noqa: BLE001 - Spark Connect has no context, and says so in many ways
                self._apps = (apps, apps)
        return self._apps[1]

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Cancel the job when the user stops it; tell what Spark says as an error of the search."""
        self._spark.addTag(_TAG)
        try:
            yield
        except KeyboardInterrupt:
            self._spark.interruptTag(_TAG)
            raise
        except SplError:
            raise
        except Exception as error:
            raise failure(error) from error
        finally:
            self._spark.removeTag(_TAG)


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


def _cores(spark: Any) -> int:
    try:
        return max(1, int(spark.sparkContext.defaultParallelism))
    except Exception:  # noqa: BLE001 - Spark Connect has no context, and says so in many ways
        return max(1, int(spark.conf.get("spark.sql.shuffle.partitions", "8")))
