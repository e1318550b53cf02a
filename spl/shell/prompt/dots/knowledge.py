"""Dot commands about knowledge: macros, lookups, data models, and where a field comes from."""

from __future__ import annotations

import click

from spl.shell.knowledge_field import origin_lines
from spl.shell.prompt.desk import Desk
from spl.shell.prompt.dot import dot_command


@dot_command(".knowledge [FIELD]", completes="fields")
def knowledge(desk: Desk, name: str) -> None:
    """Count what the apps know, or say which stanzas give a field its values."""
    if name:
        found = origin_lines(desk.session, name)
        click.echo("\n".join(found) or f"No event has a field '{name}'.")
        return
    session = desk.session
    counts = {
        "macros": len(session.macros),
        "lookups": len(session.lookups),
        "event types": len(session.knowledge.eventtypes),
        "data models": len(session.knowledge.datamodels()),
        "saved searches": len(session.savedsearches),
    }
    click.echo("\n".join(f"{count:>7,} {what}" for what, count in counts.items()))


@dot_command(".macros [TEXT]")
def macros(desk: Desk, text: str) -> None:
    """List the macros, or those whose names hold TEXT with what they stand for."""
    found = {n: desk.session.macros[n] for n in sorted(desk.session.macros) if text in n}
    if not text:
        click.echo("  ".join(found))
    for name, macro in found.items() if text else ():
        click.echo(f"{name}\n    {' '.join(macro.definition.split())}")


@dot_command(".lookups")
def lookups(desk: Desk, _: str) -> None:
    """List the lookup tables."""
    click.echo("  ".join(sorted(desk.session.lookups)))


@dot_command(".datamodels [MODEL]")
def datamodels(desk: Desk, name: str) -> None:
    """List the data models, or the data sets of one with their fields."""
    known = desk.session.knowledge
    if not name:
        click.echo("  ".join(known.datamodels()))
        return
    for dataset in known.datamodel(name).objects.values():
        click.echo(f"{name}.{dataset.name}\n    {' '.join(dataset.fields)}")
