"""``python -m benchmarks ingest``: logs to a store, against a bare loop over the same log.

The loop hands each event to lxml, or to json.loads, and keeps nothing.

Each measurement is a process of its own, so that memory is that of one thing; the things compared
take turns. Processor time includes that of child processes; memory is that of the
largest process. Wall time counts where the machine is quiet, processor time where it is not.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median

from tabulate import tabulate

from benchmarks.sysmon import lines

_HEAD = """
import json, resource, sys, time
path, store = sys.argv[1:]
"""
_TAIL = """
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
others = resource.getrusage(resource.RUSAGE_CHILDREN)
cpu += others.ru_utime + others.ru_stime
most = max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, others.ru_maxrss)
print(json.dumps([wall, cpu, most / 1024]))
"""
_START = "wall, cpu = time.perf_counter(), time.process_time()\n"

LOOPS = {
    "xml": """
from lxml import etree
parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
START
with open(path, "rb") as file:
    for line in file:
        etree.fromstring(line, parser)
""",
    "json": """
START
with open(path, "rb") as file:
    for line in file:
        json.loads(line)
""",
}
WORK = {
    "spl index": """
from pathlib import Path
import pyarrow.parquet, spl
from spl.events.intake import Settings
from spl.events.store_writer import index_logs
session = spl.Session()
START
index_logs([Path(path)], Path(store), settings=Settings(), knowledge=session.knowledge,
           env=session.environment())
""",
    "load into memory": """
import pyarrow.compute, spl
session = spl.Session()
START
session.load(path)
""",
    "open the store": """
import spl
session = spl.Session()
START
session.load(store)
""",
    "first stats of the store": """
import pyarrow.parquet, spl
session = spl.Session()
session.load(store)
START
session.search("index=* | stats count by EventCode, Image")
""",
    "the same in 64 MB": """
import pyarrow.parquet, spl
session = spl.Session(memory=64_000_000)
session.load(store)
START
session.search("index=* | stats count by EventCode, Image")
""",
    "dc of three fields": """
import pyarrow.parquet, spl
session = spl.Session()
session.load(store)
START
session.search("index=* | stats dc(CommandLine) dc(Hashes) dc(TargetFilename) by host")
""",
    "the same in 64 MB, too": """
import pyarrow.parquet, spl
session = spl.Session(memory=64_000_000)
session.load(store)
START
session.search("index=* | stats dc(CommandLine) dc(Hashes) dc(TargetFilename) by host")
""",
}

_LOOP = "bare loop"
_READS = (_LOOP, "spl index", "load into memory")
_HEAD_OF_EVENT = re.compile(r"<EventID>(\d+)<.*?SystemTime='([^']*)'.*?<Computer>([^<]*)<")
_DATA = re.compile(r"<Data Name='(\w+)'>([^<]*)<")


def main(arguments: list[str]) -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks ingest", description=__doc__)
    options.add_argument("--events", type=int, default=1_000_000, help="how many events")
    options.add_argument("--runs", type=int, default=5, help="how often each thing is measured")
    options.add_argument("--json", action="store_true", help="the same events as lines of JSON")
    chosen = options.parse_args(arguments)
    kind = "json" if chosen.json else "xml"
    work = {_LOOP: LOOPS[kind], **WORK}
    with tempfile.TemporaryDirectory() as folder:
        log, store = Path(folder) / f"sysmon.{kind}", Path(folder) / "store"
        with log.open("w", encoding="utf-8") as file:
            events = lines(chosen.events)
            file.writelines(map(as_json, events) if chosen.json else events)
        found: dict[str, list[list[float]]] = defaultdict(list)
        for run in range(chosen.runs):
            print(f"run {run + 1} of {chosen.runs}", file=sys.stderr)
            for name, code in work.items():
                if name == "spl index":
                    shutil.rmtree(store, ignore_errors=True)
                found[name].append(_measured(code, log, store))
        held = sum(path.stat().st_size for path in store.rglob("*") if path.is_file())
        _report(found, chosen.events, log.stat().st_size / 1e6, held / 1e6)


def as_json(line: str) -> str:
    """An event of XML as one of JSON with the same fields."""
    head = _HEAD_OF_EVENT.search(line)
    assert head is not None
    event = dict(zip(("EventCode", "time", "Computer"), head.groups(), strict=True))
    return json.dumps({"time": event.pop("time"), **event, **dict(_DATA.findall(line))}) + "\n"


def _measured(work: str, log: Path, store: Path) -> list[float]:
    """Wall seconds, processor seconds with those of child processes, and the peak memory in MB
    of the process that took the most.
    """
    code = _HEAD + work.replace("START\n", _START) + _TAIL
    command = [sys.executable, "-c", code, str(log), str(store)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    measured: list[float] = json.loads(done.stdout)
    return measured


def _report(found: dict[str, list[list[float]]], events: int, size: float, held: float) -> None:
    print(f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, ", end="")
    runs = len(found[_LOOP])
    print(f"Python {platform.python_version()}; {events:,} events, {size:,.0f} MB, {runs} runs\n")
    mid = {name: [median(each) for each in zip(*all_, strict=True)] for name, all_ in found.items()}
    ratios = {
        name: [median(a[k] / b[k] for a, b in zip(all_, found[_LOOP], strict=True)) for k in (0, 1)]
        for name, all_ in found.items()
    }
    rows = [
        (name, wall, ratios[name][0], cpu, ratios[name][1], size / wall, memory)
        if name in _READS
        else (name, wall, None, cpu, None, None, memory)
        for name, (wall, cpu, memory) in mid.items()
    ]
    heads = (
        "what",
        "wall s",
        "of the loop",
        "CPU s",
        "of the loop",
        "MB/s",
        "peak MB of a process",
    )
    print(tabulate(rows, heads, floatfmt=("", ".2f", ".2f", ".2f", ".2f", ".0f", ".0f")))
    print(f"\nsize on disk: {held:,.0f} MB, {held / size:.1%} of the log")
