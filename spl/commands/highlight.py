"""highlight: passes the results on; Splunk Web would mark words in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast


@command("highlight word, ...", shape="options", category="Pass through")
@dataclass(frozen=True)
class Highlight:
    """Marks words where Splunk Web shows events; no result changes.

    [{"a": "1"}] | highlight x -> [{"a": "1"}]
    """

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Any words will do."""
        return cls()

    def apply(self, table: Table, job: Job) -> Table:
        """The rows as they are."""
        return table
