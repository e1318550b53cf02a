"""``python -m benchmarks spark``: what Spark adds to a search, and how it grows.

A store of generated Sysmon events is searched in this process and on Spark, over clusters of this
machine with one worker and two (``local-cluster``: real processes, real shuffles). The overhead is
the time beyond what the local engine takes; the bytes are those of the blocks that meet.

``--costs`` needs no Spark: processor time of each search here, over a store that was just opened,
and the bytes that its parts leave for the meeting, for each event.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import TypeAlias

from tabulate import tabulate

import spl
from benchmarks.engine_spl import SEARCHES
from benchmarks.engines import _store
from benchmarks.machine import described
from spl.engine.spread import Block, Spread, Work
from spl.engine.spread.process import read_units
from spl.events.store_manifest import read_manifest
from spl.spark.cluster import SparkCluster
from spl.spark.start import start

Measured: TypeAlias = dict[str, tuple[float, ...]]
NAMES = (
    "seed rule: named pipe",
    "seed rule: remcom",
    "stats values, dc",
    "eventstats",
    "dedup",
    "bin, stats",
)


def main(arguments: list[str]) -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks spark", description=__doc__)
    options.add_argument("--events", type=int, default=1_000_000, help="how many events")
    options.add_argument("--runs", type=int, default=3, help="how often each thing is measured")
    options.add_argument("--workers", type=int, nargs="*", default=[1, 2], help="sizes of clusters")
    options.add_argument("--stores", type=Path, help="where stores are, or are put; kept")
    options.add_argument(
        "--text", type=int, nargs="*", default=[128], help="MB of text in a part, each a store"
    )
    options.add_argument("--costs", action="store_true", help="costs per event, without Spark")
    chosen = options.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        place = chosen.stores or Path(folder)
        cuts = [_store(place, chosen.events, distinct=False, text=text) for text in chosen.text]
        stores = {len(parts): parts[0].parents[1] for parts in cuts}
        print(f"{described()}\n{chosen.events:,} events, {chosen.runs} runs, medians\n")
        if chosen.costs:
            costs(next(iter(stores.values())), cuts[0], chosen.events)
            return
        found = {workers: on_spark(stores, workers, chosen.runs) for workers in chosen.workers}
        for parts, store in stores.items():
            local = {
                name: measured(session(store, None), SEARCHES[name], chosen.runs) for name in NAMES
            }
            print(f"{parts} parts:\n")
            report(local, {workers: found[workers][parts] for workers in chosen.workers})


def report(local: Measured, spread: Mapping[int, Measured]) -> None:
    """One table: seconds here and on clusters, by their workers."""
    head = ["search", "local, first", "local, again"]
    for workers in spread:
        head += [f"{workers} workers, first", "again", "kB met"]
    rows = [
        [name, *local[name], *(cell for of_workers in spread.values() for cell in of_workers[name])]
        for name in NAMES
    ]
    print(tabulate(rows, head, floatfmt=".2f"), end="\n\n")


class Counting:
    """A cluster that does the first stage here, counts what it leaves, and goes no further."""

    buckets = 8
    left = 0

    def run(self, work: Work) -> list[Block]:
        blocks = list(read_units(work, range(len(work.sizes))))
        self.left = sum(len(block.data) for block in blocks if block.kind == "rows")
        raise CountedError


class CountedError(Exception):
    """All is counted."""


def costs(store: Path, parts: list[Path], events: int) -> None:
    kept = sum(part.stat().st_size for part in parts) / events
    raw = sum(part.size for part in read_manifest(store).parts) / events
    print(f"{raw:,.0f} bytes of text an event, {kept:,.0f} in the store")
    rows = []
    for name in NAMES:
        begin = time.process_time()
        session(store, None).search(SEARCHES[name])
        spent = time.process_time() - begin
        cluster = Counting()
        with suppress(CountedError):
            session(store, Spread(cluster)).search(SEARCHES[name])
        rows.append([name, 1e6 * spent / events, cluster.left / events])
    print(tabulate(rows, ["search", "CPU us an event", "bytes left an event"], floatfmt=".2f"))


def session(store: Path, engine: object) -> spl.Session:
    made = spl.Session(engine=engine)
    made.load(store)
    return made


def measured(asked: spl.Session, search: str, runs: int) -> tuple[float, float]:
    """Seconds of the first run, with everything to be read, and of the later ones."""
    seconds = []
    for _ in range(runs):
        begin = time.perf_counter()
        asked.search(search)
        seconds.append(time.perf_counter() - begin)
    return seconds[0], median(seconds[1:] or seconds)


def on_spark(stores: Mapping[int, Path], workers: int, runs: int) -> dict[int, Measured]:
    """Seconds and bytes of each search of each store, by the number of its parts."""
    begin = time.perf_counter()
    engine = start(f"local-cluster[{workers},1,1024]")
    print(f"{workers} workers: started in {time.perf_counter() - begin:.1f} s", file=sys.stderr)
    found: dict[int, Measured] = {}
    for parts, store in stores.items():
        asked = session(store, engine)
        asked.search("index=nothing_of_that_name OR index=main | head 1 | table _time")
        found[parts] = {
            name: (
                *measured(asked, SEARCHES[name], runs),
                met(engine, store, SEARCHES[name]) / 1e3,
            )
            for name in NAMES
        }
    engine.spark.stop()
    return found


def met(engine: object, store: Path, search: str) -> int:
    """Bytes of the blocks that meet here or are shuffled."""
    total = 0
    run = SparkCluster.run

    def counted(self: SparkCluster, work: Work) -> object:
        nonlocal total
        stages = Work(work.message, work.apps, work.own, work.sizes, 0, work.tables)
        total += sum(len(block.data) for block in run(self, stages))
        return run(self, work)

    SparkCluster.run = counted
    try:
        session(store, engine).search(search)
    finally:
        SparkCluster.run = run
    return total
