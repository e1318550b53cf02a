"""Switches off what only makes a search faster: each row goes to each function and aggregate."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import numpy as np

from spl.columns.column import Column, Rows
from spl.columns.lift import Answers, Domain, Vector
from spl.commands import _aggregation, _gathered
from spl.values.stats.count import Count


@contextmanager
def plainly() -> Iterator[None]:
    """While this lasts, nothing is worked out once per distinct value, and no row is left out."""
    with (
        mock.patch.object(Vector, "of", _row_by_row),
        mock.patch.object(_aggregation, "thinned", _all_present),
        mock.patch.object(_aggregation, "counts", _counted),
        mock.patch.object(_gathered, "summarised", lambda _function, _rows: None),
    ):
        yield


def _row_by_row(column: Column) -> Vector:
    """A vector in which every row is a member of its own."""
    return Vector(Answers(column.to_list()), Domain.rows(len(column)))


def _all_present(function: str, ids: Rows, column: Column, times: Rows) -> Rows:
    """Every row that has a value."""
    return np.flatnonzero(column.present())


def _counted(ids: Rows, column: Column) -> Rows:
    """What count gives for each group, by counting."""
    states = [Count() for _ in range(int(ids.max()) + 1 if len(ids) else 0)]
    for group, value in zip(ids.tolist(), column.to_list(), strict=True):
        states[group].add(value)
    return np.array([state.result() for state in states], dtype=np.int64)
