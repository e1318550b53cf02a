"""mcatalog: which metrics and dimensions metric events have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spl.columns.table import Table
from spl.commands._arguments import Options, arguments_of, complaint
from spl.commands._book import Bound, Reducible, Reduction, Scope, bind_command, command
from spl.commands._events import Selection
from spl.commands._job import Job
from spl.commands._metrics import check_metrics, measures
from spl.language import ast


@command(
    "mcatalog values(field) [AS name]... [where <search>] [by <field>...]",
    shape="tstats",
    category="Generate",
)
@dataclass(frozen=True)
class Mcatalog:
    """Lists the values of `metric_name`, of `_dims` or of a dimension of metric events.

    `_dims` are the names of the dimensions. WHERE is an expression of the search command over
    dimensions and `metric_name`; see mstats for what a metric event is (Splunk, Search Reference:
    mcatalog).

    Deviations: `prestats` and `append` are refused.

    [{"metric_name:cpu": "4", "h": "a"}, {"metric_name": "mem", "_value": "9", "h": "b"}] | mcatalog values(metric_name) AS m -> [{"m": ["cpu", "mem"]}]
    [{"metric_name:cpu": "4", "h": "a", "zone": "x"}] | mcatalog values(_dims) AS d BY metric_name -> [{"metric_name": "cpu", "d": ["h", "zone"]}]
    """  # noqa: E501 - an example stands on one line

    selection: Selection
    stats: Reducible

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Bound:
        """Read WHERE and BY; the only function is values."""
        arguments = arguments_of(node, ast.TstatsArguments)
        check_metrics(node, arguments)
        Options(node, arguments.options).close()
        for aggregate in arguments.aggregates:
            if aggregate.function != "values":
                sentence = f"mcatalog knows only values(), not {aggregate.function}()."
                raise complaint(node, sentence, code="SPL353", span=aggregate.span)
        aggregates = ast.StatsArguments(arguments.aggregates, arguments.by, span=arguments.span)
        stats = bind_command(ast.Command("stats", aggregates, span=node.span), scope)
        assert isinstance(stats, Reducible)
        return cls(Selection.bind(arguments.where or ast.Everything(), scope), stats)

    def read(self, job: Job) -> Iterator[Table]:
        """Yield a row per measure."""
        yield measures(self.selection, job)[0]

    def reduction(self, job: Job) -> Reduction:
        """Start with nothing seen."""
        return self.stats.reduction(job)
