"""``python -m benchmarks [TABLE]``: ratios measured in one run, the things compared taking turns.

A table has a file of its own in this folder; without a name: load, twelve searches and start.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TypeVar

from lxml import etree
from tabulate import tabulate

import spl
from benchmarks.generate import Event, events, xml
from benchmarks.questions import QUESTIONS

T = TypeVar("T")
Times = defaultdict[str, list[float]]


TABLES = ("ingest", "engines", "growth", "rules", "spark", "start")
"""The files with a main(arguments) that measures and prints one table."""


def main() -> None:
    if sys.argv[1:2] and sys.argv[1] in TABLES:
        importlib.import_module(f"benchmarks.{sys.argv[1]}").main(sys.argv[2:])
        return
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    options.add_argument("--events", type=int, default=100_000, help="how many events")
    options.add_argument("--runs", type=int, default=5, help="how often each thing is measured")
    chosen = options.parse_args()
    rows = list(events(chosen.events))
    texts = [xml(row) for row in rows]
    times: Times = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "sysmon.xml"
        log.write_text("\n".join(texts), "utf-8")
        size = log.stat().st_size / 1e6
        for run in range(chosen.runs):
            print(f"run {run + 1} of {chosen.runs}", file=sys.stderr)
            measure_load(times, log, texts)
            measure_searches(times, load(log), rows)
            measure_start(times, Path(folder))
    report(times, chosen.events, size)


def cpu(times: Times, name: str, work: Callable[[], T]) -> T:
    """Do *work* and note its processor time in seconds."""
    start = time.process_time()
    result = work()
    times[name].append(time.process_time() - start)
    return result


def load(log: Path) -> spl.Session:
    session = spl.Session()
    session.load(log)
    return session


def parse_all(texts: list[str]) -> None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for text in texts:
        etree.fromstring(text, parser)


def measure_load(times: Times, log: Path, texts: list[str]) -> None:
    cpu(times, "lxml", lambda: parse_all(texts))
    cpu(times, "load", lambda: load(log))


def measure_searches(times: Times, session: spl.Session, rows: list[Event]) -> None:
    """Ask each question in three ways, and see that all answers are the same."""
    for number, (search, plain) in enumerate(QUESTIONS):
        expected = cpu(times, f"plain {number}", lambda: plain(rows))  # noqa: B023 - used at once
        for name in ("first", "again"):
            found = cpu(times, f"{name} {number}", lambda: session.search(search))  # noqa: B023
            if list(found) != expected:
                raise SystemExit(f"wrong answer to: {search}")


def measure_start(times: Times, folder: Path) -> None:
    """Start processes; what Python compiles is kept, as it is in an installed program."""
    env = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "pycache")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    for name, arguments in (
        ("python", ["-c", "pass"]),
        ("numpy", ["-c", "import numpy"]),
        ("start", ["-m", "spl", "search", "| makeresults"]),
    ):
        command = [sys.executable, *arguments]
        if name not in times:
            subprocess.run(command, env=env, check=True, capture_output=True)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, env=env, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        times[name].append(spent)


def report(times: Times, count: int, size: float) -> None:
    """Print medians of processor time, and ratios of them."""
    mid = {name: median(values) for name, values in times.items()}
    runs = len(times["load"])
    print(f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, ", end="")
    print(f"Python {platform.python_version()}; {count:,} events, {size:.0f} MB, {runs} runs\n")
    single = [
        ("load, ms per MB", 1e3 * mid["load"] / size, "lxml loop", 1e3 * mid["lxml"] / size),
        ("start, ms", 1e3 * mid["start"], "python -c pass", 1e3 * mid["python"]),
        ("start, ms", 1e3 * mid["start"], "import numpy", 1e3 * mid["numpy"]),
    ]
    table = [(what, a, against, b, a / b) for what, a, against, b in single]
    print(tabulate(table, ("what", "spl", "against", "takes", "times as long"), floatfmt=".1f"))
    print("\nA question asked first, and again, against plain Python over a list of dicts:\n")
    lines = []
    for number, (search, _) in enumerate(QUESTIONS):
        plain, first, again = (1e3 * mid[f"{n} {number}"] for n in ("plain", "first", "again"))
        lines.append((search[:62], plain, first, again, plain / first, plain / again))
    headers = ("search", "plain ms", "first ms", "again ms", "faster", "again faster")
    print(tabulate(lines, headers, floatfmt=".1f"))


if __name__ == "__main__":
    main()
