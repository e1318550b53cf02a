"""The interface of an engine."""

from __future__ import annotations

from typing import Protocol

from spl.columns.table import Table
from spl.commands import Job
from spl.plan import Plan


class Executor(Protocol):
    """Runs complete plans."""

    def execute(self, plan: Plan, job: Job, rows: Table | None = None) -> Table:
        """Return the rows that *plan* ends with.

        Args:
            plan: every step bound.
            job: what the commands may reach.
            rows: what the first command starts from, where it does not read.

        Raises:
            SplError: the search cannot go on.
        """
