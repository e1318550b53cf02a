"""The law of kernels: they give what the classes give, group by group, or decline."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spl.columns.column import Column
from spl.columns.kernels import _KERNELS, Grouped, summarised
from spl.values.aggregate_names import find_aggregate
from spl.values.book import Aggregate
from spl.values.value import Value

GROUPS = 4
NUMBERS = st.sampled_from(
    ["1", "2", "10", "1.0", "007", "-3", "0.1", "0.7", "9007199254740993", "1e300", "-0.0"]
)
TEXTS = NUMBERS | st.sampled_from(["a", "B", "", "b a", "nan", "inf"])
MIXED = st.booleans() | st.lists(TEXTS, min_size=2, max_size=3).map(tuple)
TIMES = st.sampled_from([1.0, 2.0, 2.5, float("nan")])
Row = tuple[int, Value, float]


def rows_of(values: st.SearchStrategy[Value]) -> st.SearchStrategy[list[Row]]:
    # The last group never has a row.
    row = st.tuples(st.integers(0, GROUPS - 2), st.none() | values, TIMES)
    return st.lists(row, max_size=14)


def answers(name: str, rows: list[Row]) -> list[Value]:
    found = find_aggregate(name)
    assert found is not None
    states: list[Aggregate] = [found[1]() for _ in range(GROUPS)]
    for group, value, time in rows:
        states[group].add(value, None if time != time else time)
    return [state.result() for state in states]


def fast(name: str, rows: list[Row]) -> list[Value] | None:
    found = summarised(
        name,
        Grouped(
            np.array([row[0] for row in rows], dtype=np.int64),
            GROUPS,
            Column.of(row[1] for row in rows),
            np.array([row[2] for row in rows], dtype=np.float64),
        ),
    )
    return None if found is None else found.to_list()


def read(rows: list[Row]) -> list[Row]:
    """The rows as a column holds them, in which -0.0 is 0.0 where both occur."""
    values = Column.of(row[1] for row in rows).to_list()
    return [(group, value, time) for (group, _, time), value in zip(rows, values, strict=True)]


def same(one: list[Value], other: list[Value]) -> bool:
    return list(map(repr, one)) == list(map(repr, other))


@pytest.mark.parametrize("name", _KERNELS)
@settings(max_examples=80)
@given(
    rows=rows_of(NUMBERS)
    | rows_of(TEXTS)
    | rows_of(MIXED | TEXTS)
    | rows_of(st.integers(-9, 9) | st.floats(allow_nan=False))
)
def test_a_kernel_gives_what_the_class_gives(name: str, rows: list[Row]) -> None:
    found = fast(name, rows)
    assert found is None or same(found, answers(name, read(rows)))


@pytest.mark.parametrize("name", _KERNELS)
def test_a_kernel_does_not_decline_plain_numbers(name: str) -> None:
    rows: list[Row] = [(n % 3, str(n % 7), float(n)) for n in range(200)]
    found = fast(name, rows)
    assert found is not None
    assert same(found, answers(name, rows))
