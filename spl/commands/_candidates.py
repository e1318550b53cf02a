"""What a reading command chooses from: all events, with the fields that its expression sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spl.columns.dictionary import Mask
from spl.columns.table import Table
from spl.commands._datasets import given_rows
from spl.commands._events import Reads
from spl.commands._job import Job
from spl.commands._prefixed import prefixed
from spl.events.datasets import dataset_answers
from spl.events.partition import Partition
from spl.language import ast


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Events of one partition, or the rows that the caller gave.

    Attributes:
        table: the events, under the names that the command's expression uses.
        constraints: what the data set asks, and which events satisfy it; the same constraints in
            the same order for every partition, one data set after the other.
        partition: None for given rows.
        dataset: the data set, or None.
    """

    table: Table
    constraints: tuple[tuple[ast.SearchExpr, Mask], ...] = ()
    partition: Partition | None = None
    dataset: str | None = None


def candidates(reads: Reads, job: Job) -> Iterator[Candidates]:
    """All events, partition by partition; for a bare data model once for each of its roots."""
    if job.given is not None:
        source = reads.source if reads.prefixed else None
        yield Candidates(given_rows(source, job))
        return
    if reads.source is None:
        yield from (Candidates(part.table, partition=part) for part in job.partitions)
        return
    model, named = job.knowledge.dataset(reads.source)
    known = frozenset(model.objects)
    for dataset in [named] if named is not None else model.roots():
        for part in job.partitions:
            table, answers = dataset_answers(part, model, dataset, job.environment)
            if reads.prefixed:
                table = prefixed(table, dataset.lineage, known)
            yield Candidates(table, tuple(answers), part, f"{model.name}.{dataset.name}")
