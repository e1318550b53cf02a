"""``spl reference``: the manual of every command and function, written from the registries."""

from __future__ import annotations

import click

from spl.shell.manual import entries_of, write_reference


@click.command()
@click.argument("names", nargs=-1)
def reference(names: tuple[str, ...]) -> None:
    """Print the manual: all of it, or the entries of NAMES."""
    click.echo("\n".join(entries_of(names)) if names else write_reference(), nl=False)
