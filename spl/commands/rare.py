"""rare: the least frequent values of fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.commands._book import Scope, command
from spl.commands._frequency import Frequency, FrequencyState, PartedFrequency, bind_frequency
from spl.commands._job import Job
from spl.language import ast


@command(
    "rare [n] [limit=n] [countfield=f] [percentfield=f] [showcount=bool] [showperc=bool] "
    "[useother=bool] [otherstr=s] field, ... [BY field, ...]",
    shape="top",
    category="Aggregate",
)
@dataclass(frozen=True)
class Rare:
    """Shows the least frequent values, or combinations of values, with count and percentage.

    The options are those of top (Splunk, Search Reference: rare).

    [{"u": "a"}, {"u": "b"}, {"u": "a"}] | rare limit=1 u -> [{"u": "b", "count": "1", "percent": "33.333333"}]
    """  # noqa: E501 - an example stands on one line

    frequency: Frequency

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read fields and options."""
        return cls(bind_frequency(node, rare=True))

    def reduction(self, job: Job) -> FrequencyState:
        """Start with no value seen."""
        return FrequencyState(self.frequency, job)

    def parted(self, job: Job) -> PartedFrequency:
        """Parts meet by the BY fields."""
        return PartedFrequency(self.frequency, job)
