"""The option ``--report FORMAT[:FILE]`` of ``spl test``, and the writing of what it asks for."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from spl.detections.reports import FORMATS, Run, render_report, write_report
from spl.errors import SplError, did_you_mean

# Where GitHub Actions says which file to add a job summary to, and where the checkout lies.
_SUMMARY = "GITHUB_STEP_SUMMARY"
_CHECKOUT = "GITHUB_WORKSPACE"


@dataclass(frozen=True, slots=True)
class Report:
    """A report that is asked for: its format, and its file or None for standard output."""

    kind: str
    path: Path | None

    @property
    def fills_output(self) -> bool:
        """Whether nothing else may be on standard output; annotations stand among other lines."""
        return self.path is None and self.kind != "github"


def _read(ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> tuple[Report, ...]:
    return tuple(_report(value, ctx, param) for value in values)


def _report(value: str, ctx: click.Context, param: click.Parameter) -> Report:
    """One value of the option; what cannot be written is said before anything runs."""
    kind, colon, file = value.partition(":")
    if kind not in FORMATS:
        hint = did_you_mean(kind, FORMATS) or f"Formats are {', '.join(FORMATS)}."
        raise click.BadParameter(f"There is no format '{kind}'. {hint}", ctx, param)
    if colon and not file:
        raise click.BadParameter(f"'{value}' names no file.", ctx, param)
    if file in ("", "-"):
        return Report(kind, None)
    if not _can_be_written(Path(file)):
        raise click.BadParameter(f"'{file}' cannot be written.", ctx, param)
    return Report(kind, Path(file))


def _can_be_written(path: Path) -> bool:
    try:
        above = next(folder for folder in path.absolute().parents if folder.exists())
        return above.is_dir() and os.access(above, os.W_OK) and not path.is_dir()
    except OSError:
        return False


report_option = click.option(
    "--report",
    "reports",
    multiple=True,
    callback=_read,
    metavar="FORMAT[:FILE]",
    help="Write a report: "
    + "; ".join(f"{kind} ({summary})" for kind, summary in FORMATS.items())
    + ". Without FILE to standard output. May be repeated.",
)


def check_output(reports: Iterable[Report], taken: bool) -> bool:
    """Whether one report has standard output to itself; what else is said then goes elsewhere.

    Args:
        reports: what is asked for.
        taken: something that is no report fills standard output already.

    Raises:
        click.UsageError: two texts would be mixed up there.
    """
    on_output = [report for report in reports if report.path is None]
    filled = taken or any(report.fills_output for report in on_output)
    if filled and len(on_output) + taken > 1:
        raise click.UsageError("Only one report can go to standard output: give the others a FILE.")
    return filled


@contextmanager
def no_commands(reports: Iterable[Report]) -> Iterator[None]:
    """Keep GitHub from obeying what is printed inside: rows of a log may look like its commands.

    Only where annotations go to standard output, since only then is it read by a workflow.
    """
    if not any(report.kind == "github" and report.path is None for report in reports):
        yield
        return
    word = secrets.token_hex(16)
    click.echo(f"::stop-commands::{word}")
    try:
        yield
    finally:
        click.echo(f"::{word}::")


def write_reports(reports: Iterable[Report], run: Run) -> None:
    """Write every report, also after one of them could not be written.

    A file that ``GITHUB_STEP_SUMMARY`` names is added to: other commands of the step write there
    too.

    Raises:
        DataError: SPL506, a file cannot be written.
    """
    failed: SplError | None = None
    summary = os.environ.get(_SUMMARY)
    for report in reports:
        if report.path is None:
            click.echo(render_report(report.kind, run), nl=False)
            continue
        try:
            add = bool(summary) and report.path.absolute() == Path(summary or "").absolute()
            write_report(report.kind, run, report.path, add=add)
        except SplError as error:
            failed = failed or error
    if failed is not None:
        raise failed


def report_folder() -> Path:
    """The folder that reports name rules relative to: GitHub's checkout, or the current one."""
    return Path(os.environ.get(_CHECKOUT) or Path.cwd())
