"""gentimes: stretches of time, one per row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import Options, complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.errors import sentence_of
from spl.language import ast
from spl.values.environment import Environment
from spl.values.span import SpanError, TimeSpan, read_time_span
from spl.values.strftime import strftime
from spl.values.time_units import shift, snap
from spl.values.value import Value, read_number

_MOST = 50_000
_FORMATS = ("%m/%d/%Y:%H:%M:%S", "%m/%d/%Y")
_HUMAN = "%a %b %e %H:%M:%S %Y"


@command("gentimes start=t [end=t] [increment=s]", shape="options", category="Generate")
@dataclass(frozen=True)
class Gentimes:
    """Makes a row for each stretch of time: its start, its end, and both in words.

    `start` and `end` are ``MM/DD/YYYY[:HH:MM:SS]`` or a number of days from today; `end` is by
    default the midnight that today began with. `increment` is the length, default 1d. A stretch
    ends one second before the next starts (Splunk, Search Reference: gentimes).

    | gentimes start=10/1/2023 end=10/3/2023 | table starttime endtime -> [{"starttime": "1696118400", "endtime": "1696204799"}, {"starttime": "1696204800", "endtime": "1696291199"}]
    """  # noqa: E501 - an example stands on one line

    start: float
    end: float
    increment: TimeSpan

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the times."""
        options, items = options_and_items(node)
        start, end = (_moment(node, options, name, scope.environment) for name in ("start", "end"))
        text = options.text("increment", "1d")
        options.close()
        if words_of(node, items):
            raise complaint(node, "Only options are understood here.", code="SPL350")
        if start is None:
            raise complaint(node, "The option 'start' is needed.", code="SPL352")
        try:
            increment = read_time_span(text)
        except SpanError as error:
            raise complaint(
                node, f"Invalid increment '{text}'.", code="SPL351", hint=sentence_of(error)
            ) from None
        today = snap(scope.environment.now, "d", scope.environment.zone)
        return cls(start, today if end is None else end, increment)

    def read(self, job: Job) -> Iterator[Table]:
        """The rows."""
        zone = job.environment.zone
        rows: list[dict[str, Value]] = []
        start = self.start
        while start < self.end:
            if len(rows) == _MOST:
                job.warn(f"gentimes stopped after {_MOST:,} rows.")
                break
            following = shift(start, self.increment.count, self.increment.unit, zone)
            end = following - 1
            rows.append(
                {
                    "starttime": int(start),
                    "starthuman": strftime(start, _HUMAN, zone),
                    "endtime": int(end),
                    "endhuman": strftime(end, _HUMAN, zone),
                }
            )
            start = following
        yield Table.of(rows)


def _moment(
    node: ast.Command, options: Options, name: str, environment: Environment
) -> float | None:
    """The time that an option names."""
    text = options.maybe(name)
    if text is None:
        return None
    days = read_number(text)
    if isinstance(days, int) and abs(days) < 200_000:
        zone = environment.zone
        return shift(snap(environment.now, "d", zone), days, "d", zone)
    for form in _FORMATS:
        try:
            read = datetime.strptime(text, form)
        except ValueError:
            continue
        return read.replace(tzinfo=environment.zone).timestamp()
    sentence = f"Invalid time '{text}' for the option '{name}'."
    raise complaint(node, sentence, code="SPL351", hint="MM/DD/YYYY or MM/DD/YYYY:HH:MM:SS.")
