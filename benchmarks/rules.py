"""``python -m benchmarks rules CHECKOUT``: every published rule over one store, in one shared pass.

The store holds a million generated events of Sysmon, Security, PowerShell and System (`mixed`).
Rules run one after the other in a session of their own that shares events, and all that was worked
out about them, with the others; with several processes, each takes rules that read the same data.
Seconds of rules are processor seconds of their process; the pass is measured as a whole, too.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import re
import resource
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tabulate import tabulate

from benchmarks.machine import described
from benchmarks.mixed import lines
from spl import Session
from spl.detections import Rule, find_rules, load_rule
from spl.detections.site import open_site
from spl.errors import SplError
from spl.events.intake import Settings
from spl.events.store_writer import index_logs

NOW = 1_731_800_000.0
"""After the last event: the rules have no time range of their own."""

_MODEL = re.compile(r"datamodel\s*=?\s*([\w.]+)", re.IGNORECASE)
_MACRO = re.compile(r"`([\w]+)`")


@dataclass(frozen=True, slots=True)
class Found:
    """What became of one rule.

    Attributes:
        name: of the rule.
        seconds: processor seconds.
        rows: how many rows came out; None where the search was refused.
        refused: the code of the error that refused it.
    """

    name: str
    seconds: float
    rows: int | None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Pass:
    """All rules once: seconds on the clock, processor seconds, MB of the largest process."""

    wall: float
    cpu: float
    memory: float
    found: Sequence[Found]


def main(arguments: list[str]) -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks rules", description=__doc__)
    options.add_argument("checkout", type=Path, help="a checkout of security_content")
    options.add_argument("--events", type=int, default=1_000_000, help="how many events")
    options.add_argument("--runs", type=int, default=3, help="how often the pass is measured")
    options.add_argument("--rules", type=int, help="so many rules, spread evenly; default all")
    options.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options.add_argument("--stores", type=Path, help="folder that keeps the store for the next run")
    chosen = options.parse_args(arguments)
    rules = some([load_rule(path) for path in find_rules([chosen.checkout])], chosen.rules)
    with tempfile.TemporaryDirectory() as folder:
        store = made_store(chosen.stores or Path(folder), chosen.events)
        passes = []
        for run in range(chosen.runs):
            print(f"run {run + 1} of {chosen.runs}", file=sys.stderr)
            passes.append(one_pass(chosen.checkout, store, rules, chosen.processes))
    _report(passes, chosen.events, chosen.processes)


def some(rules: Sequence[Rule], count: int | None) -> list[Rule]:
    """*count* of the rules, spread evenly over them."""
    if count is None or count >= len(rules):
        return list(rules)
    return [rules[number * len(rules) // count] for number in range(count)]


def made_store(folder: Path, events: int) -> Path:
    """The store of so many events in *folder*, made unless it is there."""
    store = folder / f"mixed{events}"
    if not store.exists():
        folder.mkdir(parents=True, exist_ok=True)
        log = folder / "mixed.xml"
        with log.open("w", encoding="utf-8") as file:
            file.writelines(lines(events))
        session = Session()
        index_logs([log], store, settings=Settings(), knowledge=session.knowledge,
                   env=session.environment())  # fmt: skip
        log.unlink()
    return store


def one_pass(checkout: Path, store: Path, rules: Sequence[Rule], processes: int) -> Pass:
    """Run *rules* in so many new processes; opening the store and reading macros is part of it."""
    context = multiprocessing.get_context("spawn")
    start = time.perf_counter()
    with context.Pool(processes, _open, (checkout, store)) as pool:
        done = list(pool.imap_unordered(_run, groups(rules)))
        wall = time.perf_counter() - start
    spent = {used.process: used for _, used in sorted(done, key=lambda each: each[1].cpu)}
    found = sorted((each for part, _ in done for each in part), key=lambda each: each.name)
    cpu, memory = sum(u.cpu for u in spent.values()), max(u.memory for u in spent.values())
    return Pass(wall, cpu, memory, found)


def groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """The rules apart by what they read, the largest groups first: each is for one process."""
    found: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        model, macro = _MODEL.search(rule.search), _MACRO.search(rule.search)
        found[model[1] if model else macro[1] if macro else ""].append(rule)
    return sorted(found.values(), key=len, reverse=True)


class Used(NamedTuple):
    """What a process has taken so far: processor seconds and MB."""

    process: int
    cpu: float
    memory: float


_opened: list[tuple[Session, Session]] = []  # of this process: the site, and the store beside it


def _open(checkout: Path, store: Path) -> None:
    site = open_site(checkout, lambda *, apps: Session(apps=apps, now=NOW))
    logs = site.base.branch()
    logs.load(store)
    _opened.append((site.base, logs))


def _run(rules: Sequence[Rule]) -> tuple[list[Found], Used]:
    """What became of the rules, and what this process has taken since it started."""
    base, logs = _opened[0]
    found = [_one(base.branch(logs), rule) for rule in rules]
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found, Used(os.getpid(), time.process_time(), most)


def _one(session: Session, rule: Rule) -> Found:
    if f"`{rule.filter_macro}`" in rule.search:
        session.macros.setdefault(rule.filter_macro, "search *")
    start = time.process_time()
    try:
        rows = len(list(session.search(rule.search)))
    except SplError as error:
        return Found(rule.name, time.process_time() - start, None, error.code)
    return Found(rule.name, time.process_time() - start, rows)


def _report(passes: Sequence[Pass], events: int, processes: int) -> None:
    print(f"{described()}; {events:,} events, {processes} processes, {len(passes)} runs\n")
    first = passes[0].found
    ran = [each for each in first if each.rows is not None]
    refused = Counter(each.refused for each in first if each.rows is None)
    print(f"{len(first):,} rules: {len(ran):,} ran, {sum(1 for e in ran if e.rows)} found "
          f"something; refused: {dict(refused) or 'none'}\n")  # fmt: skip
    rows = []
    for each in passes:
        seconds = sorted(f.seconds for f in each.found if f.rows is not None)
        late = seconds[int(len(seconds) * 0.95)]
        rows.append((each.wall, each.cpu, 1e3 * median(seconds), 1e3 * late, each.memory))
    middle = [median(column) for column in zip(*rows, strict=True)]
    heads = ("wall s", "CPU s", "rule, median ms", "rule, 95 % ms", "peak MB of a process")
    print(tabulate([middle], heads, floatfmt=(".1f", ".1f", ".1f", ".1f", ".0f")))
    print("\nThe dearest rules:\n")
    dear = sorted(ran, key=lambda each: -each.seconds)[:10]
    print(tabulate([(e.name, e.seconds, e.rows) for e in dear], ("rule", "CPU s", "rows")))
