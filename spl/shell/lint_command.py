"""``spl lint``: what is wrong or surprising in rules and files of SPL, without running them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from spl.detections.checkout import find_root
from spl.detections.lint import SEVERITIES, DataSources, Finding, Linter, checks, find_check
from spl.detections.yaml_places import Lines
from spl.errors import BindError, did_you_mean
from spl.session import Session
from spl.shell.options import knowledge_paths
from spl.shell.search_files import search_files

_EXAMPLES = """
\b
Examples:
  spl lint detections/
  spl lint --ignore LINT112,LINT118 my_rule.yml
  spl lint --output github --fail-on error detections/
  spl lint --explain LINT110
"""
_COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}
_GITHUB = {"error": "error", "warning": "warning", "info": "notice"}


@click.command(epilog=_EXAMPLES)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--select", multiple=True, help="Codes, or beginnings of them, to look for.")
@click.option("--ignore", multiple=True, help="Codes, or beginnings of them, to leave out.")
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default="warning",
    show_default=True,
    help="Mildest finding for which to exit with 1.",
)
@click.option(
    "--output",
    "-o",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="How to write the findings; github writes annotations for a workflow.",
)
@click.option("--statistics", is_flag=True, help="Count findings by code instead of showing them.")
@click.option("--explain", metavar="CODE", help="Print what a check finds, with examples.")
@knowledge_paths
def lint(  # noqa: PLR0913 - one parameter per option
    apps: tuple[Path, ...],
    macros: tuple[Path, ...],
    paths: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    output: str,
    statistics: bool,
    explain: str | None,
) -> int:
    """Say what is wrong or surprising in PATHS: rule files, files of SPL (.spl), folders of both.

    Macros, lookups and data sources are those of the checkout that the rules stand in, and of
    --apps and --macros. A finding is silenced by "# spl: ignore CODE" in the YAML, before or
    behind a key, or by a comment ```spl: ignore CODE``` in a stage of the search.
    """
    if explain is not None:
        click.echo(explained_code(explain))
        return 0
    if not paths:
        raise click.UsageError("Say what to look at: PATHS, or --explain CODE.")
    checkout = next(filter(None, map(find_root, paths)), None)
    session = Session(apps=[*([checkout] if checkout else []), *apps], macros=macros)
    sources = DataSources.read(checkout) if checkout else DataSources()
    linter = Linter.of(session, sources, _split(select), _split(ignore))
    files = list(search_files(paths))
    findings = [finding for file in files for finding in linter.lint(file)]
    _show(findings, len(files), output, statistics)
    return 1 if any(_fails(finding, fail_on) for finding in findings) else 0


def _split(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes that are given one by one or with commas between them."""
    return tuple(code.strip().upper() for each in codes for code in each.split(",") if code.strip())


def _fails(finding: Finding, fail_on: str) -> bool:
    if fail_on == "never":
        return False
    return SEVERITIES.index(finding.severity) >= [*SEVERITIES].index(fail_on)  # type: ignore[arg-type]


def _show(findings: Sequence[Finding], files: int, output: str, statistics: bool) -> None:
    if statistics:
        for code, count in sorted(Counter(each.code for each in findings).items()):
            known = find_check(code)
            title = known.title if known is not None else "the search would be refused"
            click.echo(f"{count:6}  {code}  {title}")
    elif output == "json":
        click.echo(json.dumps([_as_json(each) for each in findings], indent=2, ensure_ascii=False))
        return
    else:
        for each in findings:
            click.echo(_annotation(each) if output == "github" else _as_text(each))
    if output == "text":
        click.echo(_summary(findings, files))


def _as_text(finding: Finding) -> str:
    severity = click.style(finding.severity, fg=_COLOURS[finding.severity], bold=True)
    return f"{severity} {finding.render()}\n"


def _as_json(finding: Finding) -> dict[str, object]:
    end_line, end_column = Lines.of(finding.text).place(finding.span.end)
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "hint": finding.hint,
        "path": str(finding.path),
        "line": finding.line,
        "column": finding.column,
        "end_line": end_line,
        "end_column": end_column,
    }


def _annotation(finding: Finding) -> str:
    """A line that a GitHub workflow shows beside the code."""
    words = f"{finding.message} {finding.hint or ''}".strip()
    place = f"file={_escaped(str(finding.path))},line={finding.line},col={finding.column}"
    return f"::{_GITHUB[finding.severity]} {place},title={finding.code}::{_escaped(words, ':,')}"


def _escaped(text: str, kept: str = "") -> str:
    marks = {"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"}
    return "".join(mark if mark in kept else marks.get(mark, mark) for mark in text)


def _summary(findings: Sequence[Finding], files: int) -> str:
    where = f"{files} file" if files == 1 else f"{files} files"
    if not findings:
        return f"Nothing found in {where}."
    counts = Counter(each.severity for each in findings)
    words = [f"{counts[each]} {each}" for each in reversed(SEVERITIES) if counts[each]]
    return f"{len(findings)} found in {where}: {', '.join(words)}."


def explained_code(code: str) -> str:
    """What the check of a code finds and why, with its examples; BindError SPL320 for none."""
    known = find_check(code)
    if known is None:
        codes = [each.code for each in checks()]
        raise BindError(
            f"There is no check '{code}'.",
            code="SPL320",
            hint=did_you_mean(code, codes) or f"Checks: {', '.join(codes)}.",
        )
    bad, good = (_indented(text) for text in (known.bad, known.good))
    return (
        f"{known.code}: {known.title} ({known.severity})\n\n{known.explanation}\n\n"
        f"Bad:\n\n{bad}\n\nGood:\n\n{good}\n"
    )


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
