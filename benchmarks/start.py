"""``python -m benchmarks start``: how soon spl answers, on the clock and in processor time.

The program is compiled and the built parsers are kept, as they are in an installed program that was
used once. The prompt counts from the start of the process until it can be typed at.
"""

from __future__ import annotations

import argparse
import os
import pty
import select
import sys
import tempfile
import termios
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

from tabulate import tabulate

from benchmarks.machine import Spent, described, reaped, spend
from benchmarks.sysmon import lines

_PYTHON = (sys.executable, "-m")
_EVENTS = 100
_PATIENCE = 60
_LEAVE = b"\x04"
_PROMPT = b"spl>"
TARGETS = {"spl --version": 0.15, "spl search, 100 events": 0.5, "spl repl, to the prompt": 0.4}


def main(arguments: list[str]) -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks start", description=__doc__)
    options.add_argument("--runs", type=int, default=11, help="how often each thing is measured")
    chosen = options.parse_args(arguments)
    found: dict[str, list[Spent]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "sysmon.xml"
        log.write_text("".join(lines(_EVENTS)), "utf-8")
        env = _environment(Path(folder))
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "import numpy": [sys.executable, "-c", "import numpy"],
            "spl --version": [*_PYTHON, "spl", "--version"],
            "spl search, makeresults": [*_PYTHON, "spl", "search", "| makeresults"],
            "spl search, 100 events": [*_PYTHON, "spl", "search", _search(), str(log)],
        }
        for run in range(chosen.runs + 1):
            for name, command in commands.items():
                found[name].append(spend(command, env))
            found["spl repl, to the prompt"].append(_prompted(env))
            if not run:
                found.clear()  # what the first run compiles and builds is kept
    _report(found)


def _search() -> str:
    return "index=* EventCode=1 | stats count by Image"


def _environment(folder: Path) -> dict[str, str]:
    """Folders of its own for what is kept, so that nothing of the user counts or changes."""
    kept = {
        "PYTHONPYCACHEPREFIX": str(folder / "pycache"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "XDG_STATE_HOME": str(folder / "state"),
        "TERM": "xterm-256color",
        "PROMPT_TOOLKIT_NO_CPR": "1",
    }
    env = {**os.environ, **kept}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return env


def _prompted(env: dict[str, str]) -> Spent:
    """Start the prompt at a terminal; the clock stops when it shows, and it is left then."""
    start = time.perf_counter()
    pid, terminal = pty.fork()
    if not pid:
        termios.tcsetwinsize(0, (24, 80))
        os.execve(sys.executable, [*_PYTHON, "spl", "repl"], env)
    shown = b""
    while _PROMPT not in shown:
        if not select.select([terminal], [], [], _PATIENCE)[0]:
            raise SystemExit(f"no prompt within {_PATIENCE} seconds: {shown!r}")
        shown += os.read(terminal, 4096)
    wall = time.perf_counter() - start
    os.write(terminal, _LEAVE)
    try:
        while os.read(terminal, 4096):
            pass
    except OSError:
        pass  # the terminal ends with the process
    spent = reaped(pid, start)
    os.close(terminal)
    return Spent(wall, spent.cpu, spent.memory)


def _report(found: dict[str, list[Spent]]) -> None:
    runs = len(found["python -c pass"])
    print(f"{described()}; {runs} runs\n")
    rows = [
        (name, *_middle([each.wall for each in spent]), median(each.cpu for each in spent),
         median(each.memory for each in spent), TARGETS.get(name))
        for name, spent in found.items()
    ]  # fmt: skip
    heads = ("what", "wall s", "least", "CPU s", "peak MB", "target s")
    print(tabulate(rows, heads, floatfmt=("", ".3f", ".3f", ".3f", ".0f", ".2f")))


def _middle(times: list[float]) -> tuple[float, float]:
    return median(times), min(times)
