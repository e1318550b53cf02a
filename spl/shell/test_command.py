"""``spl test``: the tests of rule files."""

from __future__ import annotations

from collections import Counter
from datetime import UTC
from pathlib import Path

import click

from spl.detections import DrillDownRun, Outcome, Rule, Runner, find_rules, load_rule
from spl.errors import SplError
from spl.session import Results
from spl.shell.options import SessionOptions, session_options, warn
from spl.shell.render import render
from spl.shell.show import terminal_page

_MARKS = {"passed": "PASS", "failed": "FAIL", "error": "ERROR", "skipped": "SKIP"}
_COLOURS = {"passed": "green", "failed": "red", "error": "red", "skipped": "yellow"}


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--data",
    "folders",
    type=click.Path(path_type=Path, exists=True),
    multiple=True,
    help="Folder in which the logs that rules name are looked for by their path. "
    "By default the current folder and the folders above the rules.",
)
@click.option("--rows", is_flag=True, help="Show the result rows of every test.")
@click.option("--drilldowns", is_flag=True, help="Run the drill-downs of each rule and show them.")
@click.option("--why", is_flag=True, help="Say of every test that fails why its rows are missing.")
@session_options
def test(
    options: SessionOptions,
    paths: tuple[Path, ...],
    folders: tuple[Path, ...],
    rows: bool,
    drilldowns: bool,
    why: bool,
) -> int:
    """Run the tests of rules: PATHS are rule files or folders of them.

    A test passes when its search gives the rows that are asked for (at least one, unless the test
    says otherwise) and every risk object is there.
    """
    files = find_rules(paths)
    runner = Runner(options.session, folders or _default_folders(files), drilldowns, why)
    statuses: Counter[str] = Counter()
    for file in files:
        for outcome in _outcomes(runner, file):
            statuses[outcome.status] += 1
            _show(outcome, rows)
    click.echo(_summary(statuses))
    return 1 if statuses["failed"] or statuses["error"] else 0


def _outcomes(runner: Runner, file: Path) -> list[Outcome]:
    """The outcomes of a rule's tests; a rule file that cannot be read is one error."""
    try:
        rule = load_rule(file)
    except SplError as error:
        return [Outcome(Rule(file, file.stem, ""), None, "error", error=error)]
    return list(runner.run(rule))


def _default_folders(files: list[Path]) -> list[Path]:
    """The current folder, and every folder above a rule: a checkout holds rules and logs."""
    folders = dict.fromkeys([Path.cwd()])
    for file in files:
        folders.update(dict.fromkeys(file.resolve().parents))
    return list(folders)


def _show(outcome: Outcome, rows: bool) -> None:
    mark = click.style(f"{_MARKS[outcome.status]:5}", fg=_COLOURS[outcome.status], bold=True)
    test = f" · {outcome.test.name}" if outcome.test else ""
    click.echo(f"{mark} {outcome.rule.name}{test}{_figures(outcome)}")
    for reason in outcome.reasons:
        click.echo(f"      {reason}")
    if outcome.error is not None:
        click.echo(_indent(outcome.error.render()))
    if outcome.why:
        click.echo(_indent("\n".join(("", *outcome.why, ""))))
    if outcome.results is not None:
        if rows and len(outcome.results):
            _show_rows(outcome.results)
        warn(outcome.results.warnings)
    for run in outcome.drilldowns:
        _show_drilldown(run)


def _figures(outcome: Outcome) -> str:
    if outcome.results is None:
        return ""
    count = len(outcome.results)
    figures = [f"{count} row" if count == 1 else f"{count} rows"]
    if outcome.risk:
        figures.append(f"{len(outcome.risk)} risk events")
    figures.append(f"{outcome.seconds:.2f} s")
    return f"  ({', '.join(figures)})"


def _show_rows(results: Results) -> None:
    page = terminal_page(UTC, results)
    click.echo(render(results.columns, list(results), "table", page) + "\n")


def _show_drilldown(run: DrillDownRun) -> None:
    click.echo(f"      drill-down: {run.drilldown.name}")
    if run.error is not None:
        click.echo(_indent(run.error.render()))
    elif run.results is not None:
        _show_rows(run.results)


def _indent(text: str) -> str:
    return "\n".join(f"      {line}" for line in text.splitlines())


def _summary(statuses: Counter[str]) -> str:
    names = ("passed", "failed", "error", "skipped")
    words = {"error": "in error"}
    counts = [f"{statuses[name]} {words.get(name, name)}" for name in names if statuses[name]]
    return ", ".join(counts) or "no tests"
