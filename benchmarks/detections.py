"""``python -m benchmarks.detections CHECKOUT``: running the rules of published content.

Two figures. The ledger of the whole checkout: every rule read, parsed, bound and run, with one
process and with all. And the shared pass: rules over one log that is read once, against a session
of its own for each rule.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tabulate import tabulate

from benchmarks.generate import events, xml
from spl import Session
from spl.detections import AttackData, Rule, RuleTest, Runner, find_rules, load_rule
from spl.detections.pool import cores

SYSMON = "XmlWinEventLog:Microsoft-Windows-Sysmon/Operational"


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.detections", description=__doc__)
    options.add_argument("checkout", type=Path, help="a checkout of security_content")
    options.add_argument("--data", help="as of spl test: where the logs are that the rules name")
    options.add_argument("--events", type=int, default=2_000, help="events of the shared log")
    options.add_argument("--rules", type=int, default=100, help="rules over the shared log")
    chosen = options.parse_args()
    rules = find_rules([chosen.checkout])
    print(f"{platform.machine()}, {cores()} cores, {platform.system()}, ", end="")
    print(f"Python {platform.python_version()}; {len(rules):,} rules\n")
    lines = [ledger(chosen.checkout, chosen.data, jobs) for jobs in sorted({1, cores()})]
    print(tabulate(lines, ("ledger", "wall s", "CPU s", "rules per CPU s"), floatfmt=".1f"))
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "sysmon.xml"
        log.write_text("\n".join(map(xml, events(chosen.events))), "utf-8")
        picked = pick(rules, chosen.rules, log)
        compare(chosen.checkout, picked, f"{len(picked)} rules over {chosen.events:,} events")


def ledger(checkout: Path, data: str | None, jobs: int) -> tuple[str, float, float, float]:
    """Run the whole checkout with so many processes, as the command line does."""
    command = [sys.executable, "-m", "spl", "test", str(checkout), "-j", str(jobs)]
    command += ["--ledger", os.devnull, "--quiet", *(["--data", data] if data else [])]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return f"{jobs} processes", wall, cpu, len(find_rules([checkout])) / cpu


def pick(files: list[Path], count: int, log: Path) -> list[Rule]:
    """The first rules that read Sysmon, each with one test over *log*."""
    test = RuleTest("T", (AttackData(str(log), SYSMON, "XmlWinEventLog"),))
    rules = (load_rule(path) for path in files)
    sysmon = (rule for rule in rules if any("Sysmon" in each for each in rule.data_sources))
    return [replace(rule, tests=(test,)) for rule, _ in zip(sysmon, range(count), strict=False)]


def compare(checkout: Path, rules: list[Rule], what: str) -> None:
    """The shared pass against a runner of its own, so a log of its own, for each rule."""

    def shared() -> list[str]:
        runner = Runner(Session, [checkout])
        return [outcome.status for rule in rules for outcome in runner.run(rule)]

    def alone() -> list[str]:
        found = []
        base = Runner(Session, [checkout]).site(rules[0]).base
        for rule in rules:
            runner = Runner(lambda apps: base.branch(), [checkout])  # noqa: ARG005 - by name
            found += [outcome.status for outcome in runner.run(rule)]
        return found

    (first, theirs), (second, ours) = timed(alone), timed(shared)
    if theirs != ours:
        raise SystemExit("the shared pass gives other outcomes")
    headers = (what, "CPU s", "times as fast")
    lines = [("a log for each rule", first, 1.0), ("the shared pass", second, first / second)]
    print(f"\n{tabulate(lines, headers, floatfmt='.1f')}")


def timed(work: Callable[[], list[str]]) -> tuple[float, list[str]]:
    start = time.process_time()
    found = work()
    return time.process_time() - start, found


if __name__ == "__main__":
    main()
