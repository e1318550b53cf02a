"""reltime: how long ago an event was, in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast
from spl.values.value import Value, as_number

_UNITS = (
    (86_400 * 365, "year"),
    (86_400 * 30, "month"),
    (86_400, "day"),
    (3_600, "hour"),
    (60, "minute"),
    (1, "second"),
)


@command("reltime [timefield=f] [prefix=s]", shape="options", category="Fields")
@dataclass(frozen=True)
class Reltime:
    """Sets the field reltime to how long ago an event was, such as ``2 hours ago``.

    Options: `timefield`, the field with the time, default _time; `prefix`, before the name of the
    new field (Splunk, Search Reference: reltime).

    Choices: a month has 30 days and a year 365; less than a second is ``now``.

    [{"n": "1"}] | eval _time=now()-7200 | reltime | table reltime -> [{"reltime": "2 hours ago"}]
    """

    field: str = "_time"
    prefix: str = ""

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the options."""
        options, items = options_and_items(node)
        field, prefix = options.text("timefield", "_time"), options.text("prefix", "")
        options.close()
        if words_of(node, items):
            raise complaint(node, "Only options are understood here.", code="SPL350")
        return cls(field, prefix)

    def apply(self, table: Table, job: Job) -> Table:
        """Word the times of one batch."""
        words = table.column(self.field).map(partial(_ago, job.environment.now))
        return table.with_columns({f"{self.prefix}reltime": words})


def _ago(now: float, value: Value) -> Value:
    time = as_number(value)
    if time is None:
        return None
    seconds = int(abs(now - time))
    for size, name in _UNITS:
        if seconds >= size:
            count = seconds // size
            word = f"{count} {name}{'s' if count > 1 else ''}"
            return f"{word} ago" if time < now else f"in {word}"
    return "now"
