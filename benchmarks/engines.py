"""``python -m benchmarks engines``: fourteen pipelines over a store, against other engines.

spl, Polars and DuckDB read the Parquet files of a store that ``spl index`` made of generated Sysmon
events; each run opens the store anew. Polars is measured a second time over a copy that it wrote
itself. Plain Python works on rows that are in memory already, on the events of the first part of
the store, and its times are stretched to all events. Before anything is timed the answers of all
engines are compared. Then engines take turns, pipeline by pipeline.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from importlib.metadata import version
from math import exp, log
from pathlib import Path
from statistics import median

from tabulate import tabulate

ENGINES = ("spl", "polars", "polars, own file", "duckdb", "rows")
Spent = dict[str, dict[str, tuple[float, float]]]


class Worker:
    """A process with one engine."""

    def __init__(self, engine: str, paths: list[Path], *, digest: bool = False) -> None:
        command = [sys.executable, "-m", "benchmarks.engine_worker", engine.split(",")[0]]
        command += [*map(str, paths), *(["--digest"] if digest else [])]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._line()

    def ask(self, name: str) -> tuple[float, float, str]:
        """Wall seconds, processor seconds and the digest of the answer to a pipeline."""
        assert self._process.stdin
        print(name, file=self._process.stdin, flush=True)
        wall, cpu, digest = json.loads(self._line())
        return wall, cpu, digest

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()

    def _line(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("an engine gave up")
        return line


def main(arguments: list[str]) -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks engines", description=__doc__)
    options.add_argument("--events", type=int, default=1_000_000, help="how many events")
    options.add_argument("--runs", type=int, default=5, help="how often each thing is measured")
    options.add_argument("--only", action="append", help="one pipeline, by name")
    options.add_argument("--engines", default=",,".join(ENGINES), help=argparse.SUPPRESS)
    options.add_argument("--stores", type=Path, help="where stores are, or are put; kept")
    chosen = options.parse_args(arguments)
    from benchmarks.engine_rows import NAMES

    names = [name for name in NAMES if not chosen.only or name in chosen.only]
    with tempfile.TemporaryDirectory() as folder:
        place = chosen.stores or Path(folder)
        _describe(chosen.events, chosen.runs)
        for distinct in (False, True):
            parts = _store(place, chosen.events, distinct=distinct)
            own = _own_copy(parts)
            files = {e: [own] if e == "polars, own file" else parts for e in ENGINES}
            files["rows"] = _first_part(parts)
            engines = [e for e in ENGINES if e in chosen.engines.split(",,")]
            _compare(engines, files, names)
            spent = _measure(engines, files, names, chosen.runs)
            _report(spent, names, _events(parts) / _events(files["rows"]), distinct=distinct)


def _store(place: Path, count: int, *, distinct: bool, text: int = 128) -> list[Path]:
    """The parts of a store of generated events, with *text* MB in each, made unless it is there."""
    import spl
    from benchmarks.sysmon import lines
    from spl.events.intake import Settings
    from spl.events.store_changes import Limits
    from spl.events.store_writer import index_logs

    store = place / f"{count}{'-distinct' if distinct else ''}{f'-{text}' if text != 128 else ''}"
    if not store.exists():
        print(f"making {count:,} events", file=sys.stderr)
        place.mkdir(parents=True, exist_ok=True)
        log = place / "sysmon.xml"
        with log.open("w", encoding="utf-8") as file:
            file.writelines(lines(count, distinct=distinct))
        session = spl.Session()
        index_logs(
            [log], store, settings=Settings(), knowledge=session.knowledge,
            env=session.environment(), limits=Limits(part=text << 20),
        )  # fmt: skip
        log.unlink()
    return sorted((store / "parts").glob("*.parquet"))


def _first_part(parts: list[Path]) -> list[Path]:
    """The first part as a store of its own, for plain rows and what is compared with them."""
    from spl.events.store_manifest import Manifest, read_manifest, write_manifest

    store = parts[0].parents[1].with_suffix(".first")
    part = store / "parts" / parts[0].name
    if not store.exists():
        part.parent.mkdir(parents=True)
        shutil.copy(parts[0], part)
        write_manifest(store, Manifest(read_manifest(parts[0].parents[1]).parts[:1]))
    return [part]


def _own_copy(parts: list[Path]) -> Path:
    """The same events as Polars would keep them: one file of plain texts."""
    from benchmarks.engine_polars import Engine

    path = parts[0].parents[1].with_suffix(".polars.parquet")
    if not path.exists():
        Engine(parts).frame.sink_parquet(path)
    return path


def _events(parts: list[Path]) -> int:
    import pyarrow.parquet as pq

    return sum(pq.read_metadata(part).num_rows for part in parts)


def _compare(engines: list[str], files: dict[str, list[Path]], names: list[str]) -> None:
    """See that all engines give the same answers, over all events and over those of plain rows."""
    for some in (files, dict.fromkeys(ENGINES, files["rows"])):
        asked = [e for e in engines if e != "rows" or some[e] == some["spl"]]
        workers = {e: Worker(e, some[e], digest=True) for e in asked}
        for name in names:
            found = {engine: worker.ask(name)[2] for engine, worker in workers.items()}
            if len(set(found.values())) > 1:
                raise SystemExit(f"the answers to '{name}' differ: {found}")
            print(f"{name}: {next(iter(found.values()))}", file=sys.stderr)
        for worker in workers.values():
            worker.close()


def _measure(
    engines: list[str], files: dict[str, list[Path]], names: list[str], runs: int
) -> Spent:
    """Medians of wall and processor seconds, by engine and pipeline."""
    all_: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    workers = {engine: Worker(engine, files[engine]) for engine in engines}
    for run in range(runs + 1):  # the first one is for the caches of the machine
        print(f"run {run} of {runs}", file=sys.stderr)
        for name in names:
            for engine, worker in workers.items():
                wall, cpu, _ = worker.ask(name)
                if run:
                    all_[engine, name].append((wall, cpu))
    for worker in workers.values():
        worker.close()
    spent: Spent = defaultdict(dict)
    for (engine, name), times in all_.items():
        wall, cpu = (median(time[k] for time in times) for k in (0, 1))
        spent[engine][name] = wall, cpu
    return spent


def _describe(events: int, runs: int) -> None:
    tools = ", ".join(f"{name} {version(name)}" for name in ("polars", "duckdb", "pyarrow"))
    print(f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, ", end="")
    print(f"Python {platform.python_version()}, {tools}; {events:,} events, {runs} runs")


def _report(spent: Spent, names: list[str], stretch: float, *, distinct: bool) -> None:
    """Print the seconds of each pipeline, and how many times as long the others take."""
    if "rows" in spent:
        spent["rows"] = {n: (w * stretch, c * stretch) for n, (w, c) in spent["rows"].items()}
    others = [engine for engine in spent if engine != "spl"]
    for which, what in ((0, "wall"), (1, "CPU")):
        rows = []
        for name in names:
            own = spent["spl"][name][which]
            rows.append([name, own, *(spent[o][name][which] / own for o in others)])
        total = ["geometric mean", _mean([row[1] for row in rows])]
        total += [_mean([row[k] for row in rows]) for k in range(2, 2 + len(others))]
        lines = "every command line distinct" if distinct else "command lines as they are"
        print(f"\n{what}, {lines}; how many times as long others take:\n")
        heads = ("pipeline", f"spl, {what} s", *others)
        print(tabulate([*rows, total], heads, floatfmt=("", ".3f", *(".2f" for _ in others))))


def _mean(numbers: list[float]) -> float:
    return exp(sum(map(log, numbers)) / len(numbers))
