"""chart: a table of aggregates, rows by one field and columns by another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import Options, arguments_of, complaint
from spl.commands._book import Scope, command
from spl.commands._charting import Layout, bind_layout, charted, laid_out
from spl.commands._computed import bind_shown
from spl.commands._job import Job
from spl.commands._parted_chart import PartedChart, parted_chart
from spl.commands.bin import binned
from spl.errors import sentence_of
from spl.language import ast
from spl.values.span import Span, SpanError, read_span, read_time_span


@command(
    "chart [limit=n] [useother=bool] [otherstr=s] [usenull=bool] [nullstr=s] [sep=s] [format=s] "
    "function(field) [AS name] ... (OVER row [BY column] | BY row [column]) [WHERE …]",
    shape="chart",
    category="Aggregate",
)
@dataclass(frozen=True)
class Chart:
    """Makes a table of aggregates: a row per value of one field, a column per value of another.

    Without a column field each aggregate is a column. With one, each of its values is, called as
    the value, or ``aggregate: value`` where there are several aggregates (`sep`, `format`).
    In place of an aggregate ``eval(…)`` may stand, an expression over aggregates.

    Options: `limit`, how many series get a column, default 10, 0 for all, ``bottom3`` for the
    smallest, judged by the sum of their cells; `useother` and `otherstr`, a column for the rest;
    `usenull` and `nullstr`, a column for events without the field; ``span=`` after a field puts it
    into ranges first. ``WHERE sum in top5`` or ``WHERE max > 10`` chooses the series in another
    way (Splunk, Search Reference: chart).

    Choices: rows and columns are ordered as numbers, then as text; OTHER and NULL come last. A
    numeric row field is put into ranges only where a span is given.

    [{"h": "a", "m": "G"}, {"h": "a", "m": "P"}, {"h": "b", "m": "G"}] | chart count OVER h BY m -> [{"h": "a", "G": "1", "P": "1"}, {"h": "b", "G": "1", "P": "0"}]
    [{"h": "a", "n": "1"}, {"h": "b", "n": "2"}] | chart sum(n) AS s BY h -> [{"h": "a", "s": "1"}, {"h": "b", "s": "2"}]
    [{"h": "a", "n": "4"}, {"h": "a", "n": "2"}] | chart eval(sum(n)/count) AS r BY h -> [{"h": "a", "r": "3"}]
    [{"h": "a", "u": "x"}, {"h": "a"}] | chart count OVER h BY u -> [{"h": "a", "x": "1", "NULL": "1"}]
    """  # noqa: E501 - an example stands on one line

    layout: Layout
    spans: tuple[tuple[str, Span], ...] = ()

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read aggregates, fields and options."""
        arguments = arguments_of(node, ast.ChartArguments)
        fields = [f for f in (arguments.over, *arguments.by) if f is not None]
        if not arguments.aggregates:
            raise complaint(node, "You must specify data field(s) to chart.", code="SPL352")
        if not 1 <= len(fields) <= 2:
            sentence = "You must specify one row field and at most one column field."
            raise complaint(node, sentence, code="SPL352")
        spans = tuple(span for field in fields for span in _spans(node, field))
        options = Options(node, arguments.options)
        names = [field.field.name for field in fields]
        if len(set(names)) < len(names):
            raise complaint(node, "The row field and the column field are the same.", code="SPL355")
        shown = bind_shown(node, arguments.aggregates, names, scope.environment.zone)
        split = names[1] if len(names) > 1 else None
        layout = bind_layout(node, options, names[0], split, shown, arguments.where)
        options.flag("cont", True)
        options.close()
        return cls(layout, spans)

    def run(self, table: Table, job: Job) -> Table:
        """Put the fields into ranges and make the table."""
        return charted(self.layout, self._ranged(table, job), job.environment)

    def parted(self, job: Job) -> PartedChart | None:
        """Cells are worked out on parts."""
        return parted_chart(
            self.layout,
            job.environment,
            lambda table: self.layout.prepared(self._ranged(table, job)),
            lambda groups, _: laid_out(self.layout, groups),
        )

    def _ranged(self, table: Table, job: Job) -> Table:
        for name, width in self.spans:
            column = binned(table.column(name), width, job.environment.zone)
            table = table.with_columns({name: column})
        return table


def _spans(node: ast.Command, field: ast.ByField) -> list[tuple[str, Span]]:
    """The width that is given for one field."""
    options = Options(node, field.options)
    text = options.maybe("span")
    options.close()
    if text is None:
        return []
    name = field.field.name
    try:
        return [(name, read_time_span(text) if name == "_time" else read_span(text))]
    except SpanError as error:
        sentence = f"The value for option span ({text}) is invalid."
        raise complaint(node, sentence, code="SPL351", hint=sentence_of(error)) from None
