"""Tables for people: fitted into the terminal, or records where that is shorter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo

from spl.shell.render.cell import Cell, cell_text, printable
from spl.shell.render.fit import broken, fitted, width_of

Rows = Sequence[Mapping[str, Cell]]
_PADDING = 2  # what tabulate adds to a heading
_GAP = 2  # between two columns of the layout "simple"
NOTHING = "No results found."


def render_table(columns: Sequence[str], rows: Rows, zone: tzinfo, width: int | None) -> str:
    """A table by tabulate, whose long texts break where it would be wider than *width*.

    Records stand instead where not every column finds a place, and where breaking would make the
    table longer than the records are.
    """
    if not rows:
        return NOTHING
    cells = [[cell_text(name, row.get(name), zone) for name in columns] for row in rows]
    heads = [printable(name) for name in columns]
    if width is None:
        return _laid_out(heads, cells)
    wanted = [_natural(heads[place], cells, place) for place in range(len(columns))]
    shares = fitted(wanted, width - _GAP * (len(columns) - 1))
    if shares is None:
        return render_vertical(columns, rows, zone, width)
    heads = ["\n".join(broken(h, s - _PADDING)) for h, s in zip(heads, shares, strict=True)]
    cells = [["\n".join(broken(c, s)) for c, s in zip(row, shares, strict=True)] for row in cells]
    records = sum(len(row) + 1 for row in rows)
    if shares != wanted and sum(map(_height, cells)) > records:
        return render_vertical(columns, rows, zone, width)
    return _laid_out(heads, cells)


def _laid_out(heads: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    # disable_numparse: "0x1f", "007" and "1e5" are texts, shown as they are.
    from tabulate import tabulate  # here, because other formats do without

    return tabulate(
        cells,
        headers=heads,
        tablefmt="simple",
        disable_numparse=True,
        preserve_whitespace=True,
    )


def _natural(head: str, cells: Sequence[Sequence[str]], place: int) -> int:
    """How wide a column would like to be."""
    lines = {line for row in cells for line in row[place].split("\n")}
    return max(width_of(head) + _PADDING, *map(width_of, lines))


def _height(row: Sequence[str]) -> int:
    return max(cell.count("\n") + 1 for cell in row)


def render_vertical(
    columns: Sequence[str], rows: Rows, zone: tzinfo, width: int | None = None
) -> str:
    """One record below the other, a line per field that it has; long texts break at *width*."""
    if not rows:
        return NOTHING
    names = {name: printable(name) for name in columns}
    widest = max(map(width_of, names.values()), default=0)
    room = None if width is None else max(width - widest - 3, 20)
    records = []
    for number, row in enumerate(rows, start=1):
        rule = f"─── result {number} "
        lines = [rule.ljust(widest + 40 if width is None else width, "─")]
        for name in columns:
            if row.get(name) is not None:
                text = cell_text(name, row.get(name), zone)
                first, *more = text.split("\n") if room is None else broken(text, room)
                lines.append(f"{_right(names[name], widest)} │ {first}")
                lines += [f"{'':>{widest}} │ {line}" for line in more]
        records.append("\n".join(lines))
    return "\n".join(records)


def _right(text: str, width: int) -> str:
    return " " * (width - width_of(text)) + text


def render_markdown(columns: Sequence[str], rows: Rows, zone: tzinfo) -> str:
    """A table in GitHub's Markdown; several values are separated by ``<br>``.

    ``&`` and ``<`` are entities: a page shows the text of the log and never obeys it.
    """
    cells = [
        [_in_markdown(cell_text(name, row.get(name), zone)) for name in columns] for row in rows
    ]
    from tabulate import tabulate

    heads = [_in_markdown(name) for name in columns]
    return tabulate(cells, headers=heads, tablefmt="github", disable_numparse=True)


def _in_markdown(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    return text.replace("|", "\\|").replace("\n", "<br>")
