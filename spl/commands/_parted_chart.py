"""chart and timechart on parts: each gives the states of its cells, which meet in one place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from spl.columns.table import Table
from spl.commands._aggregation import Groups
from spl.commands._charting import Layout
from spl.commands._computed import summaries_of
from spl.commands._parted_stats import PartedStats
from spl.values.environment import Environment
from spl.values.value import as_number

_LOW, _HIGH = "low", "high"
Bounds: TypeAlias = tuple[float, float] | None
"""The first and the last _time of all rows; None where no row has one."""


@dataclass(frozen=True, slots=True)
class PartedChart:
    """A table of aggregates whose rows and columns are laid out where all cells are known.

    Attributes:
        stats: the aggregates, by the fields of rows and columns.
        prepared: what the rows of a part become before they are grouped.
        laid_out: makes the table of all groups and the bounds of all rows.
    """

    stats: PartedStats
    prepared: Callable[[Table], Table]
    laid_out: Callable[[Groups, Bounds], Table]

    @property
    def keys(self) -> tuple[str, ...]:
        """None: which columns there are is known in one place."""
        return ()

    def fits(self, table: Table) -> bool:
        """Always: a row in several groups has come apart before it travels."""
        return True

    def part(self, table: Table) -> list[Table]:
        """The states, the rows for which order counts, and the first and last _time."""
        bounds = bounds_of(table)
        row = {} if bounds is None else {_LOW: bounds[0], _HIGH: bounds[1]}
        return [*self.stats.part(self.prepared(table)), Table.of([row])]

    def whole(self, parts: Sequence[Sequence[Table]]) -> Table:
        """The table of all parts."""
        lows, highs = (
            [n for part in parts if (n := as_number(part[2].column(name).to_list()[0])) is not None]
            for name in (_LOW, _HIGH)
        )
        bounds = (float(min(lows)), float(max(highs))) if lows else None
        return self.laid_out(self.stats.groups([part[:2] for part in parts]), bounds)


def parted_chart(
    layout: Layout,
    environment: Environment,
    prepared: Callable[[Table], Table],
    laid_out: Callable[[Groups, Bounds], Table],
) -> PartedChart | None:
    """How a layout is worked out on parts; None with stars, for all parts tell what they mean."""
    summaries = summaries_of(layout.shown)
    if any("*" in (one.field or "") for one in summaries):
        return None
    stats = PartedStats(summaries, layout.by, environment, placed=True)
    return PartedChart(stats, prepared, laid_out)


def bounds_of(table: Table) -> Bounds:
    """The first and the last _time of the rows."""
    times = table.column("_time").numbers(as_number, key="number")
    known = times[times == times]
    return (float(known.min()), float(known.max())) if len(known) else None
