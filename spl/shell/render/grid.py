"""Cells in columns: what a table looks like on lines of text, and in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from spl.shell.render.fit import width_of

PADDING = 2
"""A column is so much wider than its heading, at least."""
GAP = 2
"""So many blanks stand between two columns."""


def grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The cells beneath their headings and a rule; a cell may have several lines.

    Args:
        heads: one text for each column.
        rows: as many texts in each, shown as they are.
    """
    widths = _widths(heads, rows)
    body = (line for row in rows for line in _lines(row, widths))
    ruled = (*_lines(heads, widths), (" " * GAP).join("-" * width for width in widths), *body)
    return "\n".join(ruled)


def markdown_grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The same as a table in GitHub's Markdown; no text has more than one line."""
    widths = _widths(heads, rows)
    head, *body = (
        f"| {' | '.join(_padded(text, width) for text, width in zip(row, widths, strict=True))} |"
        for row in (heads, *rows)
    )
    rule = f"|{'|'.join('-' * (width + 2) for width in widths)}|"
    return "\n".join((head, rule, *body))


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    widths = [max(map(width_of, head.split("\n"))) + PADDING for head in heads]
    for row in rows:
        for place, cell in enumerate(row):
            widths[place] = max(widths[place], *map(width_of, cell.split("\n")))
    return widths


def _lines(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """The lines of one row; a cell that has fewer than others ends in blanks."""
    for parts in zip_longest(*(cell.splitlines() or [""] for cell in row), fillvalue=""):
        line = (_padded(text, width) for text, width in zip(parts, widths, strict=True))
        yield (" " * GAP).join(line).rstrip()


def _padded(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))
