"""reverse: the results from last to first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import no_arguments
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast


@command("reverse", shape="options", category="Order")
@dataclass(frozen=True)
class Reverse:
    """Turns the order of the results round (Splunk, Search Reference: reverse).

    [{"n": "1"}, {"n": "2"}] | reverse -> [{"n": "2"}, {"n": "1"}]
    """

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """There is nothing to read."""
        no_arguments(node)
        return cls()

    def run(self, table: Table, job: Job) -> Table:
        """All rows, the last first."""
        return table.take(slice(None, None, -1))
