"""``spl knowledge``: how much the knowledge here knows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from spl.detections.fidelity import OTHER, WINDOWS, Fidelity, compare, find_data_sources
from spl.session import Session
from spl.shell.knowledge_check import check
from spl.shell.knowledge_field import field

_FAMILIES = {WINDOWS: "Windows XML", OTHER: "all others"}


_EXAMPLES = """\
\b
Examples:
  spl knowledge check apps/
  spl knowledge field process_name sysmon.xml
  spl knowledge fidelity security_content/
"""
_FIDELITY = """\
\b
Examples:
  spl knowledge fidelity security_content/
  spl knowledge fidelity security_content/ --misses
"""


@click.group(epilog=_EXAMPLES)
def knowledge() -> None:
    """Look at what apps know: extractions, event types, data models."""


knowledge.add_command(check)
knowledge.add_command(field)


@knowledge.command(epilog=_FIDELITY)
@click.argument("checkout", type=click.Path(path_type=Path))
@click.option(
    "--apps",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Folder of apps to compare with, above those that ship.",
)
@click.option("--misses", is_flag=True, help="Name the fields that are missing.")
def fidelity(checkout: Path, apps: tuple[Path, ...], misses: bool) -> None:
    """Compare fields with those that Splunk produced.

    CHECKOUT holds published content: every file in its folder data_sources has an example event
    and the names of the fields that Splunk showed for it.
    """
    sources = find_data_sources(checkout)
    found = list(compare(sources, lambda: Session(apps)))
    for each in found:
        click.echo(_line(each.source.file, [each]))
        if misses and each.misses:
            click.echo(f"      {', '.join(each.misses)}")
    for source in sources:
        if source.unusable:
            click.echo(f"   not compared: {source.file}: {source.unusable}")
    for family, words in _FAMILIES.items():
        click.echo(_line(words, [each for each in found if each.source.family == family]))


def _line(title: str, found: Sequence[Fidelity]) -> str:
    hits = sum(each.hits for each in found)
    total = hits + sum(len(each.misses) for each in found)
    percent = f"{100 * hits / total:5.1f} %" if total else "    –"
    return f"{percent}  {hits:5} of {total:5}  {title}"
