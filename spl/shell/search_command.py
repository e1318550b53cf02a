"""``spl search``: one search over log files."""

from __future__ import annotations

from pathlib import Path

import click

from spl.errors import SplError
from spl.events.intake import Settings
from spl.shell.completion import complete_files
from spl.shell.engine_option import engine_option
from spl.shell.log_options import log_options
from spl.shell.logs import cache_option, load_logs
from spl.shell.options import SessionOptions, session_options, warn
from spl.shell.render import FORMATS, PICTURE
from spl.shell.search_text import asks_for_events, in_search_file, search_and_files
from spl.shell.show import show
from spl.shell.show_lines import show_lines, text_width

_EXAMPLES = """
\b
Examples:
  spl search 'EventCode=4688 | stats count by NewProcessName' security.xml
  spl search --file detection.yml sysmon.xml
  spl search 'index=* | head 5' logs/ --output jsonl
  spl search '* | stats count by EventCode' 'logs/**/*.xml' --host dc01
  spl search 'index=* | timechart count' logs/ --output plot
  cat sysmon.xml | spl search '`sysmon` EventCode=1 | table _time CommandLine' -
  spl search '| makeresults | eval x=strftime(_time, "%F")'
"""


@click.command(epilog=_EXAMPLES)
@click.argument("words", nargs=-1, metavar="[SEARCH] [FILES]...", shell_complete=complete_files)
@click.option(
    "--file",
    "-f",
    "search_file",
    type=click.Path(path_type=Path),
    help="Take the search from a rule file (.yml) or a file of SPL.",
)
@log_options
@click.option("--earliest", help="Start of the time range, such as -24h or an epoch.")
@click.option("--latest", help="End of the time range, such as now or @d.")
@click.option(
    "--output",
    "-o",
    type=click.Choice((*FORMATS, PICTURE)),
    default="table",
    envvar="SPL_OUTPUT",
    show_default=True,
    help="How to write the results; plot draws timechart, chart, top and stats.",
)
@click.option("--to", "into", type=click.Path(path_type=Path), help="File to write them into.")
@click.option("--no-pager", is_flag=True, help="Never show long results through a pager.")
@click.option("--why", is_flag=True, help="Say why there are no rows, or so few, instead of them.")
@click.option("--exit-status", "-e", is_flag=True, help="Exit with 1 when there is no result.")
@cache_option
@session_options
@engine_option
def search(  # noqa: PLR0913 - one parameter per option
    options: SessionOptions,
    words: tuple[str, ...],
    search_file: Path | None,
    said: Settings,
    no_cache: bool,
    earliest: str | None,
    latest: str | None,
    output: str,
    into: Path | None,
    no_pager: bool,
    why: bool,
    exit_status: bool,
) -> int:
    """Run one search over FILES (logs or folders of logs; - is standard input).

    The search is pasted as it stands in Splunk, line breaks and all.
    """
    session = options.session()
    text, files = search_and_files(words, search_file, session)
    load_logs(session, files, said, no_cache=no_cache)
    try:
        if why:
            found = session.why(text, earliest=earliest, latest=latest)
            show_lines(found.lines(text_width()))
            return 1 if exit_status and not found.rows else 0
        results = session.search(text, earliest=earliest, latest=latest)
    except SplError as error:
        raise in_search_file(error, search_file) from None
    show(results, output, session.zone, title=text.strip(), into=into, pager=not no_pager)
    warn(results.warnings)
    if not files and asks_for_events(text, session):
        warn(["No log was given, so there was nothing to search."])
    return 1 if exit_status and not results else 0
