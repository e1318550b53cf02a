"""mstats: aggregates over the measures of metric events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spl.columns.concat import concat
from spl.columns.table import Table
from spl.commands._arguments import Options, arguments_of, complaint
from spl.commands._book import Bound, Reducible, Reduction, Scope, bind_command, command
from spl.commands._buckets import option_span, starts
from spl.commands._events import Selection
from spl.commands._job import Job
from spl.commands._metrics import NAME, VALUE, check_metrics, measures
from spl.language import ast
from spl.values.span import TimeSpan

_SETTINGS = ("chunk_size", "update_period")


@command(
    "mstats [options] <function>(metric) [AS name]... [where <search>] [by <field>... [span=]]",
    shape="tstats",
    category="Generate",
)
@dataclass(frozen=True)
class Mstats:
    """Aggregates measures by their dimensions.

    A metric event holds one measure, as the fields `metric_name` and `_value`, or several, each in
    a field ``metric_name:NAME``; its other fields are dimensions. A function names a metric, which
    may hold stars, or `_value` for all that WHERE lets through. WHERE is an expression of the
    search command over dimensions and `metric_name`. ``span=10s`` cuts the time into buckets, whose
    start is then the first column (Splunk, Search Reference: mstats).

    Options: `span`; `prestats`, which hands the measures to the stats, chart or timechart that
    follows; `append`, with prestats, which puts them behind the rows at hand; `backfill`, `chunk_size` and `update_period` are understood and change nothing.

    Deviations: `chart` and its options are refused: put timechart or chart behind prestats.

    Choices: any event with such fields is a metric event, whatever its index. A measure that lacks
    a BY field is left out.

    [{"metric_name:cpu": "4", "h": "a"}, {"metric_name:cpu": "6", "h": "a"}] | mstats avg(cpu) AS c BY h -> [{"h": "a", "c": "5"}]
    [{"metric_name": "cpu", "_value": "4", "h": "a"}, {"metric_name": "mem", "_value": "9", "h": "a"}] | mstats max(_value) AS m WHERE metric_name=cpu -> [{"m": "4"}]
    [{"metric_name:io.in": "1", "metric_name:io.out": "2", "io.kind": "x", "h": "a"}] | mstats sum(io.*) AS s.* BY h -> [{"h": "a", "s.in": "1", "s.out": "2"}]
    [{"metric_name:cpu": "4", "_time": "61"}, {"metric_name:cpu": "6", "_time": "65"}] | mstats count(cpu) AS n span=1m -> [{"_time": "60", "n": "2"}]
    """  # noqa: E501 - an example stands on one line

    selection: Selection
    fields: tuple[str, ...]
    by: tuple[str, ...]
    span: TimeSpan | None
    stats: Reducible

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Bound:
        """Read options, WHERE and BY; the rest is a stats command."""
        arguments = arguments_of(node, ast.TstatsArguments)
        check_metrics(node, arguments)
        options = Options(node, arguments.options)
        options.flag("backfill")
        prestats, append = options.flag("prestats"), options.flag("append")
        for name in _SETTINGS:
            options.whole(name, 0)
        where, spans = _apart(arguments.where or ast.Everything())
        by = (*arguments.by, ast.ByField(ast.FieldName("_time"), spans))
        span = option_span(node, options, by)
        options.close()
        if append and not prestats:
            raise complaint(node, "append=true needs prestats=true.", code="SPL351")
        for aggregate in arguments.aggregates:
            if aggregate.argument is None:
                sentence = f"mstats needs the name of a metric: {aggregate.function}(metric)."
                raise complaint(node, sentence, code="SPL353", span=aggregate.span)
        stats = bind_command(_stats_node(node, arguments, span), scope)
        assert isinstance(stats, Reducible)
        bound = cls(
            Selection.bind(where, scope),
            tuple(
                a.argument.name
                for a in arguments.aggregates
                if isinstance(a.argument, ast.FieldName)
            ),
            tuple(field.field.name for field in arguments.by),
            span,
            stats,
        )
        if not prestats:
            return bound
        return MetricRows(bound) if scope.first else AppendedMetricRows(bound)

    def read(self, job: Job) -> Iterator[Table]:
        """Yield the measures with their BY fields, and nothing else that stars could take in."""
        table, metrics = measures(self.selection, job)
        asked = [name for name in (NAME, VALUE) if name in self.fields]
        names = dict.fromkeys((*self.by, *metrics, *asked, "_time"))
        table = table.select(name for name in names if name in table.names())
        if self.span is not None:
            table = table.with_columns({"_time": starts(table, self.span, job)})
        yield table

    def reduction(self, job: Job) -> Reduction:
        """Start with nothing seen."""
        return self.stats.reduction(job)


@dataclass(frozen=True)
class MetricRows:
    """mstats prestats=t: the measures themselves, for the aggregating command that follows."""

    mstats: Mstats

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Bound:
        """Bind as mstats does."""
        return Mstats.bind(node, scope)

    def read(self, job: Job) -> Iterator[Table]:
        """Yield the measures that have every BY field."""
        for table in self.mstats.read(job):
            for name in self.mstats.by:
                table = table.take(table.column(name).present())
            yield table


@dataclass(frozen=True)
class AppendedMetricRows:
    """mstats prestats=t append=t further down: its measures come behind the rows at hand."""

    mstats: Mstats

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Bound:
        """Bind as mstats does."""
        return Mstats.bind(node, scope)

    def run(self, table: Table, job: Job) -> Table:
        """Append the measures."""
        return concat([table, *MetricRows(self.mstats).read(job)])


def _apart(where: ast.SearchExpr) -> tuple[ast.SearchExpr, tuple[ast.Option, ...]]:
    """WHERE without the ``span=…`` that may stand at its end, and that span as an option."""
    items = where.items if isinstance(where, ast.And) else (where,)
    spans = [item for item in items if isinstance(item, ast.Compare) and item.field.name == "span"]
    kept = tuple(item for item in items if item not in spans)
    options = tuple(
        ast.Option("span", ast.Word(item.value.value, span=item.span), span=item.span)
        for item in spans
        if isinstance(item.value, ast.Pattern)
    )
    if len(kept) > 1:
        return ast.And(kept, span=where.span), options
    return (kept[0] if kept else ast.Everything()), options


def _stats_node(
    node: ast.Command, arguments: ast.TstatsArguments, span: TimeSpan | None
) -> ast.Command:
    """The stats command that does the aggregating."""
    by = tuple(replace(field, options=()) for field in arguments.by if field.field.name != "_time")
    if span is not None:
        by = (ast.ByField(ast.FieldName("_time")), *by)
    aggregates = ast.StatsArguments(arguments.aggregates, by, span=arguments.span)
    return ast.Command("stats", aggregates, span=node.span)
