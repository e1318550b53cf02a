"""The law of thinning: the rows that do not matter change no answer."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spl.columns.column import Column
from spl.columns.thin import counts, thinned
from spl.values.aggregate_names import find_aggregate
from spl.values.book import Aggregate, aggregates
from spl.values.value import Value

NAMES = [
    entry.name.replace("<n>", "37.5")
    for entry in aggregates
    if not entry.name.startswith("per_") and entry.name != "sparkline"
]
TEXTS = st.sampled_from(["1", "2", "10", "1.0", "007", "-3", "0.1", "0.7", "a", "B", "", "b a"])
VALUES = st.none() | TEXTS | st.booleans() | st.lists(TEXTS, min_size=2, max_size=3).map(tuple)
Row = tuple[int, Value, float]
ROWS = st.lists(
    st.tuples(st.integers(0, 2), VALUES, st.sampled_from([1.0, 2.0, 2.5, float("nan")])),
    max_size=14,
)


def fresh(name: str) -> Aggregate:
    found = find_aggregate(name)
    assert found is not None
    return found[1]()


def answers(name: str, batches: list[list[Row]]) -> list[Value]:
    states = [fresh(name) for _ in range(3)]
    for rows in batches:
        for group, value, time in rows:
            states[group].add(value, None if time != time else time)
    return [state.result() for state in states]


def kept(name: str, rows: list[Row]) -> list[Row]:
    found = find_aggregate(name)
    assert found is not None
    ids = np.array([row[0] for row in rows], dtype=np.int64)
    times = np.array([row[2] for row in rows], dtype=np.float64)
    column = Column.of(row[1] for row in rows)
    return [rows[place] for place in thinned(found[0].name, ids, column, times).tolist()]


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40, deadline=None)
@given(rows=ROWS, cut=st.integers(0, 14))
def test_thinned_rows_give_the_same(name: str, rows: list[Row], cut: int) -> None:
    assert answers(name, [kept(name, rows)]) == answers(name, [rows])
    halves = [kept(name, rows[:cut]), kept(name, rows[cut:])]
    assert answers(name, halves) == answers(name, [rows])


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_counts_are_what_count_gives(rows: list[Row]) -> None:
    ids = np.array([row[0] for row in rows], dtype=np.int64)
    counted = counts(ids, Column.of(row[1] for row in rows)).tolist()
    assert [*counted, 0, 0, 0][:3] == answers("count", [rows])


def test_values_that_come_again_are_left_out() -> None:
    rows: list[Row] = [(0, str(n % 3), 1.0) for n in range(300)]
    assert len(kept("max", rows)) == len(kept("values", rows)) == 3
    assert len(kept("first", rows)) == len(kept("latest", rows)) == 1
    assert len(kept("list", rows)) == 100
    assert len(kept("sum", rows)) == 300
