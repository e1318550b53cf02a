"""Which output formats there are, and how one is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import click

from spl.shell.render.cell import Cell
from spl.shell.render.events import render_events
from spl.shell.render.lines import (
    render_export,
    render_json,
    render_json_lines,
    render_raw,
    render_separated,
)
from spl.shell.render.page import Page
from spl.shell.render.table import render_markdown, render_table, render_vertical

Rows = Sequence[Mapping[str, Cell]]


def _table(columns: Sequence[str], rows: Rows, page: Page) -> str:
    """A table; events (rows that still have _raw) as Splunk's event view lists them.

    Whoever asks for columns with the command table gets a table in any case, as in Splunk.
    """
    if "_raw" in columns and not page.sought.tabular:
        return render_events(rows, page.zone, page.sought, _mark if page.colours else None)
    return render_table(columns, rows, page.zone, page.width)


def _mark(text: str) -> str:
    return click.style(text, fg="black", bg="yellow")


def _plot(columns: Sequence[str], rows: Rows, page: Page) -> str:
    from spl.shell.render.chart import chart_of  # here: few searches end in a drawing
    from spl.shell.render.plot import render_plot

    chart = chart_of(columns, rows, page.zone)
    return render_plot(chart, page.width, page.height, colours=page.colours)


def _html(columns: Sequence[str], rows: Rows, page: Page) -> str:
    from spl.shell.render.html import render_html  # here, for the same reason

    return render_html(columns, rows, page)


FORMATS: Mapping[str, Callable[[Sequence[str], Rows, Page], str]] = {
    "table": _table,
    "vertical": lambda columns, rows, page: render_vertical(columns, rows, page.zone, page.width),
    "json": lambda columns, rows, _: render_json(columns, rows),
    "jsonl": lambda columns, rows, _: render_json_lines(columns, rows),
    "csv": lambda columns, rows, _: render_separated(columns, rows, ","),
    "tsv": lambda columns, rows, _: render_separated(columns, rows, "\t"),
    "markdown": lambda columns, rows, page: render_markdown(columns, rows, page.zone),
    "raw": lambda _, rows, __: render_raw(rows),
    "splunk": lambda columns, rows, _: render_export(columns, rows),
    "plot": _plot,
    "html": _html,
}
PICTURE = "png"
"""The one format that is no text; `render_picture` makes it."""


def render(columns: Sequence[str], rows: Rows, output: str, page: Page | None = None) -> str:
    """Render rows in one of `FORMATS`.

    Raises:
        RunError: SPL403, a format needs a package that is not installed; SPL404, rows that are no
            chart cannot be drawn.
    """
    return FORMATS[output](columns, rows, page or Page())


def render_picture(columns: Sequence[str], rows: Rows, page: Page) -> bytes:
    """The rows as a PNG file: a chart where they are one, else a table.

    Raises:
        RunError: SPL403, matplotlib is not installed.
    """
    from spl.shell.render.picture import picture  # here: matplotlib takes its time

    return picture(columns, rows, page)
