"""appendpipe: what a pipeline makes of the results, behind the results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.concat import concat
from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, subsearches_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast


@command("appendpipe [pipeline]", shape="options", category="Combine", brackets="rows")
@dataclass(frozen=True)
class Appendpipe:
    """Sends the results through a pipeline of their own and puts what comes out behind them.

    `run_in_preview` is understood and changes nothing (Splunk, Search Reference: appendpipe).

    [{"n": "1"}, {"n": "2"}] | appendpipe [stats sum(n) AS n] -> [{"n": "1"}, {"n": "2"}, {"n": "3"}]
    """  # noqa: E501 - an example stands on one line

    subsearch: ast.Subsearch

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the pipeline."""
        options, items = options_and_items(node)
        options.flag("run_in_preview", True)
        options.close()
        found = subsearches_of(node, items)
        if len(found) != 1:
            raise complaint(node, "The argument must be a subpipeline.", code="SPL352")
        return cls(found[0])

    def run(self, table: Table, job: Job) -> Table:
        """The rows, and the rows that the pipeline makes of them."""
        return concat([table, job.run(self.subsearch.pipeline, table)])
