"""noop: passes the results on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast


@command("noop [anything]", shape="options", category="Pass through")
@dataclass(frozen=True)
class Noop:
    """Passes the results on as they are.

    In Splunk it tells the search how to run; whatever it says changes no result (Splunk, Search
    Reference: noop).

    [{"a": "1"}] | noop -> [{"a": "1"}]
    """

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Whatever stands there has no say."""
        return cls()

    def apply(self, table: Table, job: Job) -> Table:
        """The rows."""
        return table
