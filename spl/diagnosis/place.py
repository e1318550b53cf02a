"""A place in a search that has run: the rows that a stage asks for fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from spl.columns.dictionary import Mask
from spl.columns.table import Table
from spl.commands import Job, Reads, reads_of
from spl.commands.search import Filter
from spl.commands.where import Where
from spl.diagnosis.clauses import search_clauses, where_clauses
from spl.diagnosis.fields_there import has
from spl.diagnosis.reading_stage import reading_sieve
from spl.diagnosis.sieve import Part, Rows, Sieve, rows_of
from spl.engine.trace import Run
from spl.values.value import as_texts


@dataclass(frozen=True, eq=False)
class Place:
    """The rows that one stage asks for fields.

    Attributes:
        run: the search.
        at: position of the stage, from 0.
        tables: the rows, partition by partition where that is known.
        dataset: the data set ``M.D`` that they are rows of, or None.
    """

    run: Run
    at: int
    tables: Sequence[Rows]
    dataset: str | None = None

    @property
    def job(self) -> Job:
        """What the search could reach."""
        return self.run.job

    @property
    def rows(self) -> list[Table]:
        """The rows."""
        return [rows.table for rows in self.tables]

    def has(self, name: str) -> bool:
        """Whether any row has a value in the field."""
        return has(self.rows, name)

    def plain(self, name: str) -> str:
        """The name of a field as events have it: without the data set that stands before it."""
        return name.rpartition(".")[2] if self.dataset is not None else name

    def lacking(self, name: str) -> list[Rows]:
        """The rows that have no value in the field, apart by the partition that they are of."""
        found: list[Rows] = []
        for rows in self.tables:
            lack = rows.take(~rows.table.column(name).present())
            found.extend([lack] if lack.partition else self._by_partition(lack.table))
        return [rows for rows in found if rows.table.size]

    def _by_partition(self, table: Table) -> Iterator[Rows]:
        """Rows that still say of what source and sourcetype they are."""
        names = ("source", "sourcetype", "_raw")
        source, sourcetype, raw = (table.find(name) for name in names)
        if source is None or sourcetype is None or raw is None:
            yield Rows(table)
            return
        for part in self.job.partitions:
            here = source.test(lambda value, name=part.source: name in as_texts(value))  # type: ignore[misc]
            here &= sourcetype.test(lambda value, name=part.sourcetype: name in as_texts(value))  # type: ignore[misc]
            events = table.take(here)
            yield Rows(events, part, events)


class Inquiry:
    """A search that has run, and what has been found out about its stages so far."""

    def __init__(self, run: Run) -> None:
        """Start with nothing known."""
        self.run = run

    @property
    def reads(self) -> Reads | None:
        """What its first stage chooses from; None where it does not read events."""
        return reads_of(self.run.stages[0].step.command) if self.run.stages else None

    @cached_property
    def sieve(self) -> Sieve | None:
        """All events under the clauses of the first stage, where that reads events."""
        return None if self.reads is None else reading_sieve(self.reads, self.run.job)

    def sieve_at(self, at: int) -> Sieve | None:
        """The rows of the stage at *at* under its clauses; None where it has none."""
        stage, env = self.run.stages[at], self.run.job.environment
        match stage.step.command:
            case Filter(expression) if stage.before is not None:
                return Sieve.of(stage.before, search_clauses(expression, env.zone), env)
            case Where(expression) if stage.before is not None:
                return Sieve.of(stage.before, where_clauses(expression), env)
        return self.sieve if at == 0 else None

    def dataset_at(self, at: int) -> str | None:
        """The data set that the rows of a stage are read from; None for one that does not read."""
        return self.reads.source if at == 0 and self.reads is not None else None

    def place(self, at: int) -> Place:
        """The rows that the stage at *at* asks.

        For one that reads these are the events that it takes; where it takes none, those of its
        data set, and where there are none of these either, all.
        """
        before = self.run.stages[at].before
        if before is not None or self.sieve is None or self.reads is None:
            return Place(self.run, at, [] if before is None else [Rows(before)])
        return Place(self.run, at, self._chosen(self.sieve), self.reads.source)

    @staticmethod
    def _chosen(sieve: Sieve) -> list[Rows]:
        places = [n for n, clause in enumerate(sieve.clauses) if clause.group == "dataset"]
        for wanted in (range(len(sieve.clauses)), places, ()):
            found = [
                rows_of(part, mask) for part in sieve.parts if (mask := _meet(part, wanted)).any()
            ]
            if found:
                break
        return found


def _meet(part: Part, places: Sequence[int]) -> Mask:
    mask = np.ones(part.table.size, np.bool_)
    for place in places:
        mask &= part.masks[place]
    return mask
