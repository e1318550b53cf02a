"""What ``spl test`` says on the terminal: failures first, then the rest, then one summary line."""

from __future__ import annotations

import shutil
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC

import click

from spl.detections import DrillDownRun, Missing, Outcome
from spl.detections.runner import MANUAL
from spl.session import Results
from spl.shell.options import warn
from spl.shell.render import render
from spl.shell.show import terminal_page

_MARKS = {"passed": "PASS", "failed": "FAIL", "error": "ERROR", "skipped": "SKIP"}
_COLOURS = {"passed": "green", "failed": "red", "error": "red", "skipped": "yellow"}
_INDENT = " " * 6
_NAMED = 3
_WIDEST = 120


@dataclass(frozen=True, slots=True)
class TerminalReport:
    """How much to say.

    Attributes:
        rows: the result rows of every test.
        verbose: every skipped test by itself, and what was odd in the logs.
        quiet: nothing about tests that passed or were skipped, except the summary.
    """

    rows: bool = False
    verbose: bool = False
    quiet: bool = False

    def show(self, outcomes: Sequence[Outcome]) -> None:
        """Write all outcomes, failures first."""
        bad = [each for each in outcomes if each.status in ("failed", "error")]
        for outcome in bad:
            self._show(outcome)
        if not self.quiet:
            skipped = [each for each in outcomes if each.status == "skipped"]
            if self.verbose:
                for outcome in skipped:
                    self._show(outcome)
            else:
                _show_skipped(skipped)
            for outcome in outcomes:
                if outcome.status == "passed":
                    self._show(outcome)

    def _show(self, outcome: Outcome) -> None:
        _headline(outcome.status, f"{title(outcome)}{_figures(outcome)}")
        for reason in outcome.reasons:
            _wrapped(reason)
        if outcome.error is not None:
            click.echo(textwrap.indent(outcome.error.render(), _INDENT))
        if outcome.why:
            click.echo(textwrap.indent("\n".join(("", *outcome.why, "")), _INDENT))
        odd = outcome.oddities if self.verbose or outcome.status == "failed" else ()
        for note in (*outcome.notes, *odd):
            _wrapped(f"note: {note}")
        if outcome.results is not None:
            if self.rows and len(outcome.results):
                _show_rows(outcome.results)
            warn(outcome.results.warnings)
        for run in outcome.drilldowns:
            _show_drilldown(run)


def title(outcome: Outcome) -> str:
    """The rule's name and that of the test."""
    return outcome.rule.name + (f" · {outcome.test.name}" if outcome.test else "")


def summary_line(outcomes: Iterable[Outcome], unknown: int = 0, deselected: int = 0) -> str:
    """How many tests passed, failed, were skipped and why not all of them ran."""
    outcomes = list(outcomes)
    counts = Counter(outcome.status for outcome in outcomes)
    words = (("failed", "failed"), ("error", "in error"), ("passed", "passed"))
    parts = [f"{counts[name]:,} {word}" for name, word in words if counts[name]]  # type: ignore[index]
    if counts["skipped"]:
        parts.append(f"{counts['skipped']:,} skipped{_why_skipped(outcomes)}")
    if unknown:
        parts.append(f"{unknown:,} not run")
    if deselected:
        parts.append(f"{deselected:,} rules not selected")
    return ", ".join(parts) or "no tests"


def _why_skipped(outcomes: Sequence[Outcome]) -> str:
    """How many of the skipped tests lack logs, as far as any does."""
    lacking = [_missing(outcome) for outcome in outcomes if outcome.status == "skipped"]
    pointers = sum(any(log.pointer for log in logs) for logs in lacking)
    missing = sum(bool(logs) for logs in lacking) - pointers
    told = [(missing, "without their logs"), (pointers, "with Git-LFS pointers for logs")]
    parts = [f"{count:,} {what}" for count, what in told if count]
    return f" ({', '.join(parts)})" if parts else ""


def _missing(outcome: Outcome) -> list[Missing]:
    return [log for log in outcome.logs if isinstance(log, Missing)]


def _show_skipped(outcomes: Sequence[Outcome]) -> None:
    """Skipped tests, those with the same reason together."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(_reason(outcome), []).append(outcome)
    for reason, group in sorted(groups.items(), key=lambda item: -len(item[1])):
        if len(group) == 1:
            _headline("skipped", title(group[0]))
            for line in group[0].reasons:
                _wrapped(line)
            continue
        _headline("skipped", f"{_counted(len(group), 'test')}: {reason}")
        for outcome in group[:_NAMED]:
            missing = _missing(outcome)
            own = [missing[0].data] if missing else [r for r in outcome.reasons if r != reason]
            _wrapped(": ".join([title(outcome), *own]))
        if len(group) > _NAMED:
            _wrapped(f"… and {len(group) - _NAMED:,} more (--verbose names them)")


def _reason(outcome: Outcome) -> str:
    missing = _missing(outcome)
    if any(log.pointer for log in missing):
        return "their logs are Git-LFS pointers; run 'git lfs pull' where they lie"
    if missing:
        return "their logs are not here; --data says where to look"
    if outcome.reasons and outcome.reasons[0].startswith(MANUAL):
        return "marked as manual tests; --all runs them"
    return outcome.reasons[0] if outcome.reasons else ""


def _headline(status: str, text: str) -> None:
    mark = click.style(f"{_MARKS[status]:5}", fg=_COLOURS[status], bold=True)
    click.echo(f"{mark} {text}")


def _wrapped(text: str) -> None:
    """A sentence behind the margin, wrapped where the terminal ends; a long word stays whole."""
    click.echo(
        textwrap.fill(
            text,
            min(shutil.get_terminal_size((_WIDEST, 0)).columns, _WIDEST),
            initial_indent=_INDENT,
            subsequent_indent=_INDENT,
            break_long_words=False,
            break_on_hyphens=False,
        )
    )


def _figures(outcome: Outcome) -> str:
    if outcome.results is None:
        return ""
    figures = [_counted(len(outcome.results), "row")]
    if outcome.risk:
        figures.append(_counted(len(outcome.risk), "risk event"))
    figures.append(f"{outcome.seconds:.2f} s")
    return f"  ({', '.join(figures)})"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _show_rows(results: Results) -> None:
    page = terminal_page(UTC, results)
    click.echo(render(results.columns, list(results), "table", page) + "\n")


def _show_drilldown(run: DrillDownRun) -> None:
    click.echo(f"{_INDENT}drill-down: {run.drilldown.name}")
    if run.error is not None:
        click.echo(textwrap.indent(run.error.render(), _INDENT))
    elif run.results is not None:
        _show_rows(run.results)
