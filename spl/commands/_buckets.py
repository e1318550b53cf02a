"""Buckets of time in commands that read: the span after BY, and where each row's bucket starts."""

from __future__ import annotations

from collections.abc import Iterable

from spl.columns.column import Column
from spl.columns.floors import floors
from spl.columns.table import Table
from spl.commands._arguments import Options, complaint
from spl.commands._batches import event_times
from spl.commands._job import Job
from spl.errors import sentence_of
from spl.language import ast
from spl.values.span import SpanError, TimeSpan, read_time_span


def option_span(node: ast.Command, options: Options, by: Iterable[ast.ByField]) -> TimeSpan | None:
    """The span that is an option of the command or of one of its BY fields; None for no span."""
    given = [options.given("span"), *(o for f in by for o in f.options if o.name == "span")]
    for field in by:
        Options(node, (o for o in field.options if o.name != "span")).close()
    spans = [option for option in given if option is not None]
    if not spans:
        return None
    value = spans[-1].value
    try:
        return read_time_span(value.value if isinstance(value, ast.Word | ast.Text) else "")
    except SpanError as error:
        raise complaint(
            node,
            "Invalid value for the option 'span'.",
            code="SPL351",
            span=spans[-1].span,
            hint=sentence_of(error),
        ) from None


def starts(table: Table, span: TimeSpan, job: Job) -> Column:
    """The start of the bucket that each row's _time falls into."""
    zone = job.environment.zone
    found = floors(table.column("_time"), span, zone)
    if found is not None:
        return found
    times = event_times(table).tolist()
    return Column.of(None if t != t else _whole(span.floor(t, zone)) for t in times)


def _whole(epoch: float) -> int | float:
    return int(epoch) if epoch == int(epoch) else epoch
