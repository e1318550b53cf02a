"""The reduction of a command that may be done again on what it gave: f(f(a) + f(b)) = f(a + b)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

from spl.columns.concat import concat
from spl.columns.table import Table


class Reapplied:
    """Does a command on each part, and once more on the parts put together."""

    def __init__(self, work: Callable[[Table], Table]) -> None:
        """Start with no part; *work* is the command."""
        self._work = work
        self._parts: list[Table] = []

    def add(self, table: Table) -> None:
        """Do the work on the next part and keep what it gives."""
        self._parts.append(self._work(table))

    def merge(self, later: Self) -> None:
        """Put the parts of *later* behind these."""
        self._parts.extend(later._parts)

    def result(self) -> Table:
        """The work done on all parts together."""
        if not self._parts:
            return Table.empty()
        if len(self._parts) == 1:
            return self._parts[0]
        return self._work(concat(self._parts))
