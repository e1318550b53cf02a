"""Dot commands for help, and for leaving."""

from __future__ import annotations

import click

from spl.shell.help_page import help_pages
from spl.shell.prompt.desk import Desk
from spl.shell.prompt.dot import DOT_COMMANDS, dot_command

_KEYS = (
    ("Enter", "runs a whole search, goes on in the next line of a half one"),
    ("Tab", "completes; the right arrow takes what the history suggests"),
    ("Ctrl-R", "looks through the history"),
    ("Ctrl-C", "stops a search, or clears the line"),
    ("Ctrl-X Ctrl-E", "opens $EDITOR (v, in the keys of vi)"),
    ("F4", "changes between the keys of emacs and vi"),
    ("Ctrl-D", "leaves"),
    ("\\G", "at the end of a search shows its results one field per line"),
)


@dot_command(".help [COMMAND | FUNCTION | CODE]", completes="topics")
def show_help(_: Desk, name: str) -> None:
    """Show this list, or explain a command, a function or an error code."""
    if name:
        click.echo("\n".join(help_pages(name)).rstrip())
        return
    page = click.HelpFormatter(max_width=100)
    entries = dict.fromkeys(DOT_COMMANDS.values())
    page.write_dl([(entry.usage, entry.summary) for entry in entries], col_max=36)
    page.write_paragraph()
    page.write_dl(_KEYS)
    click.echo(page.getvalue().rstrip())


@dot_command(".quit", also=".exit")
def leave(desk: Desk, _: str) -> None:
    """Leave."""
    desk.done = True
