"""The law of the wire: what is read from the bytes of a table is that table, type by type."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spl.columns import wire
from spl.columns.column import Column
from spl.columns.dictionary import identity
from spl.columns.places import Places
from spl.columns.table import Table
from spl.values.value import NumericText, Value

TEXTS = st.text(max_size=4) | st.sampled_from(["", "1", "\ud800", "\0", "ß", "[1]", "null"])
NUMBERS = st.integers(-(2**70), 2**70) | st.floats()
SCALARS = TEXTS | NUMBERS | st.booleans() | st.just(NumericText("1.0", 1.0))
MULTIVALUES = st.lists(SCALARS, min_size=2, max_size=3).map(tuple)
KINDS = [TEXTS, st.integers(-9, 9), NUMBERS, st.floats(), st.booleans(), SCALARS, MULTIVALUES]
COLUMNS = st.sampled_from(KINDS).flatmap(
    lambda one: st.lists(st.none() | one, min_size=3, max_size=3)
)


def same(value: Value) -> object:
    """A key that also tells what is left alone: nan is nan, -0.0 is not 0.0."""
    if isinstance(value, tuple):
        return tuple(map(same, value))
    if isinstance(value, float):
        return ("float", value.hex())
    return identity(value)


@given(st.dictionaries(TEXTS, COLUMNS, max_size=4))
def test_every_value_arrives(columns: dict[str, list[Value]]):
    table = Table({name: Column.of(values) for name, values in columns.items()}, 3)
    back = wire.from_bytes(wire.to_bytes(table))
    assert (back.size, back.names()) == (3, list(columns))
    for name in columns:
        sent, got = table.column(name).to_list(), back.column(name).to_list()
        assert [same(value) for value in got] == [same(value) for value in sent]


@pytest.mark.parametrize("size", [0, 2])
def test_a_table_without_fields_keeps_its_size(size: int):
    assert wire.from_bytes(wire.to_bytes(Table({}, size))).size == size


def test_only_the_values_in_use_travel():
    table = Table({"a": Column.of(f"text number {n}" for n in range(10_000))}, 10_000)
    assert len(wire.to_bytes(table.take(slice(2)))) < 2_000


def test_bytes_of_another_version_are_refused(monkeypatch: pytest.MonkeyPatch):
    sent = wire.to_bytes(Table({}, 1))
    monkeypatch.setattr(wire, "VERSION", wire.VERSION + 1)
    with pytest.raises(ValueError, match="rows of version"):
        wire.from_bytes(sent)


def test_places_travel_with_the_rows():
    events = Places.of_events(np.array([1.0, math.nan, 2.0]), rank=3, start=10)
    for places in (events, Places.of_rows(5, 3), Places.of_texts([["b", "\ud800", "a"]])):
        table = Table({"n": Column.of(["x", "y", "z"])}, 3).placed(places)
        back = wire.from_bytes(wire.to_bytes(table)).places
        assert back is not None
        assert back.order().tolist() == places.order().tolist()
        assert [key.tolist() for key in back.keys][1:] == [k.tolist() for k in places.keys][1:]


def test_the_newest_event_comes_first_and_of_one_moment_the_last_to_arrive():
    times = np.array([5.0, math.nan, 7.0, 5.0])
    first, second = Places.of_events(times, rank=0), Places.of_events(times[:1], rank=1)
    both = Places.joined([first, second])
    assert both is not None
    assert both.order().tolist() == [2, 4, 3, 0, 1]


def test_rows_that_one_row_became_stay_in_their_order():
    places = Places.of_rows(0, 2).take(np.array([1, 0, 0]))
    assert places.order().tolist() == [1, 2, 0]
