"""``python -m benchmarks spark``: what Spark adds to a search, and how it grows.

A store of generated Sysmon events is searched in this process and on Spark, over clusters of this
machine with one worker and two (``local-cluster``: real processes, real shuffles). The overhead is
the time beyond what the local engine takes; the bytes are those of the blocks that meet.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tabulate import tabulate

import spl
from benchmarks.engine_spl import SEARCHES
from benchmarks.engines import _store
from spl.engine.spread.cluster import Work
from spl.spark.cluster import SparkCluster
from spl.spark.start import start

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
    chosen = options.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        place = chosen.stores or Path(folder)
        parts = _store(place, chosen.events, distinct=False)
        print(f"{chosen.events:,} events in {len(parts)} parts, {chosen.runs} runs, medians")
        store = parts[0].parents[1]
        local = {
            name: measured(session(store, None), SEARCHES[name], chosen.runs) for name in NAMES
        }
        found = {workers: on_spark(store, workers, chosen.runs) for workers in chosen.workers}
    head = ["search", "local, first", "local, again"]
    for workers in chosen.workers:
        head += [f"{workers} workers, first", "again", "kB met"]
    rows = [
        [name, *local[name], *(cell for w in chosen.workers for cell in found[w][name])]
        for name in NAMES
    ]
    print(tabulate(rows, head, floatfmt=".2f"))


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


def on_spark(store: Path, workers: int, runs: int) -> dict[str, tuple[float, float, float]]:
    begin = time.perf_counter()
    engine = start(f"local-cluster[{workers},1,1024]")
    print(f"{workers} workers: started in {time.perf_counter() - begin:.1f} s", file=sys.stderr)
    asked, found = session(store, engine), {}
    asked.search("index=nothing_of_that_name OR index=main | head 1 | table _time")
    for name in NAMES:
        first, again = measured(asked, SEARCHES[name], runs)
        found[name] = (first, again, met(engine, store, SEARCHES[name]) / 1e3)
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
