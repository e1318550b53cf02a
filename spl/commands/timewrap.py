"""timewrap: the same hours of several days, or days of several weeks, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._wildcards import is_internal
from spl.language import ast
from spl.values.environment import Environment
from spl.values.span import SpanError, TimeSpan, read_time_span
from spl.values.strftime import strftime
from spl.values.time_units import shift
from spl.values.value import Value, as_number

_MOST = 1_000
_WORDS = {
    "s": "second",
    "m": "minute",
    "h": "hour",
    "d": "day",
    "w": "week",
    "mon": "month",
    "q": "quarter",
    "y": "year",
}


@command(
    "timewrap span [align=now|end] [series=relative|exact|short] [time_format=s]",
    shape="options",
    category="Reshape",
)
@dataclass(frozen=True)
class Timewrap:
    """Puts the rows of timechart that lie a span of time apart into one row, a column for each.

    The rows are those of the latest span. Options: `align`, where the latest span ends: at the
    end of the search's time range (``end``, default) or now; `series`, what is put behind the
    columns' names: ``relative`` (default) ``2days_before``, ``1day_before``, ``latest_day``;
    ``short`` ``s2``, ``s1``, ``s0``; ``exact`` the time at which the span begins, by `time_format`
    (Splunk, Search Reference: timewrap).

    Choices: without a time range the latest span ends with the last row's. Columns stand with the
    earliest span first, for each column of timechart. ``exact`` needs a time_format.

    [{"_time": "0", "n": "1"}, {"_time": "3600", "n": "2"}, {"_time": "86400", "n": "3"}, {"_time": "90000", "n": "4"}] | timewrap 1d series=short -> [{"_time": "86400", "n_s1": "1", "n_s0": "3"}, {"_time": "90000", "n_s1": "2", "n_s0": "4"}]
    """  # noqa: E501 - an example stands on one line

    span: TimeSpan
    now: bool = False
    series: str = "relative"
    form: str | None = None

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read span and options."""
        options, items = options_and_items(node)
        align = options.choice("align", ("now", "end"), "end")
        series = options.choice("series", ("relative", "exact", "short"), "relative")
        form = options.maybe("time_format")
        options.close()
        words = words_of(node, items)
        if len(words) != 1:
            raise complaint(node, "You must specify one timewrap span.", code="SPL352")
        if series == "exact" and form is None:
            sentence = "The option 'series=exact' needs the option 'time_format'."
            raise complaint(node, sentence, code="SPL352")
        text = words[0] if words[0][:1].isdigit() else f"1{words[0]}"
        try:
            span = read_time_span(text)
        except SpanError as error:
            sentence = f"The timewrap span '{words[0]}' is invalid."
            raise complaint(node, sentence, code="SPL351", hint=f"{error}.") from None
        if span.unit not in _WORDS or span.snap:
            sentence = f"The timewrap span '{words[0]}' is invalid."
            raise complaint(node, sentence, code="SPL351", hint="Such as 1d, 2w or 1month.")
        return cls(span, align == "now", series, form)

    def run(self, table: Table, job: Job) -> Table:
        """Wrap the rows."""
        times = [as_number(value) for value in table.column("_time").to_list()]
        known = sorted({float(t) for t in times if t is not None})
        if not known:
            return table
        ends = self._ends(self._end(known, job), known[0], job)
        names = [name for name in table.names() if not is_internal(name)]
        lists = {name: table.column(name).to_list() for name in names}
        rows: dict[float, dict[str, Value]] = {}
        used: set[int] = set()
        for place, time in enumerate(times):
            if time is None or time >= ends[0]:
                continue
            back = next((n for n in range(len(ends) - 1) if time >= ends[n + 1]), None)
            if back is None:
                continue
            used.add(back)
            wrapped = time - ends[back + 1] + ends[1]
            row = rows.setdefault(wrapped, {"_time": _whole(wrapped)})
            for name in names:
                row[self._name(name, back, ends[back + 1], job.environment)] = lists[name][place]
        columns = [
            self._name(name, back, ends[back + 1], job.environment)
            for name in names
            for back in sorted(used, reverse=True)
        ]
        made = [rows[time] for time in sorted(rows)]
        return Table.of(made).select(["_time", *columns])

    def _end(self, known: list[float], job: Job) -> float:
        """Where the latest span ends."""
        if self.now:
            return job.environment.now
        if job.latest is not None:
            return job.latest
        steps = [later - sooner for sooner, later in pairwise(known)]
        return known[-1] + min(steps, default=1)

    def _ends(self, end: float, first: float, job: Job) -> list[float]:
        """The ends of the spans, latest first, until all rows are covered."""
        ends = [end]
        for ended in self._earlier(end, job.environment):
            ends.append(ended)
            if ended <= first:
                break
            if len(ends) > _MOST:
                job.warn(f"timewrap used the latest {_MOST:,} spans only.")
                break
        return ends

    def _earlier(self, end: float, environment: Environment) -> Iterator[float]:
        back = 0
        while True:
            back += self.span.count
            yield shift(end, -back, self.span.unit, environment.zone)

    def _name(self, name: str, back: int, start: float, environment: Environment) -> str:
        """The name of a column, so many spans before the latest."""
        if self.series == "short":
            return f"{name}_s{back}"
        if self.form is not None and self.series == "exact":
            written = "_".join(strftime(start, self.form, environment.zone).split())
            return f"{name}_{written}"
        word, count = _WORDS[self.span.unit], self.span.count
        if back == 0:
            return f"{name}_latest_{word if count == 1 else f'{count}{word}s'}"
        many = back * count
        return f"{name}_{many}{word}{'' if many == 1 else 's'}_before"


def _whole(epoch: float) -> int | float:
    return int(epoch) if epoch == int(epoch) else epoch
