"""One line on the terminal that tells how far a run of rules is."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator

from spl.detections import Outcome
from spl.detections.rule_run import RuleRun

_BAR = 24
_MORE = (("skipped", "skipped"), ("tried", "tried without data"))


def with_progress(run: RuleRun, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Pass the *outcomes* of a run on, showing how many of them are known.

    The line stands on standard error, only where that is a terminal, and is gone in the end.
    """
    if not sys.stderr.isatty():
        yield from outcomes
        return
    counts: Counter[str] = Counter()
    try:
        for outcome in outcomes:
            tried = outcome is run.trial.get(outcome.rule.path)
            counts["tried" if tried else outcome.status] += 1
            _draw(progress_line(counts, run.steps, shutil.get_terminal_size().columns))
            yield outcome
    finally:
        _draw("")


def progress_line(counts: Counter[str], total: int, width: int) -> str:
    """The line: a bar and how many tests are done, by what came of them."""
    done = sum(counts.values())
    filled = _BAR * done // total if total else _BAR
    told = [f"{counts['passed']:,} passed", f"{counts['failed'] + counts['error']:,} failed"]
    told += [f"{counts[name]:,} {word}" for name, word in _MORE if counts[name]]
    line = f"[{'#' * filled}{'-' * (_BAR - filled)}] {done:,}/{total:,}  {', '.join(told)}"
    return line[: max(0, width - 1)]


def _draw(line: str) -> None:
    sys.stderr.write(f"\r\x1b[K{line}")
    sys.stderr.flush()
