"""union: the results of several searches together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.concat import concat
from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, read_limits, subsearches_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast

_MAXOUT = 50_000


@command("union [maxout=n] [subsearch] [subsearch] ...", shape="options", category="Combine")
@dataclass(frozen=True)
class Union:
    """Puts the results of searches together, behind the results so far.

    Options: `maxout`, how many rows each subsearch may give, default 50,000; `maxtime` and
    `timeout` are understood and change nothing (Splunk, Search Reference: union).

    Deviations: only subsearches can be named; a data set by name is refused. Rows stand in the
    order of the searches, also where Splunk would interleave events by time.

    [{"a": "1"}] | union [| makeresults | eval a=2 | table a] -> [{"a": "1"}, {"a": "2"}]
    """

    subsearches: tuple[ast.Subsearch, ...]
    maxout: int = _MAXOUT

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the subsearches."""
        options, items = options_and_items(node)
        maxout = read_limits(options, _MAXOUT)
        options.close()
        found = subsearches_of(node, items)
        if len(found) < (2 if scope.first and not scope.given else 1):
            raise complaint(node, "At least two searches must be specified.", code="SPL352")
        return cls(tuple(found), maxout)

    def run(self, table: Table, job: Job) -> Table:
        """All rows."""
        parts = [table]
        for subsearch in self.subsearches:
            rows = job.run(subsearch.pipeline, None)
            parts.append(job.limit(rows, self.maxout, "A search of union") if self.maxout else rows)
        return concat(parts)
