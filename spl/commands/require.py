"""require: a search that finds nothing ends with an error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import no_arguments
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.errors import RunError
from spl.language import ast


@command("require", shape="options", category="Pass through")
@dataclass(frozen=True)
class Require:
    """Ends the search with an error where there are no rows (Splunk, Search Reference: require).

    | makeresults | require | stats count -> [{"count": "1"}]
    """

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Take no arguments."""
        no_arguments(node)
        return cls()

    def run(self, table: Table, job: Job) -> Table:
        """Pass the rows on, if there are any."""
        if not table.size:
            raise RunError(
                "Error in 'require' command: The search returned no results.", code="SPL433"
            )
        return table
