"""Commands that are worked out on parts side by side, in other processes or on other machines.

A reduction (`Reducible`) takes in batches in the order of all rows, and what it knows stays where
it is. Parts that are side by side have rows from all over that order: so what of a part matters is
a table, whose rows have places where order counts, and can travel. Law, tested for every cut of
the rows: what the parts give together is what all rows give at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from spl.columns.concat import concat
from spl.columns.table import Table
from spl.commands._job import Job
from spl.language import ast


class Parted(Protocol):
    """How one command is worked out on parts."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Fields of the tables of a part; rows that agree in them must meet. None: all must."""

    def fits(self, table: Table) -> bool:
        """Whether each row of this part has one place to go to."""

    def part(self, table: Table) -> list[Table]:
        """What of the rows of one part, which are in order, matters to the whole."""

    def whole(self, parts: Sequence[Sequence[Table]]) -> Table:
        """The rows of the answer; *parts* are what `part` gave, in the order of the parts."""


@runtime_checkable
class Partable(Protocol):
    """A command that may be worked out on parts."""

    def parted(self, job: Job) -> Parted | None:
        """How; None where these arguments need all rows in one place."""


@runtime_checkable
class Sided(Protocol):
    """A command that treats each row by itself once it has the rows of its subsearch.

    These can travel to every part.
    """

    def side(self) -> ast.Pipeline | None:
        """The subsearch; None where these arguments need all rows in one place."""

    def run(self, table: Table, job: Job) -> Table:
        """What becomes of the rows; `job.run` gives those of the subsearch."""


@dataclass(frozen=True, slots=True)
class PartedRows:
    """A command that is done on the rows that its parts leave over.

    Attributes:
        work: the command.
        before: what takes out of a part the rows that do not matter.
        keys: fields whose values keep rows apart.
        several: a multivalue of a key is one value; else it would be several.
        linked: a row that has some of the keys goes with rows that have others.
    """

    work: Callable[[Table], Table]
    before: Callable[[Table], Table] = lambda table: table
    keys: tuple[str, ...] = ()
    several: bool = False
    linked: bool = False

    def fits(self, table: Table) -> bool:
        """No key may hold several values, which are in several groups; nor some of linked keys."""
        columns = [table.column(name) for name in self.keys]
        if self.linked:
            had = np.array([column.present() for column in columns])
            if bool((had.any(axis=0) != had.all(axis=0)).any()):
                return False
        return self.several or not any(
            isinstance(v, tuple) for column in columns for v in column.dictionary.values
        )

    def part(self, table: Table) -> list[Table]:
        """The rows that matter."""
        return [self.before(table)]

    def whole(self, parts: Sequence[Sequence[Table]]) -> Table:
        """The command done on all of them, in order."""
        return self.work(in_order(together([table for (table,) in parts])))


def together(tables: Sequence[Table]) -> Table:
    """The rows of parts; a part without rows says nothing about fields, unless all are such."""
    return concat([table for table in tables if table.size] or tables[:1])


def in_order(table: Table) -> Table:
    """The rows in the order of their places."""
    return table if table.places is None or not table.size else table.take(table.places.order())
