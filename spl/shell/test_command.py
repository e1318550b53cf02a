"""``spl test``: the tests of rule files."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from spl import __version__
from spl.detections import Runner, find_rules
from spl.detections.attack_data import read_place
from spl.detections.checkout import find_root
from spl.detections.pool import Pool
from spl.detections.reports import Run
from spl.detections.rule import CORRELATIONS
from spl.detections.rule_run import RuleRun
from spl.detections.selection import Selection, name_test
from spl.detections.this_process import ThisProcess
from spl.errors import SplError
from spl.events.cores import cores
from spl.shell.default_places import default_places
from spl.shell.engine_option import engine_option
from spl.shell.options import SessionOptions, knowledge_options, warn
from spl.shell.report_option import (
    Report,
    check_output,
    no_commands,
    report_folder,
    report_option,
    write_reports,
)
from spl.shell.test_files import (
    STANDARD_OUTPUT,
    Writer,
    ledger_text,
    risk_text,
    summary_text,
    write_files,
)
from spl.shell.test_progress import with_progress
from spl.shell.test_report import TerminalReport, summary_line
from spl.shell.test_watch import watch

_STOPPED = 130
_KINDS = ("TTP", "Anomaly", "Hunting", *CORRELATIONS)
_STATUSES = ("production", "experimental", "deprecated")
_FILE = click.Path(path_type=Path, dir_okay=False, writable=True)
_EXAMPLES = """
\b
Examples:
  spl test my_rule.yml
  spl test security_content/ --data attack_data/ --status production
  spl test detections/ -k 'registry and not firewall' --watch
  spl test detections/ --risk risk.jsonl --summary summary.yml
  spl test security_content/ --ledger ledger.tsv
  spl test detections/ --report junit:junit.xml --report html:report.html
"""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the options ask for."""

    session: SessionOptions
    paths: tuple[Path, ...]
    run: dict[str, Any]
    places: tuple[str, ...]
    selection: Selection
    report: TerminalReport
    files: dict[Path, Writer]
    reports: tuple[Report, ...]
    quiet: bool

    def runner(self, files: Sequence[Path]) -> Runner:
        """What runs single tests."""
        return Runner(
            self.session.session,
            [read_place(each) for each in self.places] or default_places(files),
            self.run["drilldowns"],
            self.run["why"],
            every=self.run["every"],
            roots=[root for path in self.paths if (root := find_root(path)) is not None],
        )

    def rule_run(self, files: Sequence[Path]) -> RuleRun:
        """A run over rule files, as far as they are selected."""
        kind = Pool if self.session.engine is None else ThisProcess
        pool = kind(self.runner(files), self.run["jobs"], self.run["timeout"] or None)
        run = RuleRun(pool, self.run["correlate"], trials=self.run["trials"])
        run.read(files, self.selection)
        return run


def _read_words(ctx: click.Context, param: click.Parameter, value: str) -> str:
    try:
        name_test(value) if value else None
    except SplError as error:
        raise click.BadParameter(f"{error.message} {error.hint}", ctx, param) from None
    return value


@click.command(epilog=_EXAMPLES)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--data",
    "places",
    multiple=True,
    envvar="SPL_DATA",
    metavar="DIR|URL=PATH|FILE",
    help="Where the logs that rules name are: a folder (a checkout of attack_data or a cache), a "
    "beginning of addresses and the path that stands for it, or a YAML or JSON file of such pairs. "
    "By default the current folder and the folders above the rules. May be repeated.",
)
@click.option(
    "-k",
    "words",
    default="",
    callback=_read_words,
    help="Only rules whose name or file name fits, such as 'registry and not firewall'.",
)
@click.option(
    "--status",
    "statuses",
    type=click.Choice(_STATUSES, case_sensitive=False),
    multiple=True,
    help="Only rules of this status. May be repeated.",
)
@click.option(
    "--type",
    "kinds",
    type=click.Choice(_KINDS, case_sensitive=False),
    multiple=True,
    help="Only rules of this type. May be repeated.",
)
@click.option("--all", "every", is_flag=True, help="Run manual and experimental tests as well.")
@click.option(
    "--correlate",
    is_flag=True,
    help="Run Correlation rules last, over the risk events that the other rules made.",
)
@click.option("--drilldowns", is_flag=True, help="Run the drill-downs of each rule and show them.")
@click.option("--why", is_flag=True, help="Say of every test that fails why its rows are missing.")
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(min=1),
    default=cores,
    show_default="one for each core",
    help="How many processes run rules.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0),
    default=120.0,
    show_default=True,
    help="Seconds that one test may take; 0 is no limit.",
)
@click.option("--watch", "watching", is_flag=True, help="Run rules again when they change.")
@click.option("--strict", is_flag=True, help="A skipped test counts as a failure.")
@click.option("--rows", is_flag=True, help="Show the result rows of every test.")
@click.option("--verbose", "-v", is_flag=True, help="Name every skipped test; show odd logs.")
@click.option("--quiet", "-q", is_flag=True, help="Show failures and the summary only.")
@click.option("--risk", type=_FILE, help="Write the risk events to a file of JSON lines.")
@click.option("--summary", type=_FILE, help="Write the official summary.yml to a file.")
@click.option(
    "--ledger",
    type=click.Path(path_type=Path),
    is_flag=False,
    flag_value=str(STANDARD_OUTPUT),
    metavar="[FILE]",
    help="Write for every rule how far it gets and why it stops: parsed, bound, executed, has "
    "data, fired. Tab-separated, the same in every run; without FILE to the terminal.",
)
@report_option
@knowledge_options
@engine_option
def test(options: SessionOptions, **given: Any) -> int:
    """Run the tests of rules: PATHS are rule files, folders of them, or checkouts of content.

    A test passes when its search gives the rows that are asked for (at least one, unless the test
    says otherwise) and every risk object is there. A test whose logs are not here, or that is
    marked as manual or experimental, is skipped and counted; what is left out by -k, --status or
    --type is counted too. What rules write goes to a scratch folder that is gone afterwards.

    Rules of every status and type are run, so that a draft can be tested. contentctl leaves out
    those that are not in production, and Correlation rules.
    """
    asked = _asked(options, given)
    files = find_rules(asked.paths)
    run = asked.rule_run(files)
    if not run.total:
        raise click.UsageError(f"None of {len(files):,} rules is selected.")
    code = _run(asked, run)
    if given["watching"] and code != _STOPPED:
        return _keep_running(asked, run)
    return 1 if given["strict"] and _has_skipped(run) and not code else code


def _asked(options: SessionOptions, given: dict[str, Any]) -> _Asked:
    """The options as one object, after a look at those that do not go together."""
    paths, ledger = given["paths"], given["ledger"]
    if ledger is not None and (ledger.is_dir() or ledger.suffix in (".yml", ".yaml")):
        # ``--ledger RULES``: what follows is no file to write but the rules.
        paths, ledger = (*paths, ledger), STANDARD_OUTPUT
    if not paths:
        raise click.UsageError("Say which rules to test: files, folders or a checkout.")
    files = ((given["risk"], risk_text), (given["summary"], summary_text), (ledger, ledger_text))
    quiet = check_output(given["reports"], ledger == STANDARD_OUTPUT)
    return _Asked(
        options,
        paths,
        {**given, "trials": ledger is not None},
        given["places"],
        Selection(given["words"], given["statuses"], given["kinds"]),
        TerminalReport(given["rows"], given["verbose"], given["quiet"] or quiet),
        {path: writer for path, writer in files if path is not None},
        given["reports"],
        quiet,
    )


def _run(asked: _Asked, run: RuleRun) -> int:
    """Run, say what came of it, and return the exit code; Ctrl-C leaves what is known so far."""
    warn(run.problems)
    begin, start, stopped = time.time(), time.perf_counter(), False
    try:
        with closing(run.run()) as known:
            for _ in with_progress(run, known):
                pass
    except KeyboardInterrupt:
        stopped = True
    outcomes = run.outcomes
    seconds = time.perf_counter() - start
    if not asked.quiet:
        with no_commands(asked.reports):
            asked.report.show(outcomes)
    write_files(run, asked.files)
    left = len(run.unknown)
    ended = Run(tuple(outcomes), begin, seconds, __version__, stopped, left, report_folder())
    write_reports(asked.reports, ended)
    told = summary_line(outcomes, left, run.deselected)
    if stopped:
        told = f"Stopped. {told}"
    click.echo(f"{told} in {seconds:.1f} s", err=asked.quiet)
    if stopped:
        return _STOPPED
    return 1 if any(each.status in ("failed", "error") for each in outcomes) else 0


def _keep_running(asked: _Asked, run: RuleRun) -> int:
    """Run again what changes concern, until Ctrl-C."""
    rules = {rule.path: rule for rule in (*run.rules, *run.broken)}
    apps = (*asked.session.apps, *asked.session.macros)
    while True:
        try:
            files = watch(run.pool.runner, list(rules.values()), apps, asked.paths)
        except KeyboardInterrupt:
            return _STOPPED
        run = asked.rule_run(files)
        rules.update({rule.path: rule for rule in (*run.rules, *run.broken)})
        if _run(asked, run) == _STOPPED:
            return _STOPPED


def _has_skipped(run: RuleRun) -> bool:
    return any(outcome.status == "skipped" for outcome in run.outcomes)
