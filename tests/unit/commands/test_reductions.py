"""The law of reducible commands: parts, worked on apart and merged, are the whole."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spl.columns.table import Table
from spl.commands import Job, Reducible, Scope, bind_command, shapes
from spl.knowledge import Knowledge
from spl.language.parser import parse
from spl.values.environment import Environment

ENVIRONMENT = Environment(now=1_700_000_000.0)

SEARCHES = [
    "stats count sum(n) AS s avg(n) AS a values(v) list(v) first(v) last(v) BY h",
    "stats count dc(v) min(n) max(n) mode(v) median(n) stdev(n) earliest(v) latest(v)",
    "stats values(*) AS * BY h",
    "stats count(eval(n>2)) AS c allnum=t sum(v) AS s",
    "sort 3 h, -n",
    "sort 0 -n",
    "dedup h",
    "dedup 2 h n keepempty=t",
    "dedup h consecutive=t",
    "dedup h sortby -n",
    "dedup h keepevents=t",
    "head 3",
    "head (n<3) keeplast=t null=t limit=4",
    "top limit=2 useother=t v BY h",
    "rare v",
]

CELL = st.one_of(
    st.none(),
    st.sampled_from(["", "a", "b", "A", "1", "2", "3", "10", "x y"]),
    st.sampled_from([("a", "b"), ("1", "2", "a")]),
)
WHOLE = st.sampled_from([None, "1", "2", "3", "4", "10"])
ROW = st.fixed_dictionaries(
    {"h": CELL, "n": WHOLE, "v": CELL, "_time": st.integers(0, 50).map(str)}
).map(lambda row: {name: value for name, value in row.items() if value is not None})


def job() -> Job:
    def refuse(*_: Any) -> Any:
        raise AssertionError("these commands run no subsearch")

    return Job(ENVIRONMENT, Knowledge(), (), None, None, None, refuse, refuse)


def command(text: str) -> Reducible:
    [node] = parse(text, shapes=shapes(), implied_search=False).commands
    bound = bind_command(node, Scope(ENVIRONMENT))
    assert isinstance(bound, Reducible)
    return bound


def rows(table: Table) -> list[dict[str, Any]]:
    return table.rows()


@pytest.mark.parametrize("text", SEARCHES)
@settings(max_examples=40, deadline=None)
@given(data=st.lists(ROW, max_size=12), cuts=st.lists(st.integers(0, 12), max_size=3))
def test_merged_parts_are_the_whole(text: str, data: list[dict[str, Any]], cuts: list[int]) -> None:
    bound = command(text)
    table = Table.of(data)
    whole = bound.reduction(job())
    whole.add(table)
    ends = [0, *sorted(min(cut, table.size) for cut in cuts), table.size]
    merged = bound.reduction(job())
    for start, end in pairwise(ends):
        part = bound.reduction(job())
        part.add(table.take(slice(start, end)))
        merged.merge(part)
    assert rows(merged.result()) == rows(whole.result())


@pytest.mark.parametrize("text", SEARCHES)
@settings(max_examples=20, deadline=None)
@given(data=st.lists(ROW, max_size=12), size=st.integers(1, 4))
def test_batches_are_the_whole(text: str, data: list[dict[str, Any]], size: int) -> None:
    bound = command(text)
    table = Table.of(data)
    whole, batched = bound.reduction(job()), bound.reduction(job())
    whole.add(table)
    for start in range(0, max(1, table.size), size):
        batched.add(table.take(slice(start, start + size)))
    assert rows(batched.result()) == rows(whole.result())
