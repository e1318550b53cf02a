"""Laws of aggregates over groups: shortcuts change nothing, and parts merged are the whole."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spl.columns.aggregate import GroupedReduction, Summary, aggregate
from spl.columns.table import Table
from spl.values.aggregate_names import find_aggregate
from spl.values.book import aggregates
from spl.values.value import Value, as_number, as_texts

NAMES = sorted(
    entry.name.replace("<n>", "37.5")
    for entry in aggregates
    if find_aggregate(entry.name) or "<n>" in entry.name
)
TEXTS = st.sampled_from(["1", "2", "10", "1.0", "007", "-3", "0.1", "0.7", "a", "B", "", "b a"])
VALUES = st.none() | TEXTS | st.lists(TEXTS, min_size=2, max_size=3).map(tuple)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "k": st.sampled_from(["x", "y", ("x", "y"), None]),
            "v": VALUES,
            "_time": st.sampled_from([None, 1.0, 2.0, 2.5]),
        }
    ),
    max_size=12,
)
SUMMARIES = [Summary.of("count"), *(Summary.of(name, "v") for name in NAMES)]


def reduced(rows: list[dict[str, Value]], by: list[str], *, kernels: bool) -> GroupedReduction:
    reduction = GroupedReduction(by, SUMMARIES, kernels=kernels)
    reduction.add(Table.of(rows))
    return reduction


def agree(left: GroupedReduction, right: GroupedReduction) -> None:
    for one, other in zip(left.result().rows(), right.result().rows(), strict=True):
        assert one.keys() == other.keys()
        for name in one:
            numbers = as_number(one[name]), as_number(other[name])
            if None in numbers:
                assert as_texts(one[name]) == as_texts(other[name]), name
            else:
                assert numbers[0] == pytest.approx(numbers[1], rel=1e-9, abs=1e-9), name


@settings(max_examples=60, deadline=None)
@given(ROWS, st.sampled_from([[], ["k"]]))
def test_shortcuts_change_nothing(rows: list[dict[str, Value]], by: list[str]) -> None:
    agree(reduced(rows, by, kernels=True), reduced(rows, by, kernels=False))


@settings(max_examples=60, deadline=None)
@given(ROWS, st.integers(0, 12), st.sampled_from([[], ["k"]]))
def test_parts_merged_are_the_whole(rows: list[dict[str, Value]], cut: int, by: list[str]) -> None:
    whole = reduced(rows, by, kernels=True)
    first = reduced(rows[:cut], by, kernels=True)
    first.merge(reduced(rows[cut:], by, kernels=True))
    agree(first, whole)
    one = GroupedReduction(by, SUMMARIES)
    for row in rows:
        one.add(Table.of([row]))
    agree(one, whole)


def test_the_scalar_class_agrees_for_one_group() -> None:
    rows: list[dict[str, Value]] = [{"v": v} for v in ("3.99",) * 100]
    _, columns = aggregate(Table.of(rows), [], [Summary.of("avg", "v"), Summary.of("sum", "v")])
    assert columns["avg(v)"].to_list() == [3.9900000000000055]


def test_list_keeps_a_hundred() -> None:
    rows: list[dict[str, Value]] = [{"v": str(n), "k": str(n % 2)} for n in range(500)]
    _, columns = aggregate(Table.of(rows), ["k"], [Summary.of("list", "v")])
    assert columns["list(v)"].to_list()[0] == tuple(str(n) for n in range(0, 200, 2))
