"""addinfo: what the search itself is, beside every event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.column import Column
from spl.columns.table import Table
from spl.commands._arguments import no_arguments
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast
from spl.values.value import Value


@command("addinfo", shape="options", category="Fields")
@dataclass(frozen=True)
class Addinfo:
    """Adds the time range, the start and the number of the search.

    info_min_time is 0.000 and info_max_time +Infinity where the range has no end; info_search_time
    is when the search started (Splunk, Search Reference: addinfo).

    Choices: info_sid is the start of the search too, which is how Splunk's own numbers begin.

    [{"a": "1"}] | addinfo | table a info_min_time info_max_time -> [{"a": "1", "info_min_time": "0.000", "info_max_time": "+Infinity"}]
    """  # noqa: E501 - an example stands on one line

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """There is nothing to read."""
        no_arguments(node)
        return cls()

    def apply(self, table: Table, job: Job) -> Table:
        """Add the four fields."""
        now = job.environment.now
        info: dict[str, Value] = {
            "info_min_time": f"{job.earliest or 0:.3f}",
            "info_max_time": "+Infinity" if job.latest is None else f"{job.latest:.3f}",
            "info_search_time": f"{now:.3f}",
            "info_sid": f"{now:.5f}",
        }
        return table.with_columns(
            {name: Column.constant(value, table.size) for name, value in info.items()}
        )
