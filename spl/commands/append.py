"""append: the results of a subsearch behind the results so far."""

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


@command("append [maxout=n] [subsearch]", shape="options", category="Combine")
@dataclass(frozen=True)
class Append:
    """Puts the results of a subsearch behind the results so far.

    Options: `maxout`, how many rows the subsearch may give, default 50,000, 0 for all; `maxtime`,
    `timeout` and `extendtimerange` are understood and change nothing here (Splunk, Search
    Reference: append).

    [{"a": "1"}] | append [| makeresults | eval a=2 | table a] -> [{"a": "1"}, {"a": "2"}]
    """

    subsearch: ast.Subsearch
    maxout: int = _MAXOUT

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the options and the subsearch, which comes last."""
        options, items = options_and_items(node)
        maxout = read_limits(options, _MAXOUT)
        options.close()
        found = subsearches_of(node, items)
        if len(found) != 1:
            raise complaint(node, "The last argument must be a subsearch.", code="SPL352")
        return cls(found[0], maxout)

    def run(self, table: Table, job: Job) -> Table:
        """The rows so far and the rows of the subsearch."""
        more = job.run(self.subsearch.pipeline, None)
        if self.maxout:
            more = job.limit(more, self.maxout, "The subsearch of append")
        return concat([table, more])
