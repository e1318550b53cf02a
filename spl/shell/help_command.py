"""``spl help``: what an error code means, what a check finds, how a command or function is used."""

from __future__ import annotations

import click

from spl.shell.completion import complete_topics
from spl.shell.help_page import help_pages

_EXAMPLES = """
\b
Examples:
  spl help SPL301     what an error means, with an example
  spl help LINT110    what a check of the linter finds
  spl help stats      the manual of a command, function or aggregate
"""


@click.command(epilog=_EXAMPLES)
@click.argument("topics", nargs=-1, metavar="TOPIC...", shell_complete=complete_topics)
@click.pass_context
def help(context: click.Context, topics: tuple[str, ...]) -> None:  # noqa: A001 - as it is called
    """Explain an error code, a check of the linter, a command, a function or an aggregate."""
    if not topics and context.parent is not None:
        click.echo(context.parent.get_help())
    for topic in topics:
        click.echo("\n".join(help_pages(topic)), nl=False)
