"""rename gives the same where fields are worked out when asked for, and where all are there."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from spl.columns.column import Column
from spl.columns.table import Table
from spl.commands.rename import Rename

NAMES = ("a", "b", "c.a", "c.b", "_x")
PATTERNS = (("*", "*_n"), ("c.*", "*"), ("*.*", "*-*"), ("a*", "c.*"), ("_*", "z*"))
pair = st.tuples(st.sampled_from((*NAMES, "none")), st.sampled_from((*NAMES, "new")))
pairs = st.lists(pair | st.sampled_from(PATTERNS), min_size=1, max_size=4)
value = st.sampled_from((None, "x", "1", ("x", "2")))
rows = st.lists(st.fixed_dictionaries(dict.fromkeys(NAMES, value)), min_size=1, max_size=40)


class _Fields:
    """Fields of a table that nobody has asked for yet; one that no row has is not there."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def column(self, name: str) -> Column | None:
        return self.table.find(name)

    def names(self) -> list[str]:
        return self.table.names()

    def narrowed(self, rows: np.ndarray) -> _Fields:
        return _Fields(self.table.take(rows))


def shown(table: Table) -> tuple[list[str], list[list[object]]]:
    return table.names(), [table.column(name).to_list() for name in table.names()]


@settings(max_examples=300)
@given(rows, pairs, st.integers(0, 40), st.lists(st.sampled_from((*NAMES, "new", "z")), max_size=3))
def test_lazy_fields_are_renamed_as_plain_ones(rows, pairs, kept, asked):
    plain = Table.of(rows)
    lazy = Table({}, len(rows), _Fields(plain))
    command = Rename(tuple(pairs))
    found, want = command.apply(lazy, None), command.apply(plain, None)
    for name in asked:  # whether a field was asked for before the rest makes no difference
        assert found.column(name).to_list() == want.column(name).to_list()
    few = np.arange(len(rows))[: kept % len(rows) + 1]
    assert shown(found.take(few)) == shown(want.take(few))
    assert shown(command.apply(found, None)) == shown(command.apply(want, None))
