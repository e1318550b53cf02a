"""``spl index``: logs go into a store, which opens at once."""

from __future__ import annotations

from pathlib import Path

import click

from spl.events.intake import Settings
from spl.events.store_writer import index_logs
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
@click.argument("logs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--output",
    "-o",
    "store",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the store; it is made where there is none.",
)
@click.option("--source", help="Source of the events; by default told by the format.")
@click.option("--sourcetype", help="Sourcetype of the events; by default told by the format.")
@click.option("--index", default="main", show_default=True, help="Index to put the events in.")
@click.option("--host", help="Host of the events; by default the event's own computer.")
@click.option("--all", "everything", is_flag=True, help="Read unchanged logs too.")
@session_options
def index(  # noqa: PLR0913 - one parameter per option
    options: SessionOptions,
    logs: tuple[Path, ...],
    store: Path,
    source: str | None,
    sourcetype: str | None,
    index: str,
    host: str | None,
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
            logs,
            store,
            settings=Settings(source, sourcetype, index, host),
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
