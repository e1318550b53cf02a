"""The files that ``spl test`` writes where it is asked to: one function for each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from spl.detections.ledger import ledger
from spl.detections.risk_file import risk_lines
from spl.detections.rule_run import RuleRun
from spl.detections.summary import summary
from spl.errors import DataError

STANDARD_OUTPUT = Path("-")

Writer = Callable[[RuleRun], str]
"""What makes the text of a file out of a run, whether it is over or was stopped."""


def ledger_text(run: RuleRun) -> str:
    """The ledger of ``--ledger``."""
    return ledger(run.outcomes, run.trial, run.roots)


def risk_text(run: RuleRun) -> str:
    """The risk events of ``--risk``."""
    return risk_lines(run.outcomes)


def summary_text(run: RuleRun) -> str:
    """The official summary of ``--summary``."""
    untested = [(task.rule, task.test) for task in run.unknown]
    return summary(run.outcomes, untested, run.roots, "Selected" if run.deselected else "All")


def write_files(run: RuleRun, files: dict[Path, Writer]) -> None:
    """Write each file; ``-`` is standard output.

    Raises:
        DataError: SPL520, a file cannot be written.
    """
    for path, text in files.items():
        if path == STANDARD_OUTPUT:
            click.echo(text(run), nl=False)
            continue
        try:
            path.write_text(text(run), encoding="utf-8")
        except OSError as error:
            raise DataError(
                f"Cannot write {path}: {error.strerror}.",
                code="SPL520",
                hint="Its folder must be there.",
            ) from error
