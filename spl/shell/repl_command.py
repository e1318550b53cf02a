"""``spl repl``: searches typed at a prompt, over logs that are loaded once."""

from __future__ import annotations

import sys

import click

from spl.shell.options import SessionOptions, session_options, warn


@click.command()
@click.argument("files", nargs=-1)
@click.option("--source", help="Source of the events; by default told by the format.")
@click.option("--sourcetype", help="Sourcetype of the events; by default told by the format.")
@session_options
def repl(
    options: SessionOptions, files: tuple[str, ...], source: str | None, sourcetype: str | None
) -> None:
    """Ask searches at a prompt over FILES. Without a terminal, standard input is a script."""
    # The prompt is imported by those who use it: the other commands start 0.1 s sooner.
    from spl.shell.prompt.dot import Desk
    from spl.shell.prompt.loop import run_prompt, run_script

    desk = Desk(options.session())
    for file in files:
        warn(desk.session.load(file, source=source, sourcetype=sourcetype).warnings())
    if sys.stdin.isatty():
        click.echo("Type a search, .help for help, Ctrl-D to leave.")
        run_prompt(desk)
    else:
        run_script(desk, sys.stdin)
