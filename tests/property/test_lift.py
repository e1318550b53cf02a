"""The law of lifting: a lifted function gives in each row what it gives for that row alone."""

import random
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import spl.values.eval  # noqa: F401
from spl.columns.column import Column
from spl.columns.evaluate import bind_function, evaluate
from spl.columns.lift import lift, tuples
from spl.columns.table import Table
from spl.errors import SplError
from spl.language import ast
from spl.values.book import Entry, Function, functions
from spl.values.environment import Environment
from spl.values.value import Value, as_field

CHANGING = {"random", "time"}
ORDINARY = [entry for entry in functions if not entry.special and entry.name not in CHANGING]
TEXTS = st.sampled_from(
    ["", "a", "A b", "1", "2", "1.0", "-3", "0x1f", "10.0.0.1", "10.0.0.0/8", "a=1, b=2", "%Y-%m",
     '{"a": [1, {"b": null}]}', "[1,2]", "a.b", "{}", "(", "a+", "true", "é", "2024-01-02", "-1d@d"]
)  # fmt: skip
SCALARS = TEXTS | st.integers(-3, 40) | st.sampled_from([0.5, -2.25]) | st.booleans()
VALUES = st.none() | SCALARS | st.lists(TEXTS, min_size=2, max_size=3).map(tuple)


def environment() -> Environment:
    return Environment(now=1_700_000_000.0, chance=random.Random(1))


def arguments(entry: Entry[Function]) -> st.SearchStrategy[list[list[Value]]]:
    """Rows of arguments, of a number that the function takes."""
    most = entry.least + 3 if entry.most is None else entry.most
    counts = [count for count in range(entry.least, most + 1) if entry.takes(count)]
    return st.sampled_from(counts).flatmap(
        lambda count: st.lists(
            st.lists(VALUES, min_size=count, max_size=count), min_size=1, max_size=6
        )
    )


def outcome(work: Callable[[], object]) -> object:
    try:
        return work()
    except SplError as error:
        return error.code


def same(left: object, right: object) -> bool:
    """Equality that tells 1 from 1.0 and takes nan for nan."""
    return repr(left) == repr(right)


@pytest.mark.parametrize("entry", ORDINARY, ids=lambda entry: entry.name)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_function(entry: Entry[Function], data: st.DataObject) -> None:
    rows = data.draw(arguments(entry))
    names = [f"f{n}" for n in range(len(rows[0]))]
    call = ast.Call(entry.name, tuple(ast.FieldName(name) for name in names))
    function = bind_function(call, environment())
    alone = outcome(lambda: [function(*map(as_field, row)) for row in rows])
    columns = {name: Column.of(row[n] for row in rows) for n, name in enumerate(names)}
    together = outcome(lambda: evaluate(call, Table(columns, len(rows)), environment()).to_list())
    assert same(alone, together)


def pair(left: Value, right: Value) -> Value:
    return f"{left!r}/{right!r}"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(VALUES, VALUES)), st.booleans())
def test_several_columns(rows: list[tuple[Value, Value]], repeated: bool) -> None:
    rows = rows * 20 if repeated else rows
    columns = [Column.of(row[n] for row in rows) for n in range(2)]
    assert lift(pair, columns, len(rows)).to_list() == [pair(*row) for row in rows]


@settings(max_examples=60, deadline=None)
@given(st.lists(VALUES, min_size=1), st.lists(st.integers(0, 1000)))
def test_any_rows_of_a_column(values: list[Value], picks: list[int]) -> None:
    rows = [pick % len(values) for pick in picks]
    column = Column.of(values).take(np.array(rows, dtype=int))
    assert lift(repr, [column], len(rows)).to_list() == [repr(values[row]) for row in rows]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-1, 2), st.integers(-1, 2)), min_size=1, max_size=8))
def test_tuples_of_more_columns_than_a_key_has_room_for(ends: list[tuple[int, int]]) -> None:
    rows = [[left, *[1] * 68, right] for left, right in ends]
    codes = [np.array([row[n] for row in rows], dtype=np.int32) for n in range(70)]
    ids, first = tuples(codes, [3] * 70)
    seen: dict[tuple[int, ...], int] = {}
    assert ids.tolist() == [seen.setdefault(tuple(row), len(seen)) for row in rows]
    assert [rows[place] for place in first.tolist()] == [list(row) for row in seen]


def test_a_function_runs_once_per_distinct_tuple() -> None:
    calls: list[tuple[Value, Value]] = []

    def count(left: Value, right: Value) -> Value:
        calls.append((left, right))
        return None

    columns = [
        Column.of(f"a{n % 3}" for n in range(600)),
        Column.of(f"b{n % 2}" for n in range(600)),
    ]
    lift(count, columns, 600)
    assert len(calls) == len(set(calls)) == 6


def test_a_function_runs_no_more_often_than_there_are_rows() -> None:
    calls: list[Value] = []
    columns = [Column.of(f"a{n}" for n in range(300)), Column.of(f"b{n}" for n in range(300))]
    lift(lambda left, right: calls.append(left), columns, 300)
    assert len(calls) == 300


def test_random_is_drawn_for_every_row() -> None:
    if "random" not in functions:
        pytest.skip("no random in the book")
    column = evaluate(ast.Call("random", ()), Table({}, 50), environment())
    assert len(set(column.to_list())) > 40
