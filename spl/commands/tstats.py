"""tstats: aggregates over a data set of a data model, or over index-time fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spl.columns.concat import concat
from spl.columns.table import Table
from spl.commands._arguments import Options, arguments_of, complaint
from spl.commands._book import Bound, Reducible, Reduction, Scope, bind_command, command
from spl.commands._buckets import option_span, starts
from spl.commands._datasets import check_dataset, dataset_batches, index_batches
from spl.commands._events import Reads, Selection
from spl.commands._job import Job
from spl.commands._parted import Partable, Parted
from spl.commands.fillnull import fill_column
from spl.language import ast
from spl.values.span import TimeSpan

_BUCKET = "_tstats_bucket"


@command(
    "tstats [options] <aggregate>... [from datamodel=M.D] [where <search>] [by <field>... [span=]]",
    shape="tstats",
    category="Generate",
)
@dataclass(frozen=True)
class Tstats:
    """Aggregates the rows of a data set without reading them one by one.

    The fields of the data set ``D`` are called ``D.field``; _time, host, source and sourcetype are
    there too. WHERE is an expression of the search command. A row with a null BY field is dropped
    unless `fillnull_value` gives it a text. ``by _time span=1h`` cuts the time into buckets;
    empty ones are left out (Splunk, Search Reference: tstats). Without ``from`` it aggregates all
    events by their index-time fields: index, host, source, sourcetype, _time.

    Options: `fillnull_value`, the text of a null BY field; `prestats`, which hands the rows to the
    stats, chart or timechart that follows; `append`, with prestats, which puts them behind the rows
    at hand; `summariesonly`, `allow_old_summaries`, `local`, `chunk_size` and
    `include_reduced_buckets` are understood and change nothing without accelerated summaries.

    Deviations: summaries are never missing, so summariesonly=true gives what false gives.

    Choices: _time after BY without span makes one bucket per second. Columns are in the order of
    stats: BY fields, then aggregates.

    [{"u": "al"}, {"u": "Al"}, {}] | tstats count from datamodel=M.D by D.u -> [{"D.u": "Al", "count": "1"}, {"D.u": "al", "count": "1"}]
    [{"u": "al"}, {}] | tstats fillnull_value=null count from datamodel=M.D by D.u -> [{"D.u": "al", "count": "1"}, {"D.u": "null", "count": "1"}]
    [{"u": "al"}, {"u": "bo"}] | tstats count from datamodel=M.D where D.u=AL -> [{"count": "1"}]
    """  # noqa: E501 - an example stands on one line

    source: str | None
    selection: Selection
    by: tuple[str, ...]
    span: TimeSpan
    fill: str | None
    stats: Reducible

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Bound:
        """Read options, source, WHERE and BY."""
        arguments = arguments_of(node, ast.TstatsArguments)
        if arguments.source_kind != "datamodel":
            raise complaint(
                node,
                f"Reading from {arguments.source_kind} is not supported.",
                code="SPL302",
                span=arguments.span,
                hint="Use from datamodel=Model.Dataset.",
            )
        options = Options(node, arguments.options)
        prestats, append = options.flag("prestats"), options.flag("append")
        fill = options.maybe("fillnull_value")
        for name in ("summariesonly", "allow_old_summaries", "local", "include_reduced_buckets"):
            options.flag(name)
        options.whole("chunk_size", 10_000_000)
        span = option_span(node, options, arguments.by) or TimeSpan(1, "s")
        options.close()
        _check(node, arguments, append and not prestats)
        if arguments.source is not None:
            check_dataset(node, arguments.source, scope)
        stats = bind_command(_stats_node(node, arguments), scope)
        assert isinstance(stats, Reducible)
        selection = Selection.bind(arguments.where or ast.Everything(), scope)
        by = tuple(field.field.name for field in arguments.by)
        bound = cls(arguments.source, selection, by, span, fill, stats)
        if prestats:
            raw = Prestats(bound, append)
            return raw if scope.first else AppendedPrestats(raw)
        return bound

    @property
    def reads(self) -> Reads:
        """The rows of the data set, or all events."""
        return Reads(self.selection, self.source)

    def read(self, job: Job) -> Iterator[Table]:
        """Yield the rows that are aggregated, with BY fields filled and the time in buckets."""
        for table in self.rows(job):
            if "_time" in self.by:
                table = table.with_columns({_BUCKET: starts(table, self.span, job)})
            yield table

    def rows(self, job: Job) -> Iterator[Table]:
        """The rows of the data set that satisfy WHERE."""
        batches = (
            index_batches(self.selection, job)
            if self.source is None
            else dataset_batches(self.source, self.selection, job)
        )
        fields = [] if self.fill is None else [name for name in self.by if name != "_time"]
        for table in batches:
            filled = {n: fill_column(table.column(n), self.fill or "") for n in fields}
            yield table.with_columns(filled) if filled else table

    def reduction(self, job: Job) -> Reduction:
        """Start with nothing seen."""
        return _Bucketed(self.stats.reduction(job))

    def parted(self, job: Job) -> Parted | None:
        """As stats, of which each part has read its own."""
        inner = self.stats.parted(job) if isinstance(self.stats, Partable) else None
        return None if inner is None else _PartedBuckets(inner)


class _Bucketed:
    """The reduction of stats, whose bucket column is called _time in the end."""

    def __init__(self, inner: Reduction) -> None:
        self._inner = inner

    def add(self, table: Table) -> None:
        """Take in the next batch."""
        self._inner.add(table)

    def merge(self, later: _Bucketed) -> None:
        """Take in what was seen later."""
        self._inner.merge(later._inner)

    def result(self) -> Table:
        """The groups."""
        return _timed(self._inner.result())


@dataclass(frozen=True, slots=True)
class _PartedBuckets:
    """stats on parts, whose bucket column is called _time in the end."""

    inner: Parted

    @property
    def keys(self) -> tuple[str, ...]:
        """The BY fields."""
        return self.inner.keys

    def fits(self, table: Table) -> bool:
        """As stats."""
        return self.inner.fits(table)

    def part(self, table: Table) -> list[Table]:
        """As stats."""
        return self.inner.part(table)

    def whole(self, parts: Sequence[Sequence[Table]]) -> Table:
        """The groups."""
        return _timed(self.inner.whole(parts))


def _timed(table: Table) -> Table:
    names = ["_time" if name == _BUCKET else name for name in table.names()]
    columns = (table.column(name) for name in table.names())
    return Table(dict(zip(names, columns, strict=True)), table.size).placed(table.places)


@dataclass(frozen=True)
class Prestats:
    """tstats prestats=t: the rows themselves, for the aggregating command that follows."""

    tstats: Tstats
    append: bool = False

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Bound:
        """Bind as tstats does."""
        return Tstats.bind(node, scope)

    @property
    def reads(self) -> Reads:
        """What tstats reads."""
        return self.tstats.reads

    def read(self, job: Job) -> Iterator[Table]:
        """Yield the rows that have every BY field."""
        for table in self.tstats.rows(job):
            for name in self.tstats.by:
                table = table.take(table.column(name).present())
            if "_time" in self.tstats.by:
                table = table.with_columns({"_time": starts(table, self.tstats.span, job)})
            yield table


@dataclass(frozen=True)
class AppendedPrestats:
    """tstats prestats=t append=t further down: its rows come behind those at hand."""

    rows: Prestats

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Bound:
        """Bind as tstats does."""
        return Tstats.bind(node, scope)

    def run(self, table: Table, job: Job) -> Table:
        """Append the rows."""
        return concat([table, *self.rows.read(job)])


def _check(node: ast.Command, arguments: ast.TstatsArguments, lone_append: bool) -> None:
    if lone_append:
        raise complaint(node, "append=true needs prestats=true.", code="SPL351")
    for aggregate in arguments.aggregates:
        if aggregate.is_eval:
            raise complaint(
                node,
                "tstats takes no eval expression in a function.",
                code="SPL353",
                span=aggregate.span,
            )
        if isinstance(aggregate.argument, ast.FieldName) and "*" in aggregate.argument.name:
            raise complaint(
                node, "tstats takes no wildcard in a function.", code="SPL353", span=aggregate.span
            )
    for field in arguments.by:
        if "*" in field.field.name:
            raise complaint(
                node, "tstats takes no wildcard after BY.", code="SPL353", span=field.span
            )


def _stats_node(node: ast.Command, arguments: ast.TstatsArguments) -> ast.Command:
    """The stats command that does the aggregating."""
    by = tuple(
        replace(field, field=ast.FieldName(_BUCKET, span=field.span), options=())
        if field.field.name == "_time"
        else replace(field, options=())
        for field in arguments.by
    )
    aggregates = ast.StatsArguments(arguments.aggregates, by, span=arguments.span)
    return ast.Command("stats", aggregates, span=node.span)
