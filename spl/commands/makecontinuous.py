"""makecontinuous: rows for the values of a field that are missing between others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.concat import concat
from spl.columns.order import SortKey, order
from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.errors import sentence_of
from spl.language import ast
from spl.values.span import NumberSpan, SpanError, TimeSpan, read_span, read_time_span
from spl.values.value import Value, as_number, read_number

_TIME = "_time"
_MOST = 50_000


@command("makecontinuous [field] span=s [start=n] [end=n]", shape="options", category="Reshape")
@dataclass(frozen=True)
class Makecontinuous:
    """Adds rows for the missing values of a field, so that they follow each other by a span.

    The field is _time unless one is named; `start` and `end` are the first and last value, by
    default those that there are (Splunk, Search Reference: makecontinuous).

    Deviations: the span must be given. Choices: rows whose value is no number are left out. No
    more than 50,000 rows are made.

    [{"n": "1", "v": "a"}, {"n": "3", "v": "b"}] | makecontinuous n span=1 -> [{"n": "1", "v": "a"}, {"n": "2"}, {"n": "3", "v": "b"}]
    """  # noqa: E501 - an example stands on one line

    field: str
    span: TimeSpan | NumberSpan
    start: float | None = None
    end: float | None = None

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read field and span."""
        options, items = options_and_items(node)
        text = options.text("span", "")
        ends = [options.maybe("start"), options.maybe("end")]
        options.close()
        words = words_of(node, items)
        field = words[0] if words else _TIME
        try:
            span = read_time_span(text) if field == _TIME else read_span(text)
        except SpanError as error:
            sentence = f"The value for option span ({text}) is invalid."
            raise complaint(node, sentence, code="SPL351", hint=sentence_of(error)) from None
        if not isinstance(span, TimeSpan | NumberSpan):
            raise complaint(node, "The span must not be logarithmic here.", code="SPL351")
        numbers = [None if one is None else read_number(one) for one in ends]
        return cls(field, span, *numbers)

    def run(self, table: Table, job: Job) -> Table:
        """Add the rows and put all in order."""
        numbers = table.column(self.field).numbers(as_number, key="number")
        table = table.take(numbers == numbers)
        have = {float(n) for n in numbers[numbers == numbers].tolist()}
        if not have and (self.start is None or self.end is None):
            return table
        low = min(have) if self.start is None else self.start
        high = max(have) if self.end is None else self.end
        missing: list[dict[str, Value]] = []
        value = low
        while value <= high:
            if len(missing) == _MOST:
                job.warn(f"makecontinuous stopped after {_MOST:,} new rows.")
                break
            if float(value) not in have:
                missing.append({self.field: int(value) if value == int(value) else value})
            value = self._next(value, job)
        full = concat([table, Table.of(missing)]) if missing else table
        return full.take(order(full, [SortKey(self.field, kind="num")]))

    def _next(self, value: float, job: Job) -> float:
        if isinstance(self.span, TimeSpan):
            return self.span.following(value, job.environment.zone)
        return value + float(self.span.width)
