"""``python -m benchmarks growth [CHECKOUT]``: how cost grows with events, and with rules.

Events are put into the store a million at a time, so that no log on the disk is larger than that.
Each search runs in a process of its own, once with the memory that it takes by itself and once with
a quarter of what the events' texts take; both answers must be the same. With a checkout of
security_content, 1, 10, 100 and all of its rules run over the first store of 100,000 events.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tabulate import tabulate

from benchmarks import rules as published
from benchmarks.machine import described
from benchmarks.mixed import lines
from spl import Session
from spl.detections import find_rules, load_rule
from spl.events.intake import Settings
from spl.events.store import open_store
from spl.events.store_writer import index_logs

SEARCH = "index=* | stats count dc(CommandLine) max(_time) by EventCode, host | sort 50 -count"
_CHUNK = 1_000_000
_BUDGET = 4  # the events' texts are so many times the memory that may be used


def main(arguments: list[str]) -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks growth", description=__doc__)
    options.add_argument("checkout", type=Path, nargs="?", help="a checkout of security_content")
    options.add_argument("--most", type=int, default=1_000_000, help="events of the largest store")
    options.add_argument("--rules-over", type=int, default=100_000, help="events that rules run on")
    chosen = options.parse_args(arguments)
    counts = [10**power for power in range(4, 10) if 10**power <= chosen.most]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [_events(folder, count) for count in counts]
        print(f"{described()}\n")
        heads = ("events", "log MB", "store MB", "index CPU s", "µs per event", "peak MB",
                 "search CPU s", "ns per event", "peak MB", "little CPU s", "peak MB")  # fmt: skip
        print(tabulate(rows, heads, floatfmt=",.1f"))
        if chosen.checkout is not None:
            print("\n" + _rules(chosen.checkout, folder, chosen.rules_over))


def _events(folder: Path, count: int) -> Sequence[float]:
    """One line of the table of events."""
    store = folder / f"grown{count}"
    cpu, index_memory = 0.0, 0.0
    written = iter(lines(count))
    for number in itertools.count():
        log = folder / f"{count}-{number}.xml"
        with log.open("w", encoding="utf-8") as file:
            file.writelines(itertools.islice(written, _CHUNK))
        if not log.stat().st_size:
            break
        spent, memory, _ = _alone(_index, log, store)
        cpu, index_memory = cpu + spent, max(index_memory, memory)
        log.unlink()
    texts = sum(part.info.size for part in open_store(store).parts)
    held = sum(path.stat().st_size for path in store.rglob("*") if path.is_file())
    whole, memory, answer = _alone(_search, store, None)
    little, little_memory, same = _alone(_search, store, texts // _BUDGET)
    if answer != same:
        raise SystemExit(f"{count} events give another answer in a quarter of the memory")
    return (count, texts / 1e6, held / 1e6, cpu, 1e6 * cpu / count, index_memory,
            whole, 1e9 * whole / count, memory, little, little_memory)  # fmt: skip


def _rules(checkout: Path, folder: Path, events: int) -> str:
    """The table of rules: each number of them in a process that opens the store anew."""
    store = published.made_store(folder, events)
    known = [load_rule(path) for path in find_rules([checkout])]
    rows = []
    for count in (1, 10, 100, len(known)):
        done = published.one_pass(checkout, store, published.some(known, count), 1)
        seconds = sum(each.seconds for each in done.found)
        rows.append((count, done.wall, done.cpu, seconds, 1e3 * seconds / count, done.memory))
    heads = ("rules", "wall s", "CPU s", "of it rules", "ms per rule", "peak MB")
    return tabulate(rows, heads, floatfmt=",.1f")


def _alone(work: Callable[..., Any], *arguments: object) -> tuple[float, float, Any]:
    """Processor seconds, peak MB and the result of *work* in a new process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (work, *arguments))


def _measured(work: Callable[..., Any], *arguments: object) -> tuple[float, float, Any]:
    """The same in this process, with those of processes that it starts; MB are of the largest."""
    start = _seconds()
    found = work(*arguments)
    spent = _seconds() - start
    kinds = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    return spent, max(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024, found


def _seconds() -> float:
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + others.ru_utime + others.ru_stime


def _index(log: Path, store: Path) -> None:
    session = Session()
    index_logs([log], store, settings=Settings(), knowledge=session.knowledge,
               env=session.environment())  # fmt: skip


def _search(store: Path, memory: int | None) -> list[dict[str, Any]]:
    session = Session(now=published.NOW, memory=memory)
    session.load(store)
    return list(session.search(SEARCH))
