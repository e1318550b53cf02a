"""Metric events: the measures that they hold, one row each.

Splunk, Metrics: "Overview of metrics". An event holds one measure, as `metric_name` and `_value`,
or several, each in a field ``metric_name:NAME``. Its other fields are its dimensions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from spl.columns.column import Column
from spl.columns.concat import concat
from spl.columns.table import Table
from spl.commands._arguments import complaint
from spl.commands._events import Selection
from spl.commands._job import Job
from spl.commands._prefixed import DEFAULT_FIELDS
from spl.events.default_fields import NAMES
from spl.language import ast
from spl.values.value import as_number

NAME, VALUE, DIMENSIONS = "metric_name", "_value", "_dims"
_PREFIX = f"{NAME}:"
_OUTSIDE = DEFAULT_FIELDS | {"eventtype", "tag", *NAMES}


def check_metrics(node: ast.Command, arguments: ast.TstatsArguments) -> None:
    """Refuse what tstats takes and metric commands do not."""
    if arguments.source is not None:
        sentence = f"{node.name} reads metric events and takes no FROM clause."
        raise complaint(node, sentence, code="SPL353")


def measures(selection: Selection, job: Job) -> tuple[Table, list[str]]:
    """A row per measure that is asked for, and the names of all metrics.

    A row has `metric_name`, `_value`, the value once more in a field that is called as the metric,
    `_dims`, the names of its dimensions, and the fields of its event.
    """
    if job.given is not None:
        tables = [job.given]
    else:
        tables = [each.table for each in job.partitions if selection.may_hold(each)]
    found = [selection.keep(row, job) for table in tables for row in _measures(table)]
    names = {str(table.column(NAME)[0]): None for table in found if table.size}
    return concat([table for table in found if table.size]), list(names)


def _measures(table: Table) -> Iterator[Table]:
    """The measures of a table, those of one metric together."""
    several = [name for name in table.names() if name.startswith(_PREFIX)]
    dims = [n for n in table.names() if n not in (*several, NAME, VALUE)]
    for name in several:
        column = table.column(name).map(as_number)
        yield _of_metric(table, dims, name.removeprefix(_PREFIX), column, column.present())
    if NAME in table.names() and VALUE in table.names():
        texts = table.column(NAME).to_list()
        values = table.column(VALUE).map(as_number)
        for metric in dict.fromkeys(text for text in texts if isinstance(text, str)):
            mask = np.array([text == metric for text in texts], dtype=np.bool_)
            yield _of_metric(table, dims, metric, values, mask & values.present())


def _of_metric(
    table: Table, dims: Iterable[str], metric: str, values: Column, rows: np.ndarray
) -> Table:
    kept = table.select(name for name in dims if name != metric).take(rows)
    values = values.take(rows)
    own = [n for n in kept.names() if n not in _OUTSIDE and not n.startswith("_")]
    present = [kept.column(name).present() for name in own]
    listed = (
        tuple(name for name, there in zip(own, present, strict=True) if there[row])
        for row in range(kept.size)
    )
    return kept.with_columns(
        {
            NAME: Column.constant(metric, kept.size),
            VALUE: values,
            metric: values,
            DIMENSIONS: Column.of(names if len(names) > 1 else "".join(names) for names in listed),
        }
    )
