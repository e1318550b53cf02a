"""``spl repl``: searches typed at a prompt, over logs that are loaded once."""

from __future__ import annotations

import sys

import click

from spl.events.intake import Settings
from spl.shell.completion import complete_files
from spl.shell.importing import importing
from spl.shell.log_options import log_options
from spl.shell.logs import cache_option, load_logs
from spl.shell.options import SessionOptions, session_options

_EXAMPLES = """\
\b
Examples:
  spl repl sysmon.xml
  spl repl logs/ --vi
  echo 'EventCode=1 | stats count by Image' | spl repl sysmon.xml
"""


@click.command(epilog=_EXAMPLES)
@click.argument("files", nargs=-1, shell_complete=complete_files)
@log_options
@click.option("--vi", is_flag=True, help="Edit with the keys of vi.")
@cache_option
@session_options
def repl(
    options: SessionOptions,
    files: tuple[str, ...],
    said: Settings,
    vi: bool,
    no_cache: bool,
) -> int:
    """Ask searches at a prompt over FILES.

    Without a terminal, standard input is a script: searches are separated by empty lines, and the
    exit code is 1 where one of them failed.
    """
    # The prompt is imported by those who use it: the other commands start 0.1 s sooner.
    with importing():
        from spl.shell.prompt.answer import run_script
        from spl.shell.prompt.desk import Desk
        from spl.shell.prompt.loop import run_prompt

    desk = Desk(options.session(), editing="vi" if vi else "emacs")
    load_logs(desk.session, files, said, no_cache=no_cache)
    if sys.stdin.isatty():
        click.echo("Type a search, .help for help, Ctrl-D to leave.")
        run_prompt(desk)
        return 0
    return 0 if run_script(desk, sys.stdin.read()) else 1
