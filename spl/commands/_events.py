"""Reading events: which partitions can hold what a search asks for, and newest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

import numpy as np

from spl.columns.dictionary import Mask
from spl.columns.match import matches
from spl.columns.table import Table
from spl.commands._batches import event_times, newest_batches
from spl.commands._book import Scope
from spl.commands._job import Job
from spl.commands._time_bounds import bounded
from spl.events.partition import Partition
from spl.language import ast
from spl.values.search_compare import search_predicate


@dataclass(frozen=True, slots=True)
class Selection:
    """The events that a reading command asks for.

    Attributes:
        expression: what they satisfy; time modifiers are comparisons of _time by now.
        own_earliest: the expression sets the start of the time range, the job's does not count.
        own_latest: the same for its end.
        internal: patterns of internal indexes (``_*``) that the search names.
        start: the start that the expression sets for all events, or None.
        end: the end that it sets, or None.
    """

    expression: ast.SearchExpr
    own_earliest: bool = False
    own_latest: bool = False
    internal: tuple[str, ...] = ()
    start: float | None = None
    end: float | None = None

    @classmethod
    def bind(cls, expression: ast.SearchExpr, scope: Scope) -> Selection:
        """Settle time modifiers and internal indexes."""
        time = bounded(expression, scope.environment)
        internal = tuple(_internal_indexes(time.expression))
        return cls(time.expression, time.earliest, time.latest, internal, time.start, time.end)

    def keep(self, table: Table, job: Job) -> Table:
        """The rows of *table* that are asked for."""
        mask = matches(self.expression, table, job.environment)
        mask &= self._in_range(table, job)
        return table if bool(mask.all()) else table.take(mask)

    def _in_range(self, table: Table, job: Job) -> Mask:
        mask = np.ones(table.size, dtype=np.bool_)
        earliest = None if self.own_earliest else job.earliest
        latest = None if self.own_latest else job.latest
        if earliest is None and latest is None:
            return mask
        times = event_times(table)
        if earliest is not None:
            mask &= times >= earliest
        if latest is not None:
            mask &= times < latest
        return mask

    def may_hold(self, partition: Partition, job: Job | None = None) -> bool:
        """Whether *partition* could hold an event that is asked for, in the time range of *job*."""
        if job is not None and self._is_out_of_range(partition, job):
            return False
        if partition.index.startswith("_") and not self._names(partition.index):
            return False
        return _verdict(self.expression, _fixed(partition)) is not False

    def _is_out_of_range(self, partition: Partition, job: Job) -> bool:
        """Whether every event of it is too old or too young."""
        start = self.start if self.own_earliest else job.earliest
        end = self.end if self.own_latest else job.latest
        too_old = start is not None and partition.latest is not None and partition.latest < start
        too_young = end is not None and partition.earliest is not None and partition.earliest > end
        return too_old or too_young

    def _names(self, index: str) -> bool:
        return any(search_predicate("=", pattern)(index) for pattern in self.internal)


@runtime_checkable
class Selecting(Protocol):
    """A command that reads a selection of the events."""

    @property
    def selection(self) -> Selection:
        """What it reads."""


@dataclass(frozen=True, slots=True)
class Reads:
    """What a command that reads events chooses from, told for those who ask why.

    Attributes:
        selection: the events that it takes.
        source: the data set ``M.D``, or model ``M``, that they must be in, or None.
        prefixed: fields of the data set are called ``D.field``.
    """

    selection: Selection
    source: str | None = None
    prefixed: bool = True


@runtime_checkable
class Reading(Protocol):
    """A command that reads events."""

    @property
    def reads(self) -> Reads:
        """What it chooses from."""


def reads_of(command: object) -> Reads | None:
    """What a bound command chooses from; None for one that does not read events."""
    return command.reads if isinstance(command, Reading) else None


def ranged(command: object, job: Job) -> Job:
    """The job of the commands after *command*: time modifiers in its text set their time range."""
    if not isinstance(command, Selecting):
        return job
    selection = command.selection
    return replace(
        job,
        earliest=selection.start if selection.own_earliest else job.earliest,
        latest=selection.end if selection.own_latest else job.latest,
    )


def event_batches(selection: Selection, job: Job) -> Iterator[Table]:
    """The events asked for, newest first, those of one moment in the reverse order of arrival.

    With rows given by the caller, those rows in their own order.
    """
    if job.given is not None:
        yield selection.keep(job.given, job)
        return

    def read(partition: Partition) -> Table | None:
        table = selection.keep(partition.table, job)
        return table if table.size else None

    held = [(each, read) for each in job.partitions if selection.may_hold(each, job)]
    yield from newest_batches(held, job)


def _fixed(partition: Partition) -> dict[str, str]:
    """Fields that all events of a partition share."""
    return {
        "index": partition.index,
        "source": partition.source,
        "sourcetype": partition.sourcetype,
    }


def _verdict(expression: ast.SearchExpr, fixed: Mapping[str, str]) -> bool | None:
    """What the shared fields alone say of an expression; None where they do not settle it."""
    match expression:
        case ast.Everything():
            return True
        case ast.And():
            verdicts = [_verdict(item, fixed) for item in expression.items]
            return False if False in verdicts else True if None not in verdicts else None
        case ast.Or():
            verdicts = [_verdict(item, fixed) for item in expression.items]
            return True if True in verdicts else False if None not in verdicts else None
        case ast.Not():
            verdict = _verdict(expression.item, fixed)
            return None if verdict is None else not verdict
        case ast.Compare(value=ast.Pattern() as pattern) if expression.field.name in fixed:
            return search_predicate(expression.op, pattern.value)(fixed[expression.field.name])
        case ast.Membership() if expression.field.name in fixed:
            return _membership(expression, fixed[expression.field.name])
    return None


def _membership(expression: ast.Membership, value: str) -> bool | None:
    patterns = [item.value for item in expression.values if isinstance(item, ast.Pattern)]
    if len(patterns) < len(expression.values):
        return None
    found = any(search_predicate("=", pattern)(value) for pattern in patterns)
    return found != expression.negated


def _internal_indexes(expression: ast.SearchExpr) -> list[str]:
    """The patterns of internal indexes that the expression names, outside of NOT."""
    match expression:
        case ast.And() | ast.Or():
            return [name for item in expression.items for name in _internal_indexes(item)]
        case ast.Compare(op="=", value=ast.Pattern() as pattern):
            named = [pattern.value] if expression.field.name == "index" else []
        case ast.Membership(negated=False):
            items = expression.values if expression.field.name == "index" else ()
            named = [item.value for item in items if isinstance(item, ast.Pattern)]
        case _:
            return []
    return [name for name in named if name.startswith("_")]
