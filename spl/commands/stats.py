"""stats: one row per group, with aggregates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Self

from spl.commands._aggregation import Summary, bind_summaries
from spl.commands._arguments import Options, arguments_of, complaint
from spl.commands._book import Scope, command
from spl.commands._gathered import Gathered
from spl.commands._job import Job
from spl.commands._parted_stats import PartedStats
from spl.language import ast


@command(
    "stats [allnum=bool] [delim=s] function(field) [AS name] ... [BY field, ...]",
    shape="stats",
    category="Aggregate",
)
@dataclass(frozen=True)
class Stats:
    """One row per combination of the BY fields, with aggregates of its events.

    Without BY there is exactly one row, also where there are no events. An event that lacks a BY
    field is in no group; one with a multivalue BY field is in the group of each value. BY fields
    come first, then the aggregates as written, called as written unless AS names them. A field may
    hold stars, which then stand in the name too. ``f(eval(expression))`` aggregates an expression;
    a condition counts where it is true (Splunk, Search Reference: stats).

    Options: `allnum`, null where any value is no number; `delim`, what nomv joins values with;
    `partitions` is understood and changes nothing.

    Choices: rows are ordered by the BY fields, as text by code point. Of two aggregates with one
    name the later holds. Without an aggregate, BY gives each combination once. Groups do not
    distinguish a number from its text.

    [{"h": "b", "n": "2"}, {"h": "a", "n": "1"}, {"h": "b", "n": "3"}] | stats count sum(n) AS s BY h -> [{"h": "a", "count": "1", "s": "1"}, {"h": "b", "count": "2", "s": "5"}]
    [{"n": "1"}, {"m": "1"}] | stats count(n) -> [{"count(n)": "1"}]
    [{"a_x": "1", "b_x": "2"}] | stats sum(*_x) AS *_t -> [{"a_t": "1", "b_t": "2"}]
    [{"s": "404"}, {"s": "200"}] | stats count(eval(s=404)) AS missing -> [{"missing": "1"}]
    [{"h": ["a", "b"]}, {"n": "1"}] | stats count BY h -> [{"h": "a", "count": "1"}, {"h": "b", "count": "1"}]
    """  # noqa: E501 - an example stands on one line

    summaries: tuple[Summary, ...]
    by: tuple[str, ...] = ()

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read aggregates, BY fields and options."""
        arguments = arguments_of(node, ast.StatsArguments)
        options = Options(node, arguments.options)
        allnum, delim = options.flag("allnum"), options.maybe("delim")
        options.whole("partitions", 1)
        options.close()
        by = bind_by(node, arguments)
        summaries = bind_summaries(
            node,
            arguments.aggregates,
            by,
            allnum=allnum,
            delimiter=delim,
            zone=scope.environment.zone,
        )
        return cls(summaries, by)

    def reduction(self, job: Job) -> Gathered:
        """Start with no group."""
        return Gathered(self._summaries(job), self.by, job.environment)

    def parted(self, job: Job) -> PartedStats:
        """Parts meet by the BY fields."""
        return PartedStats(self._summaries(job), self.by, job.environment)

    def _summaries(self, job: Job) -> tuple[Summary, ...]:
        return tuple(_in_range(one, job) for one in self.summaries)


def _in_range(summary: Summary, job: Job) -> Summary:
    """The aggregate; a sparkline goes over the time range of the search, whose end is outside."""
    if summary.function != "sparkline" or job.earliest is None or job.latest is None:
        return summary
    bounds = (job.earliest, job.latest - 1e-6)
    return replace(summary, make=partial(summary.make, bounds=bounds))


def bind_by(node: ast.Command, arguments: ast.StatsArguments) -> tuple[str, ...]:
    """The names of BY fields; they have no options and no stars here.

    Raises:
        BindError: SPL352 where there is neither an aggregate nor a BY field.
    """
    if not arguments.aggregates and not arguments.by:
        raise complaint(node, "You must specify an aggregate function.", code="SPL352")
    for field in arguments.by:
        Options(node, field.options).close()
        if "*" in field.field.name:
            sentence = f"The group-by field '{field.field.name}' cannot contain wildcards."
            raise complaint(node, sentence, span=field.span)
    return tuple(dict.fromkeys(field.field.name for field in arguments.by))
