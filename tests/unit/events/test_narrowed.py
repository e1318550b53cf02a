"""Few rows out of many have their fields worked out alone, and are the same rows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spl.columns.column import Column
from spl.columns.concat import concat
from spl.columns.table import Table
from spl.events.load import load
from spl.knowledge import Knowledge
from spl.values.environment import Environment

LOGS = Path(__file__).parents[3] / "datasets"
ENV = Environment(now=0.0)


def events(path: str) -> Table:
    """The events of a log, all partitions one below the other, nothing worked out yet."""
    loaded = load(LOGS / path, knowledge=Knowledge.read(), env=ENV)
    return concat([partition.table for partition in loaded.partitions])


@pytest.mark.parametrize(
    "path",
    [
        "malware/azorult/sysmon.log",
        "attack_techniques/T1569.002/remcom/windows-security.log",
        "background/windows-events.xml",
    ],
)
def test_fields_of_few_rows_are_those_of_all_rows(path: str) -> None:
    whole = events(path)
    rows = np.arange(whole.size)[:: -whole.size // 9]
    few = whole.take(rows)
    names = few.names()  # first of the few rows, then of all: neither may spoil the other
    for name in whole.names():
        assert few.column(name).to_list() == whole.column(name).take(rows).to_list(), name
    assert set(names) <= set(whole.names())


class _Doubled:
    """Lazy fields that tell how many rows they were asked for."""

    def __init__(self, numbers: list[int], asked: list[int]) -> None:
        self.numbers = numbers
        self.asked = asked

    def column(self, name: str) -> Column | None:
        if name != "doubled":
            return None
        self.asked.append(len(self.numbers))
        return Column.of(2 * number for number in self.numbers)

    def names(self) -> list[str]:
        return ["doubled"]

    def narrowed(self, rows: np.ndarray) -> _Doubled:
        return _Doubled([self.numbers[row] for row in rows], self.asked)


@settings(max_examples=50)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_rows_of_several_tables_keep_their_order(sizes: list[int], random) -> None:
    asked: list[int] = []
    numbers = [list(range(100 * part, 100 * part + size)) for part, size in enumerate(sizes)]
    table = concat([Table({}, len(part), _Doubled(part, asked)) for part in numbers])
    every = [number for part in numbers for number in part]
    places = random.sample(range(len(every)), max(1, len(every) // 10))
    kept = table.take(np.array(places))
    assert kept.column("doubled").to_list() == [2 * every[place] for place in places]
    again = kept.take(np.arange(kept.size)[::-1])
    assert again.column("doubled").to_list() == [2 * every[place] for place in places[::-1]]


def test_only_the_rows_that_are_left_are_worked_out() -> None:
    asked: list[int] = []
    table = Table({}, 1000, _Doubled(list(range(1000)), asked))
    assert table.take(np.array([7, 3])).column("doubled").to_list() == [14, 6]
    assert asked == [2]
    assert table.take(np.arange(500)).column("doubled")[499] == 998
    assert asked == [2, 1000]
