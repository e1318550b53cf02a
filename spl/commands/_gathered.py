"""Rows that wait to be summed up in one go: what stats keeps until its parts are merged.

As long as nothing is merged, the rows are grouped once, at the end, and kernels sum up all groups
at once. Where parts meet they become states, which is all that has to travel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spl.columns.column import Column
from spl.columns.concat import concat
from spl.columns.group import Groups as Grouping
from spl.columns.group import group
from spl.columns.kernels import Grouped, summarised
from spl.columns.order import SortKey, order
from spl.columns.table import Table
from spl.columns.thin import Ids, times_of
from spl.commands._aggregation import Groups, Summary, feed
from spl.values.book import Aggregate
from spl.values.environment import Environment

_OF = "\0"  # stands before the name of an aggregate, where its column waits beside the BY fields


class Gathered:
    """The columns that the aggregates read, batch by batch, or the states that they have become."""

    def __init__(
        self, summaries: Sequence[Summary], by: Sequence[str], environment: Environment
    ) -> None:
        """Start with no row."""
        self._groups = Groups(summaries, by, environment)
        self._parts: list[Table] = []
        self._merged = False

    def add(self, table: Table) -> None:
        """Take in the next batch: of its columns those that are needed."""
        groups = self._groups
        columns = {name: table.column(name) for name in ("_time", *groups.by)}
        for summary in groups.resolve(table):
            columns[_OF + summary.name] = summary.column(table, groups.environment)
        self._parts.append(Table(columns, table.size))

    def merge(self, later: Gathered) -> None:
        """Take in later batches, as states."""
        self._settle()
        later._settle()
        self._merged = True
        self._groups.merge(later._groups)

    def result(self) -> Table:
        """One row per group, ordered by the BY fields as text."""
        if self._merged or not self._parts:
            self._settle()
            return self._groups.table()
        grouping, columns = self.summed()
        answer = Table({**grouping.keys, **columns}, grouping.count)
        return answer.take(order(answer, [SortKey(name, kind="str") for name in self._groups.by]))

    def summed(self) -> tuple[Grouping, dict[str, Column]]:
        """The groups of the rows that wait, and the aggregates of each group by their names."""
        table = concat(self._parts)
        grouping = group(table, self._groups.by)
        part = table.take(grouping.rows) if self._groups.by else table
        environment = self._groups.environment
        return grouping, {
            one.name: summed_up(
                waiting(one, _OF + one.name), part, grouping.ids, grouping.count, environment
            )
            for one in self._groups.columns()
        }

    def _settle(self) -> None:
        """Turn the rows that wait into states."""
        if self._parts:
            table = concat(self._parts)
            self._parts = []
            told = [waiting(one, _OF + one.name) for one in self._groups.columns()]
            self._groups.take(table, group(table, self._groups.by), told)


def waiting(summary: Summary, column: str) -> Summary:
    """The aggregate, told to read the column that waits for it."""
    return replace(summary, field=column, expression=None)


def summed_up(
    summary: Summary, table: Table, ids: Ids, count: int, environment: Environment
) -> Column:
    """The results of one aggregate for all groups: by a kernel where there is one that can tell.

    Args:
        summary: the aggregate, which reads a column of *table*.
        table: the rows, with their _time.
        ids: the group of each row.
        count: number of groups.
        environment: clock and zone.
    """
    if not summary.allnum and summary.delimiter is None:
        rows = Grouped(ids, count, table.column(summary.field or ""), times_of(table))
        found = summarised(summary.function, rows)
        if found is not None:
            return found
    states: dict[int, Aggregate] = {}

    def state_of(place: int) -> Aggregate:
        return states.setdefault(place, summary.start())

    feed(summary, table, ids, state_of, environment)
    return Column.of(summary.result(states.get(place)) for place in range(count))
