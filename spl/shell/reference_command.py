"""``spl reference``: the manual of every command and function, written from the registries."""

from __future__ import annotations

import click

from spl.shell.completion import complete_topics
from spl.shell.manual import entries_of, write_reference

_EXAMPLES = """\
\b
Examples:
  spl reference > REFERENCE.md
  spl reference stats upper
"""


@click.command(epilog=_EXAMPLES)
@click.argument("names", nargs=-1, shell_complete=complete_topics)
def reference(names: tuple[str, ...]) -> None:
    """Print the manual: all of it, or the entries of NAMES."""
    click.echo("\n".join(entries_of(names)) if names else write_reference(), nl=False)
