"""Which formats of report there are, and how one is written."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path

from spl.detections.reports.run import Run
from spl.errors import DataError

# Name and summary. Each is the module of that name beside this one, with a function ``render``
# from a run to text; it is imported when it is asked for, so that none slows a run without it.
FORMATS: Mapping[str, str] = {
    "junit": "JUnit XML, which every CI server reads",
    "jsonl": "one JSON object per test",
    "github": "annotations in a pull request on GitHub",
    "markdown": "a summary table and the failures, for a job summary",
    "html": "one page to look at: rules, rows, coverage by ATT&CK technique",
}


def render_report(kind: str, run: Run) -> str:
    """The report of a run as text that UTF-8 can hold; *kind* is one of `FORMATS`."""
    if kind not in FORMATS:
        raise ValueError(f"no format of report is called {kind!r}")
    render: Callable[[Run], str] = importlib.import_module(f"{__package__}.{kind}").render
    return render(run)


def write_report(kind: str, run: Run, path: Path, *, add: bool = False) -> None:
    """Write a report into a file, replacing it, or behind what it holds with *add*.

    The folder of the file is made where there is none. Error: DataError SPL506 when it cannot be
    written.
    """
    report = render_report(kind, run)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a" if add else "w", encoding="utf-8", newline="\n") as file:
            file.write(report)
    except OSError as error:
        raise DataError(
            f"Cannot write the report {path}: {error.strerror}.", code="SPL506"
        ) from error
