"""Tables for people: as wide as the terminal, or records one below the other where wider."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo

from tabulate import tabulate

from spl.shell.render.cell import Cell, cell_text

Rows = Sequence[Mapping[str, Cell]]


def render_table(columns: Sequence[str], rows: Rows, zone: tzinfo, width: int | None) -> str:
    """A table by tabulate; records instead where the table is wider than *width* characters."""
    if not rows:
        return "No results found."
    cells = [[cell_text(name, row.get(name), zone) for name in columns] for row in rows]
    # disable_numparse: "0x1f", "007" and "1e5" are texts, shown as they are.
    table = tabulate(cells, headers=list(columns), tablefmt="simple", disable_numparse=True)
    if width is not None and max(map(len, table.splitlines())) > width:
        return render_vertical(columns, rows, zone)
    return table


def render_vertical(columns: Sequence[str], rows: Rows, zone: tzinfo) -> str:
    """One record below the other, a line per field that it has."""
    if not rows:
        return "No results found."
    widest = max(map(len, columns), default=0)
    records = []
    for number, row in enumerate(rows, start=1):
        lines = [f"─── result {number} ".ljust(widest + 40, "─")]
        for name in columns:
            first, *more = cell_text(name, row.get(name), zone).split("\n")
            if row.get(name) is not None:
                lines.append(f"{name:>{widest}} │ {first}")
                lines += [f"{'':>{widest}} │ {line}" for line in more]
        records.append("\n".join(lines))
    return "\n".join(records)


def render_events(rows: Rows, zone: tzinfo) -> str:
    """Events as Splunk lists them: the time, the raw text, then host, source and sourcetype."""
    if not rows:
        return "No results found."
    return "\n".join(_event(row, zone) for row in rows)


def _event(row: Mapping[str, Cell], zone: tzinfo) -> str:
    origin = "  ".join(
        f"{name} = {cell_text(name, row[name])}"
        for name in ("host", "source", "sourcetype")
        if row.get(name)
    )
    time = cell_text("_time", row.get("_time"), zone)
    return f"{time}  {cell_text('_raw', row.get('_raw'))}\n    {origin}"


def render_markdown(columns: Sequence[str], rows: Rows, zone: tzinfo) -> str:
    """A table in GitHub's Markdown; several values are separated by ``<br>``."""
    cells = [
        [
            cell_text(name, row.get(name), zone).replace("|", "\\|").replace("\n", "<br>")
            for name in columns
        ]
        for row in rows
    ]
    return tabulate(cells, headers=list(columns), tablefmt="github", disable_numparse=True)
