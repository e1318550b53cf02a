"""timechart: a table of aggregates over time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Self

from spl.columns.column import Column
from spl.columns.table import Table
from spl.commands._aggregation import Summary
from spl.commands._arguments import Options, arguments_of, complaint
from spl.commands._book import Scope, command
from spl.commands._charting import Layout, bind_layout, charted, filled_rows, laid_out
from spl.commands._computed import Computed, Shown, bind_shown
from spl.commands._job import Job
from spl.commands._parted_chart import Bounds, PartedChart, bounds_of, parted_chart
from spl.commands.bin import binned
from spl.errors import sentence_of
from spl.language import ast
from spl.values.aggregate_names import TIMECHART_ONLY
from spl.values.span import SpanError, TimeSpan, read_time_span, time_span_for
from spl.values.value import as_number

_TIME = "_time"
_BINS = 100
_MOST = 50_000  # rows; Splunk, limits.conf: maxresultrows


@command(
    "timechart [span=s] [bins=n] [minspan=s] [cont=bool] [fixedrange=bool] [partial=bool] "
    "[limit=n] [useother=bool] [usenull=bool] function(field) [AS name] ... [BY field] [WHERE …]",
    shape="chart",
    category="Aggregate",
)
@dataclass(frozen=True)
class Timechart:
    """Makes a table of aggregates over time: a row per span of _time, a column per series.

    Options: `span`, the length of a row; without it, `bins` (default 100) rows at the most, and
    none shorter than `minspan`; `cont`, rows without events are there too, with counts of 0,
    default true; `fixedrange`, from the start to the end of the search's time range where it has
    both, default true; `partial`, the first and last span may be cut by that range, default true.
    All else is as in chart (Splunk, Search Reference: timechart).

    Choices: without a span it is one of 1s, 5s, 10s, 30s, 1m, 5m, 10m, 30m, 1h, 1d, 1mon. No more
    than 50,000 rows are made. Events without _time do not count.

    [{"_time": "3700", "v": "2"}, {"_time": "7300", "v": "4"}] | timechart span=1h sum(v) AS s -> [{"_time": "3600", "s": "2"}, {"_time": "7200", "s": "4"}]
    [{"_time": "0", "u": "a"}, {"_time": "120", "u": "b"}] | timechart span=1m count BY u -> [{"_time": "0", "a": "1", "b": "0"}, {"_time": "60", "a": "0", "b": "0"}, {"_time": "120", "a": "0", "b": "1"}]
    """  # noqa: E501 - an example stands on one line

    layout: Layout
    span: TimeSpan | None = None
    bins: int = _BINS
    minspan: TimeSpan | None = None
    cont: bool = True
    fixedrange: bool = True
    partial: bool = True

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read aggregates, field and options."""
        arguments = arguments_of(node, ast.ChartArguments)
        if not arguments.aggregates:
            raise complaint(node, "You must specify data field(s) to chart.", code="SPL352")
        if arguments.over is not None or len(arguments.by) > 1:
            raise complaint(node, "Only one field may stand after 'by'.", span=arguments.span)
        options = Options(node, [*arguments.options, *(o for f in arguments.by for o in f.options)])
        span, minspan = _span(node, options, "span"), _span(node, options, "minspan")
        bins = options.whole("bins", _BINS, least=1)
        cont, fixed = options.flag("cont", True), options.flag("fixedrange", True)
        partly = options.flag("partial", True)
        split = arguments.by[0].field.name if arguments.by else None
        by = [_TIME] if split is None else [_TIME, split]
        shown = bind_shown(node, arguments.aggregates, by, scope.environment.zone)
        layout = bind_layout(node, options, _TIME, split, shown, arguments.where)
        options.close()
        return cls(layout, span, bins, minspan, cont, fixed, partly)

    def run(self, table: Table, job: Job) -> Table:
        """Cut the time into spans and make the table."""
        bounds = bounds_of(table)
        if bounds is None:
            return charted(self.layout, table.take(slice(0)), job.environment)
        low, high = self._range(bounds, job)
        least = self.minspan.seconds if self.minspan else 0
        span = self.span or time_span_for(high - low, self.bins, least)
        layout = self._for_spans(span)
        rows = charted(layout, _cut(table, span, job), job.environment)
        return self._continued(rows, layout, bounds, span, job)

    def parted(self, job: Job) -> PartedChart | None:
        """Cells are worked out on parts, where the length of a row does not depend on all."""
        span = self.span
        if span is None:
            return None
        layout = self._for_spans(span)
        return parted_chart(
            layout,
            job.environment,
            lambda table: layout.prepared(_cut(table, span, job)),
            lambda groups, bounds: self._continued(
                laid_out(layout, groups), layout, bounds, span, job
            ),
        )

    def _for_spans(self, span: TimeSpan) -> Layout:
        """The layout, told how long a row is."""
        shown = tuple(_with_length(one, span.seconds) for one in self.layout.shown)
        return replace(self.layout, shown=shown)

    def _continued(
        self, rows: Table, layout: Layout, bounds: Bounds, span: TimeSpan, job: Job
    ) -> Table:
        """The table with a row for each span between *bounds*, those of all events."""
        if bounds is None:
            return rows
        rows = rows.with_columns({_TIME: _as_numbers(rows.column(_TIME))})
        if self.cont:
            starts = self._starts(*self._range(bounds, job), span, job)
            if starts is not None:
                rows = filled_rows(rows, _TIME, starts, layout)
        return rows if self.partial else self._whole_spans(rows, span, job)

    def _range(self, bounds: tuple[float, float], job: Job) -> tuple[float, float]:
        """From the first to the last moment that has a row."""
        low, high = bounds
        if self.fixedrange and job.earliest is not None and job.latest is not None:
            return min(low, job.earliest), max(high, job.latest - 1e-6)
        return low, high

    def _starts(self, low: float, high: float, span: TimeSpan, job: Job) -> list[float] | None:
        """The starts of all spans; None where they are too many."""
        zone = job.environment.zone
        starts = [span.floor(low, zone)]
        while (following := span.following(starts[-1], zone)) <= high:
            if len(starts) == _MOST:
                job.warn(f"timechart left out empty rows: there are more than {_MOST:,}.")
                return None
            starts.append(following)
        return [int(s) if s == int(s) else s for s in starts]

    def _whole_spans(self, rows: Table, span: TimeSpan, job: Job) -> Table:
        """The rows whose span lies in the time range of the search."""
        starts = rows.column(_TIME).numbers(as_number, key="number")
        zone = job.environment.zone
        keep = [
            (job.earliest is None or start >= job.earliest)
            and (job.latest is None or span.following(start, zone) <= job.latest)
            for start in starts.tolist()
        ]
        return rows.take([place for place, kept in enumerate(keep) if kept])  # type: ignore[arg-type]


def _cut(table: Table, span: TimeSpan, job: Job) -> Table:
    """The rows with the start of its span as the _time of each."""
    return table.with_columns({_TIME: binned(table.column(_TIME), span, job.environment.zone)})


def _as_numbers(column: Column) -> Column:
    return column.map(as_number)


def _with_length(one: Shown, seconds: float) -> Shown:
    """What is shown, told how long a span is where it is a rate."""
    if isinstance(one, Computed):
        return replace(one, parts=tuple(_rate(part, seconds) for part in one.parts))
    return _rate(one, seconds)


def _rate(summary: Summary, seconds: float) -> Summary:
    if summary.function not in TIMECHART_ONLY:
        return summary
    return replace(summary, make=partial(summary.make, seconds))


def _span(node: ast.Command, options: Options, name: str) -> TimeSpan | None:
    text = options.maybe(name)
    if text is None:
        return None
    try:
        return read_time_span(text)
    except SpanError as error:
        sentence = f"The value for option {name} ({text}) is invalid."
        raise complaint(node, sentence, code="SPL351", hint=sentence_of(error)) from None
