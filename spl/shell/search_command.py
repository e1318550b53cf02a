"""``spl search``: one search over log files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from spl.errors import DataError
from spl.session import Session
from spl.shell.options import SessionOptions, session_options, warn
from spl.shell.render import FORMATS, PICTURE
from spl.shell.show import show

_EXAMPLES = """
\b
Examples:
  spl search 'EventCode=4688 | stats count by NewProcessName' security.xml
  spl search --file detection.yml sysmon.xml
  spl search 'index=* | head 5' logs/ --output jsonl
  spl search 'index=* | timechart count' logs/ --output plot
  cat sysmon.xml | spl search '`sysmon` EventCode=1 | table _time CommandLine' -
  spl search '| makeresults | eval x=strftime(_time, "%F")'
"""


@click.command(epilog=_EXAMPLES)
@click.argument("words", nargs=-1, metavar="[SEARCH] [FILES]...")
@click.option(
    "--file",
    "-f",
    "search_file",
    type=click.Path(path_type=Path),
    help="Take the search from a rule file (.yml) or a file of SPL.",
)
@click.option("--source", help="Source of the events; by default told by the format.")
@click.option("--sourcetype", help="Sourcetype of the events; by default told by the format.")
@click.option("--index", default="main", show_default=True, help="Index to put the events in.")
@click.option("--host", help="Host of the events; by default the event's own computer.")
@click.option("--earliest", help="Start of the time range, such as -24h or an epoch.")
@click.option("--latest", help="End of the time range, such as now or @d.")
@click.option(
    "--output",
    "-o",
    type=click.Choice((*FORMATS, PICTURE)),
    default="table",
    show_default=True,
    help="How to write the results; plot draws timechart, chart, top and stats.",
)
@click.option("--to", "into", type=click.Path(path_type=Path), help="File to write them into.")
@click.option("--no-pager", is_flag=True, help="Never show long results through a pager.")
@click.option("--exit-status", "-e", is_flag=True, help="Exit with 1 when there is no result.")
@session_options
def search(  # noqa: PLR0913 - one parameter per option
    options: SessionOptions,
    words: tuple[str, ...],
    search_file: Path | None,
    source: str | None,
    sourcetype: str | None,
    index: str,
    host: str | None,
    earliest: str | None,
    latest: str | None,
    output: str,
    into: Path | None,
    no_pager: bool,
    exit_status: bool,
) -> int:
    """Run one search over FILES (logs or folders of logs; - is standard input).

    The search is pasted as it stands in Splunk, line breaks and all.
    """
    session = options.session()
    if search_file is not None:
        text, files = _read_search(search_file, session), words
    elif words:
        text, files = words[0], words[1:]
    else:
        raise click.UsageError("Say what to search: a SEARCH, or --file with a rule.")
    for file in files:
        loaded = session.load(file, source=source, sourcetype=sourcetype, index=index, host=host)
        warn(loaded.warnings())
    results = session.search(text, earliest=earliest, latest=latest)
    show(results, output, session.zone, title=text.strip(), into=into, pager=not no_pager)
    warn(results.warnings)
    return 1 if exit_status and not results else 0


def _read_search(path: Path, session: Session) -> str:
    """The search of a rule file, its filter macro defined, or the text of any other file."""
    if path.suffix in (".yml", ".yaml"):
        from spl.detections import read_rule  # here: most searches start without a rule

        rule = read_rule(path)
        session.macros.setdefault(rule.filter_macro, "search *")
        session.savedsearches.setdefault(rule.saved_name, rule.search)
        return rule.search
    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DataError(f"Cannot read {path}: {error.strerror}.", code="SPL501") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8 text.", code="SPL503") from error
