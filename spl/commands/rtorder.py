"""rtorder: events in the order of their time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._batches import event_times
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast
from spl.values.span import SpanError, read_time_span


@command(
    "rtorder [discard=bool] [buffer_span=span] [max_buffer_size=n]",
    shape="options",
    category="Order",
)
@dataclass(frozen=True)
class Rtorder:
    """Sorts events by rising _time.

    Options: `discard`, `buffer_span` and `max_buffer_size` say how long a real-time search waits
    for late events; they are understood and change nothing (Splunk, Search Reference: rtorder).

    Deviations: there are no real-time searches, so all events are sorted and none comes too late.

    [{"_time": "2"}, {"_time": "1"}] | rtorder -> [{"_time": "1"}, {"_time": "2"}]
    """

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the options."""
        options, items = options_and_items(node)
        options.flag("discard")
        options.whole("max_buffer_size", 50_000)
        span = options.text("buffer_span", "10s")
        options.close()
        try:
            read_time_span(span)
        except SpanError as error:
            sentence = f"The value for option buffer_span ({span}) is invalid."
            raise complaint(node, sentence, code="SPL351", hint=f"{error}.") from None
        if words_of(node, items):
            raise complaint(node, "Only options are understood here.", code="SPL350")
        return cls()

    def run(self, table: Table, job: Job) -> Table:
        """Sort; rows without a time come last."""
        return table.take(np.argsort(event_times(table), kind="stable"))
