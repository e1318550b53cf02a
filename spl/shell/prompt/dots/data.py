"""Dot commands about the loaded events."""

from __future__ import annotations

import click

from spl.shell.options import warn
from spl.shell.prompt.desk import Desk
from spl.shell.prompt.dot import dot_command
from spl.shell.render import Page, render
from spl.shell.render.cell import printable

_VALUES = 20


@dot_command(".load FILE", completes="path")
def load(desk: Desk, path: str) -> None:
    """Read one more log file or folder."""
    before = desk.session.event_count
    report = desk.session.load(path)
    desk.loads += 1
    warn(report.warnings())
    click.echo(f"{desk.session.event_count - before:,} events read; {desk.events()} in all.")


@dot_command(".fields [TEXT]")
def fields(desk: Desk, text: str) -> None:
    """List the fields of the loaded events, or those whose names hold TEXT."""
    names = sorted(n for n in desk.session.field_names() if text.lower() in n.lower())
    click.echo("  ".join(map(printable, names)) or "No event has such a field.")


@dot_command(".values FIELD", completes="fields")
def values(desk: Desk, name: str) -> None:
    """Show the most frequent values of a field."""
    found = desk.session.field_values(name, _VALUES)
    if not found:
        click.echo(f"No event has a field '{name}'.")
        return
    rows = [{name: value, "count": str(count)} for value, count in found]
    click.echo(render([name, "count"], rows, "table", Page(zone=desk.session.zone)))
