"""What can be drawn of results: lines over time, or bars by name."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from spl.errors import RunError
from spl.shell.render.cell import Cell, cell_text, printable

Numbers = list[float | None]
_AGGREGATE = re.compile(r"count|dc|\w+\(.*\)", re.DOTALL)
_SHARE = "percent"  # stands beside count in the answers of top and rare, on a scale of its own


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers in series, by time or by name.

    Attributes:
        labels: what stands at each place: a readable time, or a name.
        times: epoch seconds of each place; None where the places have names.
        series: numbers by the name of the series; None where a place has none.
    """

    labels: list[str]
    times: list[float] | None
    series: dict[str, Numbers]


def chart_of(columns: Sequence[str], rows: Sequence[Mapping[str, Cell]], zone: tzinfo) -> Chart:
    """Read results as a chart: columns of numbers, behind the time or the names of the rows.

    timechart, chart, top, rare and stats make such results. The first column that is called like an
    aggregate begins the series, else the first that holds nothing but numbers; what stands before
    it names the rows. The percentages of top and rare are left out.

    Raises:
        RunError: SPL404, there is no column of numbers, or nothing that names the rows.
    """
    shown = [name for name in columns if name == "_time" or not name.startswith("_")]
    numbers = {name: [_number(row.get(name)) for row in rows] for name in shown}
    drawn = [p for p, n in enumerate(shown) if p and _all_numbers(n, numbers, rows)]
    start = next((p for p in drawn if _AGGREGATE.fullmatch(shown[p])), min(drawn, default=None))
    if not rows or start is None:
        raise RunError(
            "These results cannot be drawn.",
            code="SPL404",
            hint="A drawing needs columns of numbers behind a time or a name, as timechart, chart, "
            "top and stats give them.",
        )
    names, series = shown[:start], shown[start:]
    if "count" in series:
        series = [name for name in series if name != _SHARE]
    kept = {printable(name): numbers[name] for name in series if _all_numbers(name, numbers, rows)}
    times = numbers["_time"] if names == ["_time"] else None
    cells = [[cell_text(name, row.get(name), zone) for name in names] for row in rows]
    labels = [" / ".join(row).replace("\n", ", ") for row in cells]
    known = None if times is None else [time for time in times if time is not None]
    return Chart(labels, known if known and len(known) == len(rows) else None, kept)


def _all_numbers(
    name: str, numbers: Mapping[str, Numbers], rows: Sequence[Mapping[str, Cell]]
) -> bool:
    """Whether a column holds numbers, and nothing else but gaps."""
    found = numbers[name]
    gaps = all(row.get(name) is None for row, n in zip(rows, found, strict=True) if n is None)
    return gaps and any(number is not None for number in found)


def _number(value: Cell) -> float | None:
    if not isinstance(value, str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
