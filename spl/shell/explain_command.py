"""``spl explain``: what a search means, how it is planned, where its fields come from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from spl.diagnosis.event_origin import EventOrigin
from spl.diagnosis.explanation_lines import field_lines, origins_object
from spl.errors import SplError
from spl.events.intake import Settings
from spl.session import Session
from spl.shell.completion import complete_files
from spl.shell.engine_option import engine_option
from spl.shell.log_options import log_options
from spl.shell.logs import cache_option, load_logs
from spl.shell.options import SessionOptions, session_options
from spl.shell.search_text import in_search_file, search_and_files
from spl.shell.show_lines import show_sections, text_width
from spl.values.readable_time import readable_time
from spl.values.value import as_texts

_PIPE = 140  # columns of a setting where no terminal says how many there are
_EXAMPLES = """\
\b
Examples:
  spl explain '`sysmon` EventCode=1 | stats count by dest'
  spl explain --analyze --file detection.yml sysmon.xml
  spl explain 'EventCode=1' sysmon.xml --field process_name --event 3
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
@click.option("--analyze", is_flag=True, help="Run the search: rows and seconds of every stage.")
@click.option("--field", "field", help="Say which stanza of which file gives this field.")
@click.option(
    "--event", type=click.IntRange(1), help="With --field: of this event, 1 is the newest."
)
@click.option(
    "--output",
    "-o",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="How to write the explanation.",
)
@cache_option
@session_options
@engine_option
def explain(  # noqa: PLR0913 - one parameter per option
    options: SessionOptions,
    words: tuple[str, ...],
    search_file: Path | None,
    said: Settings,
    no_cache: bool,
    earliest: str | None,
    latest: str | None,
    analyze: bool,
    field: str | None,
    event: int | None,
    output: str,
) -> int:
    """Explain a search: its text with macros expanded, its tree, its plan, its knowledge.

    With FILES the plan has row estimates, and fields have the stanzas that give them. Nothing is
    run without --analyze, and nothing is ever written.
    """
    session = options.session()
    text, files = search_and_files(words, search_file, session)
    load_logs(session, files, said, no_cache=no_cache)
    if field is not None:
        found = session.event_origin(text, field, event, earliest, latest)
        _show_origin(found, field, event, output, session)
        return 0 if any(each.steps for each in found.origins) else 1
    if event is not None:
        raise click.UsageError("--event says of which event, --field of which field: name both.")
    try:
        explained = session.explain(text, earliest, latest, analyze=analyze)
    except SplError as error:
        raise in_search_file(error, search_file) from None
    if output == "json":
        click.echo(json.dumps(explained.as_object(), indent=2, ensure_ascii=False))
    else:
        show_sections(explained.lines(text_width()))
    return 0


def _show_origin(
    found: EventOrigin, name: str, event: int | None, output: str, session: Session
) -> None:
    if output == "json":
        content = {
            "field": found.field,
            "event": event,
            "time": found.time,
            "value": list(as_texts(found.value)),
            "calculated": found.calculated,
            "origins": [origins_object(each) for each in found.origins],
        }
        click.echo(json.dumps(content, indent=2, ensure_ascii=False))
        return
    show_sections(_origin_lines(found, name, event, session))


def _origin_lines(
    found: EventOrigin, name: str, event: int | None, session: Session
) -> Iterator[str]:
    if event is not None:
        time = readable_time(str(found.time), session.zone) or "no time"
        value = " | ".join(as_texts(found.value))
        yield f"Event {event}, {time}: {name} " + (f"= {value}" if value else "has no value")
    known = [each for each in found.origins if each.steps]
    for each in known:
        yield from field_lines(found.field, each, text_width(_PIPE))
    if not known:
        yield f"No stanza and no log gives '{found.field}' here."
    if found.calculated is not None:
        yield f"The data set calculates it: {found.calculated}"
