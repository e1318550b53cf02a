"""Aggregates by group: a running state that takes in tables, merges, gives a row per group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from spl.columns.column import Column
from spl.columns.fold import Fold, Times, fold_of, key_places
from spl.columns.group import Groups, group
from spl.columns.order import text_order
from spl.columns.table import Table
from spl.values.aggregate_names import find_aggregate
from spl.values.book import Aggregate
from spl.values.value import Value, as_number


@dataclass(frozen=True, slots=True)
class Summary:
    """One aggregate of a command.

    Attributes:
        name: the column that it fills.
        function: its name in the book; "" keeps shortcuts away, where `make` is not the book's own.
        make: starts the state of one group.
        argument: works out the values of a table's rows; None for a bare count.
    """

    name: str
    function: str
    make: Callable[[], Aggregate]
    argument: Callable[[Table], Column] | None = None

    @classmethod
    def of(cls, function: str, field: str | None = None, name: str | None = None) -> Summary:
        """The aggregate *function* of *field*; ValueError where there is no such function."""
        found = find_aggregate(function)
        if found is None:
            raise ValueError(f"there is no stats function {function!r}")
        make = found[1]
        if field is None:
            return cls(name or function, function, make)
        return cls(name or f"{function}({field})", function, make, lambda t: t.column(field))

    def values(self, table: Table) -> Column:
        """The values of the rows of *table*."""
        return Column.constant(1, table.size) if self.argument is None else self.argument(table)


class GroupedReduction:
    """States of aggregates for the groups seen so far. Law: parts, merged, are the whole."""

    def __init__(
        self, by: Sequence[str], summaries: Sequence[Summary], *, kernels: bool = True
    ) -> None:
        """Start with no group; without BY fields there is one from the start."""
        self.by = tuple(by)
        self.summaries = tuple(summaries)
        self._places: dict[tuple[Value, ...], int] = {} if by else {(): 0}
        self._folds: list[Fold] = [
            fold_of(summary.function, summary.make, kernels=kernels) for summary in summaries
        ]

    def add(self, table: Table) -> None:
        """Take in the next rows."""
        self.add_groups(table, group(table, self.by))

    def add_groups(self, table: Table, groups: Groups) -> None:
        """Take in the next rows, of which the groups are known."""
        places = key_places(groups.key_rows(), self._places)
        ids = places[groups.ids]
        times = times_of(table)[groups.rows]
        for summary, fold in zip(self.summaries, self._folds, strict=True):
            column = summary.values(table).take(groups.rows)
            fold.add(ids, len(self._places), column, times)

    def merge(self, later: GroupedReduction) -> None:
        """Take in the groups of later rows."""
        places = key_places(list(later._places), self._places)
        for fold, other in zip(self._folds, later._folds, strict=True):
            fold.merge(other, places, len(self._places))

    def columns(self) -> dict[str, Column]:
        """The column of each aggregate, one row per group in the order of first appearance."""
        count = len(self._places)
        return {
            summary.name: Column.of(fold.results(count))
            for summary, fold in zip(self.summaries, self._folds, strict=True)
        }

    def result(self) -> Table:
        """One row per group: BY fields, then aggregates; sorted by the texts of the BY fields."""
        keys = list(self._places)
        fields = {name: Column.of(key[n] for key in keys) for n, name in enumerate(self.by)}
        table = Table({**fields, **self.columns()}, len(keys))
        return table.take(text_order(list(fields.values()), len(keys)))


def aggregate(
    table: Table, by: Sequence[str], summaries: Sequence[Summary], *, kernels: bool = True
) -> tuple[Groups, dict[str, Column]]:
    """Group *table* and return the groups with a column per aggregate, one row per group."""
    groups = group(table, by)
    reduction = GroupedReduction(by, summaries, kernels=kernels)
    reduction.add_groups(table, groups)
    return groups, reduction.columns()


def times_of(table: Table) -> Times:
    """The _time of each row, NaN where it has none."""
    column = table.find("_time")
    if column is None:
        return np.full(table.size, np.nan)
    return column.numbers(as_number, "number")
