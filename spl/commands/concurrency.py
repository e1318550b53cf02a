"""concurrency: how many events were under way when an event started."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Self

from spl.columns.column import Column
from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast
from spl.values.value import as_number


@command(
    "concurrency duration=field [start=field] [output=field]",
    shape="options",
    category="Aggregate",
)
@dataclass(frozen=True)
class Concurrency:
    """Counts the events that were under way at the start of each event, itself included.

    Options: `duration`, the field with the length, in the unit of the start; `start`, the field
    with the start, default _time; `output`, the field that gets the count, default concurrency
    (Splunk, Search Reference: concurrency).

    Choices: an event that ends at the very moment at which another starts is over by then. An
    event without a duration lasts no time; one without a start gets no count.

    [{"_time": "0", "d": "10"}, {"_time": "5", "d": "1"}, {"_time": "10", "d": "1"}] | concurrency duration=d | table concurrency -> [{"concurrency": "1"}, {"concurrency": "2"}, {"concurrency": "1"}]
    """  # noqa: E501 - an example stands on one line

    duration: str
    start: str = "_time"
    output: str = "concurrency"

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the fields."""
        options, items = options_and_items(node)
        duration = options.maybe("duration")
        start, output = options.text("start", "_time"), options.text("output", "concurrency")
        options.close()
        if duration is None:
            raise complaint(node, "The option 'duration' is needed.", code="SPL352")
        if words_of(node, items):
            raise complaint(node, "Only options are understood here.", code="SPL350")
        return cls(duration, start, output)

    def run(self, table: Table, job: Job) -> Table:
        """Count starts up to each start, and take away the events that have ended by then."""
        starts = [as_number(value) for value in table.column(self.start).to_list()]
        lengths = [as_number(value) or 0 for value in table.column(self.duration).to_list()]
        pairs = [(s, s + n) for s, n in zip(starts, lengths, strict=True) if s is not None]
        lasting = [(start, end) for start, end in pairs if end > start]
        begun = sorted(start for start, _ in lasting)
        ended = sorted(end for _, end in lasting)
        counts = [
            None if start is None else bisect_right(begun, start) - bisect_right(ended, start)
            for start in starts
        ]
        own = [1 if n <= 0 else 0 for n in lengths]  # an event of no length counts itself
        column = Column.of(None if c is None else c + n for c, n in zip(counts, own, strict=True))
        return table.with_columns({self.output: column})
