"""Where a field of the events that a search reads comes from; of one event, or of all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from spl.columns.column import Rows
from spl.commands import Reads
from spl.diagnosis.place import Inquiry
from spl.diagnosis.sieve import Part, Sieve
from spl.engine.trace import Run
from spl.errors import RunError, SplError
from spl.events.origin import FieldOrigins
from spl.knowledge.datamodels import EvalCalculation
from spl.language.format import format_eval_expression
from spl.values.value import Value, as_number


@dataclass(frozen=True, slots=True)
class EventOrigin:
    """Where a field comes from.

    Attributes:
        field: its name, as events have it.
        origins: the steps that gave the values, apart by source and sourcetype.
        calculated: how the data set that the search reads works the field out, or None.
        time: _time of the one event that was asked about, or None.
        value: what the field holds in it in the end, or None.
    """

    field: str
    origins: tuple[FieldOrigins, ...]
    calculated: str | None = None
    time: Value = None
    value: Value = None


def event_origin(run: Run, name: str, number: int | None = None) -> EventOrigin:
    """Where the field *name* of the events that a search reads comes from.

    Args:
        run: the search as it ran.
        name: the field; what stands before its last dot is left out where a data set is read.
        number: which event, from 1, in the order in which the search reads them, newest first;
            None for all.

    Raises:
        RunError: SPL405, the search reads no events, or not so many.
    """
    inquiry = Inquiry(run)
    reads, sieve = inquiry.reads, inquiry.sieve
    if reads is None or sieve is None or run.job.given is not None:
        raise RunError(
            "The search reads no events, so no stanza gives them fields.",
            code="SPL405",
            hint="Start it with search, tstats or from.",
        )
    plain = name.rpartition(".")[2] if reads.source is not None else name
    calculated = _calculated(plain, reads, run)
    if number is None:
        return EventOrigin(plain, tuple(_of_all(plain, sieve)), calculated)
    part, row = _chosen(sieve, number)
    assert part.partition is not None
    column = part.table.find(name) or part.table.column(plain)
    steps = tuple(part.partition.origin(plain, row))
    origins = FieldOrigins(part.partition.source, part.partition.sourcetype, 1, steps)
    time = part.table.column("_time")[row]
    return EventOrigin(plain, (origins,), calculated, time, column[row])


def _of_all(name: str, sieve: Sieve) -> Iterator[FieldOrigins]:
    seen: set[int] = set()
    for part in sieve.parts:
        own = part.partition
        if own is None or id(own) in seen or not _left(part).any():
            continue
        seen.add(id(own))
        steps = tuple(own.origin(name))
        if steps:
            yield FieldOrigins(own.source, own.sourcetype, own.table.size, steps)


def _left(part: Part) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    mask = np.ones(part.table.size, np.bool_)
    for own in part.masks:
        mask &= own
    return mask


def _chosen(sieve: Sieve, number: int) -> tuple[Part, int]:
    """The event at *number*, newest first, ties in the reverse order of their arrival."""
    places = [(part, row) for part in sieve.parts for row in np.flatnonzero(_left(part)).tolist()]
    if not 1 <= number <= len(places):
        raise RunError(
            f"There is no event {number}: the search reads {len(places):,}.",
            code="SPL405",
            hint="Events are counted from 1, the newest first.",
        )
    times = [as_number(part.table.column("_time")[row]) for part, row in places]
    keys = np.array([np.nan if time is None else time for time in times])
    order: Rows = np.argsort(keys, kind="stable")[::-1]
    absent = np.isnan(keys[order])
    part, row = places[np.concatenate([order[~absent], order[absent]])[number - 1]]
    if part.partition is None or part.partition.table.size != part.table.size:
        raise RunError(
            "The rows of this data set are no longer events.",
            code="SPL405",
            hint="Ask about the events with a search of their source.",
        )
    return part, row


def _calculated(name: str, reads: Reads, run: Run) -> str | None:
    """The calculation of a data set that gives the field its last value."""
    if reads.source is None:
        return None
    try:
        model, dataset = run.job.knowledge.dataset(reads.source)
    except SplError:
        return None
    found = None
    for each in model.ancestry(dataset) if dataset is not None else model.roots():
        for calculation in each.calculations:
            if isinstance(calculation, EvalCalculation) and calculation.name == name:
                text = format_eval_expression(calculation.expression)
                found = f"{model.name}.{each.name}: {name} = {text}"
    return found
