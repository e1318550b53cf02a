"""top: the most frequent values of fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.commands._book import Scope, command
from spl.commands._frequency import Frequency, FrequencyState, PartedFrequency, bind_frequency
from spl.commands._job import Job
from spl.language import ast


@command(
    "top [n] [limit=n] [countfield=f] [percentfield=f] [showcount=bool] [showperc=bool] "
    "[useother=bool] [otherstr=s] field, ... [BY field, ...]",
    shape="top",
    category="Aggregate",
)
@dataclass(frozen=True)
class Top:
    """Shows the most frequent values, or combinations of values, with count and percentage.

    Options: the number, also as `limit`, default 10, 0 for all; `countfield`, `percentfield`, names
    of the columns, default count and percent; `showcount`, `showperc`, whether they are there;
    `useother`, a last row for all other values, called `otherstr`, default OTHER. With BY, each
    group has its own rows and percentages (Splunk, Search Reference: top).

    An event that lacks a field does not count. Choices: equal counts are ordered by the values, as
    text, the last one first (Splunk, Search Reference: top, where limit=1 shows the last of equals).
    Groups are ordered by their fields.

    [{"u": "a"}, {"u": "b"}, {"u": "a"}, {"v": "1"}] | top limit=1 u -> [{"u": "a", "count": "2", "percent": "66.666667"}]
    [{"u": "a"}, {"u": "b"}, {"u": "a"}] | top limit=1 useother=t showperc=f u -> [{"u": "a", "count": "2"}, {"u": "OTHER", "count": "1"}]
    """  # noqa: E501 - an example stands on one line

    frequency: Frequency

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read fields and options."""
        return cls(bind_frequency(node, rare=False))

    def reduction(self, job: Job) -> FrequencyState:
        """Start with no value seen."""
        return FrequencyState(self.frequency, job)

    def parted(self, job: Job) -> PartedFrequency:
        """Parts meet by the BY fields."""
        return PartedFrequency(self.frequency, job)
