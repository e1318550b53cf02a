"""The aggregates: their examples, their edge cases, and the law of merging."""

from __future__ import annotations

import math
import pickle
import re
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spl.values.aggregate_names import NUMERIC, TIMECHART_ONLY, find_aggregate
from spl.values.book import Aggregate, Example, aggregates
from spl.values.span import read_time_span
from spl.values.stats.all_numeric import AllNumeric
from spl.values.stats.sparkline import MARK, Sparkline
from spl.values.stats.time import PerHour
from spl.values.value import Value, as_field, as_texts, number_text

Event = tuple[Value, float | None]


def fresh(name: str) -> Aggregate:
    found = find_aggregate(name)
    assert found is not None, name
    return found[1]()


def summary(name: str, events: Iterable[Event]) -> Aggregate:
    aggregate = fresh(name)
    for value, time in events:
        aggregate.add(value, time)
    return aggregate


def shown(value: Value) -> str:
    return " | ".join(as_texts(value)) if value is not None else "null"


def read_event(text: str) -> Event:
    value, at, time = text.partition("@")
    items = tuple(value.split(" | "))
    field: Value = None if value == "null" else items if len(items) > 1 else value
    return as_field(field), float(time) if at else None


EXAMPLES = [(entry.name, example) for entry in aggregates for example in entry.examples]


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=lambda item: str(item))
def test_examples_of_the_manual(name: str, example: Example) -> None:
    call = re.fullmatch(r"([\w.]+)\((.*)\)", example.expression)
    assert call is not None, f"{name}: {example.expression}"
    events = [read_event(part) for part in call[2].split(", ") if part]
    assert shown(summary(call[1], events).result()) == example.result


@pytest.mark.parametrize("entry", list(aggregates), ids=lambda entry: entry.name)
def test_every_aggregate_has_two_examples(entry) -> None:
    assert len(entry.examples) >= 2


NUMBER_CASES = [
    ("avg", ["3.99"] * 100, "3.9900000000000055"),
    ("sum", ["0.1", "0.2"], "0.30000000000000004"),
    ("sum", ["9007199254740992", "1"], "9007199254740992"),
    ("sum", ["1e308", "1e308"], "inf"),
    ("stdevp", ["65", "42", "40", "31", "47", "53", "64"], "11.679390534839825"),
    ("var", ["65", "42", "40", "31", "47", "53", "64"], "159.14285714285714"),
    ("varp", ["65", "42", "40", "31", "47", "53", "64"], "136.40816326530611"),
    ("stdev", ["1000000000.1"] * 3, "0"),
    ("max", ["007", "5"], "007"),
    ("min", ["1.50", "2"], "1.50"),
    ("perc95", [str(n) for n in range(1, 11)], "9.55"),
    ("p0", ["3", "1", "2"], "1"),
    ("p100", ["3", "1", "2"], "3"),
    ("PERC50", ["1", "2"], "1.5"),
    ("upperperc99.5", ["4"], "4"),
    ("mode", ["b", "a", "a", "b"], "b"),
]


@pytest.mark.parametrize(("name", "values", "expected"), NUMBER_CASES)
def test_number_text(name: str, values: list[str], expected: str) -> None:
    result = summary(name, [(as_field(value), 0) for value in values]).result()
    assert shown(result) == expected


def test_list_stops_at_a_hundred_and_values_does_not() -> None:
    events: list[Event] = [(str(n), 0) for n in range(150)]
    assert len(as_texts(summary("list", events).result())) == 100
    assert len(as_texts(summary("values", events).result())) == 150


def test_list_cuts_inside_a_multivalue() -> None:
    events: list[Event] = [(tuple(str(n) for n in range(60)), 0)] * 2
    assert len(as_texts(summary("list", events).result())) == 100


def test_count_takes_true_and_leaves_false() -> None:
    assert summary("count", [(True, 0), (False, 0), (None, 0)]).result() == 1


def test_nan_is_not_a_number_to_aggregate() -> None:
    events: list[Event] = [(math.nan, 0), (2.0, 0)]
    assert summary("sum", events).result() == 2.0


def test_events_without_time_are_neither_earliest_nor_latest() -> None:
    assert summary("earliest", [("a", None)]).result() is None


def test_of_events_at_the_same_time_the_first_to_arrive_counts() -> None:
    events: list[Event] = [("1", 0), ("2", 0), ("10", 4), ("20", 4)]
    assert summary("earliest", events).result() == "1"
    assert summary("latest", events).result() == "10"
    assert summary("rate", events).result() == 2.25


def test_per_hour_of_a_bucket() -> None:
    per_hour = PerHour(seconds=300)
    per_hour.add("5", 0)
    assert per_hour.result() == 60


def test_allnum() -> None:
    total = AllNumeric(fresh("sum"))
    total.add("1")
    assert total.result() == 1
    total.add("x")
    assert total.result() is None
    merged = AllNumeric(fresh("sum"))
    merged.add("1")
    merged.merge(total)
    assert merged.result() is None


def test_sparkline_of_an_aggregate_in_spans_and_bounds() -> None:
    line = Sparkline(fresh("avg").__class__, read_time_span("1h"), bounds=(0, 10_799))
    for value, time in (("2", 10), ("4", 20), ("9", 7200), (None, 3600)):
        line.add(value, time)
    assert line.result() == (MARK, 3, 0, 9)


def test_sparkline_has_a_hundred_points_at_the_most() -> None:
    line = Sparkline(span=read_time_span("1s"))
    for time in (0, 10**9):
        line.add("x", time)
    assert len(as_texts(line.result())) <= 101


UNKNOWN = ["perc", "perc101", "perc<n>", "p", "avg5", "median50", "nosuch", "", "perc-1", "p1e5"]


@pytest.mark.parametrize("name", UNKNOWN)
def test_unknown_names(name: str) -> None:
    assert find_aggregate(name) is None


def test_lists_of_names_are_in_the_book() -> None:
    for name in NUMERIC | TIMECHART_ONLY:
        assert aggregates.get(name) is not None, name


NAMES = [entry.name.replace("<n>", "37.5") for entry in aggregates]
scalars = (
    st.integers(-(10**6), 10**6).map(str)
    | st.floats(-1e6, 1e6).map(number_text)
    | st.sampled_from(["a", "b", "B", "", "7", "7.0", "007"])
)
values = st.none() | scalars | st.lists(scalars, min_size=2, max_size=3).map(tuple)
events = st.lists(st.tuples(values, st.none() | st.integers(0, 50)), max_size=12)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40)
@given(events, st.data())
def test_merged_parts_are_the_whole(name: str, events: list[Event], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(events)), max_size=3)))
    merged = fresh(name)
    for start, end in zip([0, *cuts], [*cuts, len(events)], strict=True):
        merged.merge(pickle.loads(pickle.dumps(summary(name, events[start:end]))))
    whole, joined = summary(name, events).result(), merged.result()
    if isinstance(whole, float) or isinstance(joined, float):
        assert joined == pytest.approx(whole, rel=1e-9, abs=1e-6)
    else:
        assert joined == whole


@pytest.mark.parametrize("name", NAMES)
def test_nothing_seen(name: str) -> None:
    zero = {"count", "distinct_count", "estdc", "estdc_error"}
    assert fresh(name).result() == (0 if name in zero else None)
