"""One engine in a process of its own: for each name on standard input it answers the pipeline.

    python -m benchmarks.engine_worker ENGINE FILE... [--digest]

Each answer is given by an engine that was opened for it (rows of dicts are opened once). A line of
JSON says wall seconds, processor seconds, and the answer's digest where that was asked for.
"""

from __future__ import annotations

import gc
import hashlib
import json
import sys
import time
from importlib import import_module
from pathlib import Path

from benchmarks.engine_rows import Answer


def main(engine: str, *arguments: str) -> None:
    digests = "--digest" in arguments
    paths = [Path(path) for path in arguments if not path.startswith("--")]
    make = import_module(f"benchmarks.engine_{engine}").Engine
    opened = make(paths) if engine == "rows" else None
    gc.collect()
    gc.freeze()
    print("ready", flush=True)
    for line in sys.stdin:
        gc.collect()
        wall, cpu = time.perf_counter(), time.process_time()
        answer = (opened or make(paths)).answer(line.rstrip("\n"))
        spent = [time.perf_counter() - wall, time.process_time() - cpu]
        print(json.dumps([*spent, _digest(answer) if digests else None]), flush=True)


def _digest(answer: Answer) -> str:
    rows = sorted(json.dumps([_plain(cell) for cell in row]) for row in answer)
    return f"{len(rows)} rows, {hashlib.sha256(chr(10).join(rows).encode()).hexdigest()[:16]}"


def _plain(cell: object) -> object:
    """What a cell means, whatever type an engine gives it: several values as a list of texts."""
    if isinstance(cell, list):
        return [str(item) for item in cell] if len(cell) > 1 else _plain(cell[0])
    try:
        return round(float(str(cell)), 6)
    except ValueError:
        return str(cell)


if __name__ == "__main__":
    main(*sys.argv[1:])
