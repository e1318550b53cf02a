"""Rows under clauses: how many satisfy each, how many are left, and which came nearest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from spl.columns.dictionary import Mask
from spl.columns.table import Table
from spl.diagnosis.clauses import Clause
from spl.events.partition import Partition
from spl.values.environment import Environment
from spl.values.value import Value


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Rows of one kind, and which of them satisfy each clause.

    Attributes:
        table: all of the rows, with the fields that the clauses ask about.
        masks: one for each clause.
        partition: where the rows are events, the partition that they are.
    """

    table: Table
    masks: tuple[Mask, ...]
    partition: Partition | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Some rows.

    Attributes:
        table: under the names that a stage uses.
        partition: the one that they are events of, if that is known.
        events: the very same rows with all fields that events have, if they are events.
    """

    table: Table
    partition: Partition | None = None
    events: Table | None = None

    def take(self, mask: Mask) -> Rows:
        """Those rows for which *mask* holds."""
        events = None if self.events is None else self.events.take(mask)
        return Rows(self.table.take(mask), self.partition, events)


@dataclass(frozen=True, slots=True)
class Passed:
    """How one clause fared.

    Attributes:
        alone: how many rows satisfy it by itself.
        left: how many satisfy it and every clause before it.
    """

    clause: Clause
    alone: int
    left: int


@dataclass(frozen=True, slots=True, eq=False)
class Nearest:
    """The rows that satisfy most of the clauses.

    Attributes:
        tables: these rows, part by part.
        failed: the clauses that they do not satisfy; the first is the one to look at.
        count: how many rows there are.
        satisfied: how many clauses they satisfy.
    """

    tables: tuple[Rows, ...]
    failed: tuple[Clause, ...]
    count: int
    satisfied: int

    def values(self, name: str) -> Counter[Value]:
        """The values of a field in these rows, null among them, and how often each is there."""
        return Counter(v for rows in self.tables for v in rows.table.column(name).to_list())


@dataclass(frozen=True, slots=True, eq=False)
class Sieve:
    """Rows, and the clauses that they go through."""

    clauses: tuple[Clause, ...]
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, table: Table, clauses: Sequence[Clause], env: Environment) -> Sieve:
        """One table under clauses that ask about its fields."""
        masks = tuple(clause.test(table, env) for clause in clauses)
        return cls(tuple(clauses), (Part(table, masks),))

    @property
    def total(self) -> int:
        """How many rows there are."""
        return sum(part.table.size for part in self.parts)

    def passed(self) -> Iterator[Passed]:
        """How each clause fared, in order."""
        left = [np.ones(part.table.size, np.bool_) for part in self.parts]
        for place, clause in enumerate(self.clauses):
            own = [part.masks[place] for part in self.parts]
            left = [mine & mask for mine, mask in zip(left, own, strict=True)]
            yield Passed(clause, _count(own), _count(left))

    def nearest(self) -> Nearest | None:
        """The rows that satisfy most clauses; None where there are no rows or no clauses.

        Of rows that satisfy equally many those count that fail in the same clauses as most do, and
        among these again those that come farthest before they fail.
        """
        patterns = self._patterns()
        if not patterns or not self.clauses:
            return None
        best = max(patterns, key=lambda p: (sum(p), patterns[p], p))
        tables = [
            rows_of(part, mask) for part in self.parts if (mask := _mask_of(part, best)).any()
        ]
        failed = [clause for clause, on in zip(self.clauses, best, strict=True) if not on]
        return Nearest(tuple(tables), tuple(failed), patterns[best], sum(best))

    def _patterns(self) -> Counter[tuple[bool, ...]]:
        """Which combinations of answers there are, and in how many rows."""
        found: Counter[tuple[bool, ...]] = Counter()
        for part in self.parts:
            if part.table.size:
                stacked = np.stack([*part.masks, np.ones(part.table.size, np.bool_)], axis=1)
                some, counts = np.unique(stacked, axis=0, return_counts=True)
                for row, count in zip(some[:, :-1].tolist(), counts.tolist(), strict=True):
                    found[tuple(row)] += count
        return found


def _mask_of(part: Part, pattern: tuple[bool, ...]) -> Mask:
    mask = np.ones(part.table.size, np.bool_)
    for own, on in zip(part.masks, pattern, strict=True):
        mask &= own if on else ~own
    return mask


def _count(masks: Sequence[Mask]) -> int:
    return sum(int(np.count_nonzero(mask)) for mask in masks)


def rows_of(part: Part, mask: Mask) -> Rows:
    """Rows of a part of a sieve, with the events that they are."""
    events = None if part.partition is None else part.partition.table
    if events is not None and events.size != part.table.size:
        events = None  # a data set that starts with a search of its own has other rows
    return Rows(part.table, part.partition, events).take(mask)
