"""Which output formats there are, and how one is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo

from spl.shell.render.cell import Cell
from spl.shell.render.lines import (
    render_export,
    render_json,
    render_json_lines,
    render_raw,
    render_separated,
)
from spl.shell.render.table import render_events, render_markdown, render_table, render_vertical

Rows = Sequence[Mapping[str, Cell]]


@dataclass(frozen=True, slots=True)
class Page:
    """What a layout depends on besides the rows: the time zone, the width of the terminal."""

    zone: tzinfo
    width: int | None


FORMATS: Mapping[str, Callable[[Sequence[str], Rows, Page], str]] = {
    "table": lambda columns, rows, page: render_table(columns, rows, page.zone, page.width),
    "vertical": lambda columns, rows, page: render_vertical(columns, rows, page.zone),
    "json": lambda columns, rows, _: render_json(columns, rows),
    "jsonl": lambda columns, rows, _: render_json_lines(columns, rows),
    "csv": lambda columns, rows, _: render_separated(columns, rows, ","),
    "tsv": lambda columns, rows, _: render_separated(columns, rows, "\t"),
    "markdown": lambda columns, rows, page: render_markdown(columns, rows, page.zone),
    "raw": lambda _, rows, __: render_raw(rows),
    "splunk": lambda columns, rows, _: render_export(columns, rows),
}


def render(
    columns: Sequence[str],
    rows: Rows,
    output: str,
    *,
    zone: tzinfo = UTC,
    width: int | None = None,
) -> str:
    """Render rows in one of `FORMATS`.

    A table of events (rows that still have _raw) lists them as Splunk's event view does. *width* is
    that of the terminal; None for a pipe, where nothing is laid out anew.
    """
    if output == "table" and "_raw" in columns:
        return render_events(rows, zone)
    return FORMATS[output](columns, rows, Page(zone, width))
