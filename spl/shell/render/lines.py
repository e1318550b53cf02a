"""Results for programs: JSON, JSON lines, CSV, tab-separated values, raw text; stable output."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence

from spl.shell.render.cell import Cell

Rows = Sequence[Mapping[str, Cell]]


def render_json(columns: Sequence[str], rows: Rows) -> str:
    """An array of objects; a multivalue is an array, a null is absent."""
    items = [_json_line(columns, row) for row in rows]
    return "[\n" + ",\n".join(items) + "\n]" if items else "[]"


def render_json_lines(columns: Sequence[str], rows: Rows) -> str:
    """One object per line."""
    return "\n".join(_json_line(columns, row) for row in rows)


def render_export(columns: Sequence[str], rows: Rows) -> str:
    """One line per result in the shape that Splunk's export has: ``{"result": {…}}``."""
    return "\n".join(f'{{"result": {_json_line(columns, row)}}}' for row in rows)


def render_separated(columns: Sequence[str], rows: Rows, delimiter: str) -> str:
    """A header and a line per row; several values of a cell are on lines of their own in it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_flat(row.get(name)) for name in columns])
    return out.getvalue().rstrip("\n")


def render_raw(rows: Rows) -> str:
    """The _raw of every row that has one, or its values separated by blanks."""
    return "\n".join(
        _flat(row["_raw"]) if row.get("_raw") else " ".join(map(_flat, row.values()))
        for row in rows
    )


def _json_line(columns: Sequence[str], row: Mapping[str, Cell]) -> str:
    kept = {name: row[name] for name in columns if row.get(name) is not None}
    return json.dumps(kept, ensure_ascii=False)


def _flat(value: Cell) -> str:
    if value is None:
        return ""
    return "\n".join(value) if isinstance(value, list) else value
