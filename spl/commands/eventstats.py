"""eventstats: the aggregates of its group beside every event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from spl.columns.column import Column
from spl.columns.table import Table
from spl.commands._aggregation import Summary, bind_summaries
from spl.commands._arguments import Options, arguments_of
from spl.commands._book import Scope, command
from spl.commands._extraction import prefer
from spl.commands._gathered import Gathered
from spl.commands._job import Job
from spl.commands._parted import PartedRows
from spl.commands.stats import bind_by
from spl.language import ast


@command(
    "eventstats [allnum=bool] function(field) [AS name] ... [BY field, ...]",
    shape="stats",
    category="Aggregate",
)
@dataclass(frozen=True)
class Eventstats:
    """Adds to every event the aggregates of its group; the events stay as many as they are.

    What stats would put into the row of a group goes into each of the group's events. An event
    that lacks a BY field stays without (Splunk, Search Reference: eventstats).

    Choices: an event that lacks the aggregated field gets the aggregate too. An event in several
    groups, by a multivalue BY field, gets the aggregate of its last value.

    [{"h": "a", "n": "1"}, {"h": "a", "n": "3"}, {"n": "9"}] | eventstats sum(n) AS s BY h -> [{"h": "a", "n": "1", "s": "4"}, {"h": "a", "n": "3", "s": "4"}, {"n": "9"}]
    [{"n": "1"}, {"m": "1"}] | eventstats count(n) AS c -> [{"n": "1", "c": "1"}, {"m": "1", "c": "1"}]
    """  # noqa: E501 - an example stands on one line

    summaries: tuple[Summary, ...]
    by: tuple[str, ...] = ()

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read aggregates, BY fields and options."""
        arguments = arguments_of(node, ast.StatsArguments)
        options = Options(node, arguments.options)
        allnum = options.flag("allnum")
        options.close()
        by = bind_by(node, arguments)
        return cls(
            bind_summaries(
                node, arguments.aggregates, by, allnum=allnum, zone=scope.environment.zone
            ),
            by,
        )

    def parted(self, job: Job) -> PartedRows | None:
        """Events of other groups need not meet."""
        if not self.by or any("*" in (one.field or "") for one in self.summaries):
            return None
        return PartedRows(lambda table: self.run(table, job), keys=self.by)

    def run(self, table: Table, job: Job) -> Table:
        """Work out the groups and hand their aggregates to their events."""
        gathered = Gathered(self.summaries, self.by, job.environment)
        gathered.add(table)
        grouping, summed = gathered.summed()
        place = np.full(table.size, -1, dtype=np.int64)
        place[grouping.rows] = grouping.ids
        columns: dict[str, Column] = {}
        for name, results in summed.items():
            codes = np.append(results.codes, np.int32(-1))
            columns[name] = _kept(Column(codes[place], results.dictionary), table, name, place)
        return table.with_columns(columns)


def _kept(
    added: Column, table: Table, name: str, place: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> Column:
    """Events without a group keep the field that they had under the name of the aggregate."""
    old = table.find(name)
    if old is None or bool((place >= 0).all()):
        return added
    outside = Column(np.where(place >= 0, np.int32(-1), old.codes), old.dictionary)
    return prefer(added, outside)
