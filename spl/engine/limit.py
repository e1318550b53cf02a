"""How many rows may come to one place."""

from __future__ import annotations

from spl.errors import RunError, Span

MOST_ROWS = 1_000_000
"""Rows that may go to one place, unless somebody says otherwise."""


def too_many(who: str, rows: int, most: int, span: Span | None = None) -> RunError:
    """The refusal of what *who* needs or gives."""
    return RunError(
        f"{who} {rows:,} rows in one place; the limit is {most:,}.",
        code="SPL463",
        span=span,
        hint="Aggregate or filter before it, or raise the limit.",
    )
