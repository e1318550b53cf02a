"""``spl index``: logs go into a store, which opens at once."""

from __future__ import annotations

from pathlib import Path

import click

from spl.events.intake import Settings
from spl.events.log_files import named_logs
from spl.events.store_writer import index_logs
from spl.shell.completion import complete_files
from spl.shell.log_options import log_options
from spl.shell.options import SessionOptions, session_options, warn
from spl.shell.progress import progress

_EXAMPLES = """
\b
Examples:
  spl index logs/ -o store/
  spl search 'EventCode=1 | stats count by Image' store/
  spl index logs/ more.xml.gz -o store/       again: reads what is new or changed
"""


@click.command(epilog=_EXAMPLES)
@click.argument("logs", nargs=-1, required=True, shell_complete=complete_files)
@click.option(
    "--output",
    "-o",
    "store",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the store; it is made where there is none.",
)
@log_options
@click.option("--all", "everything", is_flag=True, help="Read unchanged logs too.")
@session_options
def index(
    options: SessionOptions,
    logs: tuple[str, ...],
    store: Path,
    said: Settings,
    everything: bool,
) -> int:
    """Put LOGS (files or folders of them) into a store.

    A store is a folder of Parquet files. Every command takes it in place of logs and has its events
    at once. Logs that did not change since the last time are passed over, a changed one replaces
    its former events, one that is gone keeps them. Stop it at any moment: the store stays as it
    was after the last step.
    """
    session = options.session()
    with progress("Reading") as tell:
        done = index_logs(
            [path for name in logs for path in named_logs(name)],
            store,
            settings=said,
            knowledge=session.knowledge,
            env=session.environment(),
            everything=everything,
            progress=tell,
        )
    report = done.report
    warn(report.warnings())
    unchanged = f", {done.unchanged} unchanged" if done.unchanged else ""
    read = f"{report.files} log{'' if report.files == 1 else 's'}"
    click.echo(f"{report.events:,} events of {read} put into {store}{unchanged}.")
    return 0
