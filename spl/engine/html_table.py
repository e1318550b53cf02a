"""Rows as an HTML table: for notebooks, and for pages that the shell writes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, tzinfo

from spl.values.readable_time import readable_time

Cell = str | list[str]

# HTML has no place for these, not even as references.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def html_table(
    columns: Sequence[str], rows: Iterable[Mapping[str, Cell]], zone: tzinfo = UTC
) -> str:
    """A table of *rows*; several values of a cell are on lines of their own, _time is readable."""
    head = "".join(f"<th>{escaped(name)}</th>" for name in columns)
    body = "\n".join(
        "<tr>"
        + "".join(f"<td>{_cell(name, row.get(name), zone)}</td>" for name in columns)
        + "</tr>"
        for row in rows
    )
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def _cell(name: str, value: Cell | None, zone: tzinfo) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "<br>".join(map(escaped, value))
    told = readable_time(value, zone) if name == "_time" else None
    return escaped(value if told is None else told)


def escaped(text: str) -> str:
    """The text for a page; characters that HTML knows no place for become U+FFFD."""
    return html.escape(_FORBIDDEN.sub("\ufffd", text))
