"""Result rows cut to what a page can show, and what was cut said in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC

from spl.engine.results import Results
from spl.values.readable_time import readable_time

Cell = str | list[str] | float | None

MOST_ROWS = 25
FEWEST_ROWS = 5
# Rows of all tests together: a page of a whole checkout must still open at once.
ROWS_OF_A_PAGE = 10_000
MOST_COLUMNS = 40
LONGEST_CELL = 1_000


@dataclass(frozen=True, slots=True)
class RowTable:
    """Rows of text under their columns, and sentences about what is not shown."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str]


def row_cap(tests: int) -> int:
    """Rows that each of so many tests may show, `MOST_ROWS` where there are few."""
    return max(FEWEST_ROWS, min(MOST_ROWS, ROWS_OF_A_PAGE // max(1, tests)))


def results_table(results: Results, cap: int) -> RowTable:
    """The first *cap* rows of a result."""
    shown = [results[index] for index in range(min(cap, len(results)))]
    return cut_table(results.columns, shown, len(results))


def cut_table(columns: Sequence[str], rows: Sequence[Mapping[str, Cell]], total: int) -> RowTable:
    """Rows with the columns that fit; *total* is the number of rows that there are."""
    kept = columns[:MOST_COLUMNS]
    notes = []
    if total > len(rows):
        notes.append(f"The first {len(rows)} of {total:,} rows.")
    if len(columns) > len(kept):
        notes.append(f"The first {len(kept)} of {len(columns):,} columns.")
    cells = [[_text(name, row.get(name)) for name in kept] for row in rows]
    return RowTable(kept, cells, notes)


def _text(name: str, value: Cell) -> str:
    if value is None:
        return ""
    text = "\n".join(value) if isinstance(value, list) else str(value)
    if name == "_time":
        text = readable_time(text, UTC) or text
    left = len(text) - LONGEST_CELL
    return f"{text[:LONGEST_CELL]}… ({left:,} more characters)" if left > 0 else text
