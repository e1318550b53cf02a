"""The interface of an engine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol, runtime_checkable

from spl.columns.table import Table
from spl.commands import Job
from spl.events.load import Loaded
from spl.knowledge import Knowledge
from spl.plan import Plan
from spl.values.environment import Environment


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


@runtime_checkable
class Loading(Protocol):
    """An engine that reads logs itself, where it will search them."""

    def load(
        self, path: Path, said: Mapping[str, str | None], knowledge: Knowledge, env: Environment
    ) -> Loaded:
        """Return what is in the log or folder *path*.

        Args:
            path: a file or a folder, no store.
            said: source, sourcetype, index and host as the user says them.
            knowledge: what gives the events their fields.
            env: gives the time zone of times without one.

        Raises:
            DataError: it cannot be read.
        """
