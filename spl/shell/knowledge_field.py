"""``spl knowledge field``: which settings of which apps give a field its values."""

from __future__ import annotations

import click

from spl.diagnosis.explanation_lines import field_lines
from spl.events.intake import Settings
from spl.session import Session
from spl.shell.completion import complete_files
from spl.shell.log_options import log_options
from spl.shell.logs import load_logs
from spl.shell.options import SessionOptions, session_options

_EXAMPLES = """\
\b
Examples:
  spl knowledge field process_name sysmon.xml
  spl knowledge field action security.xml --where 'EventCode=4625'
"""


@click.command(epilog=_EXAMPLES)
@click.argument("name")
@click.argument("files", nargs=-1, required=True, shell_complete=complete_files)
@log_options
@click.option("--where", metavar="SEARCH", help="Look only at the events that satisfy SEARCH.")
@session_options
def field(
    options: SessionOptions, name: str, files: tuple[str, ...], said: Settings, where: str | None
) -> int:
    """Say where the field NAME of the events in FILES comes from: stanza, key, file and line.

    Steps stand in the order in which they run; each shows in how many events it changed the field,
    and the value it gave in the first of them. With --where the search may single out one event.
    Exits with 1 where no event has the field.
    """
    session = options.session()
    load_logs(session, files, said, no_cache=True)
    found = origin_lines(session, name, where)
    click.echo("\n".join(found) or f"No event has a field '{name}'.")
    return 0 if found else 1


def origin_lines(session: Session, name: str, where: str | None = None) -> list[str]:
    """Where a field comes from, in lines for people; none where no event has it.

    *where* is a search expression; only the events that satisfy it are looked at.
    """
    found = (each for each in session.field_origins(name, where) if each.steps)
    return [line for each in found for line in field_lines(name, each)]
