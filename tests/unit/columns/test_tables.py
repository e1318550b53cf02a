"""Grouping, ordering and concatenating rows."""

from collections.abc import Sequence

import pytest

from spl.columns.column import Column
from spl.columns.concat import concat
from spl.columns.group import group
from spl.columns.order import SortKey, order
from spl.columns.table import Table


def test_groups_drop_null_and_spread_multivalues() -> None:
    table = Table.of([{"a": "x", "n": 1}, {"a": ("y", "x", "y"), "n": "1"}, {"n": 1}, {"a": "x"}])
    groups = group(table, ["n", "a"])
    assert groups.key_rows() == [("1", "x"), ("1", "y")]
    assert list(zip(groups.rows.tolist(), groups.ids.tolist(), strict=True)) == [
        (0, 0),
        (1, 1),
        (1, 0),
    ]


def test_without_fields_there_is_one_group() -> None:
    assert group(Table.empty(), []).count == 1
    assert group(Table.empty(["a"]), ["a"]).count == 0


@pytest.mark.parametrize(
    ("kind", "descending", "values", "ordered"),
    [
        ("auto", False, ["10", "9", None, "abc"], ["9", "10", "abc", None]),
        ("auto", True, ["10", "9", None, "abc"], ["abc", "10", "9", None]),
        ("str", False, ["10", "9", "B", "a"], ["10", "9", "B", "a"]),
        ("num", False, ["x", "10", "9", "w"], ["9", "10", "x", "w"]),
        ("ip", False, ["10.0.0.10", "10.0.0.9"], ["10.0.0.9", "10.0.0.10"]),
        ("auto", False, ["10.0.0.10", "10.0.0.9"], ["10.0.0.9", "10.0.0.10"]),
        ("auto", False, [3, "2", 1.5], [1.5, "2", 3]),
    ],
)
def test_order(kind: str, descending: bool, values: list[object], ordered: list[object]) -> None:
    table = Table.of([{"f": value} for value in values])
    rows = order(table, [SortKey("f", descending, kind)])
    assert table.column("f").take(rows).to_list() == ordered


def test_equal_rows_keep_their_order() -> None:
    table = Table.of([{"f": "1", "g": "a"}, {"f": "1.0", "g": "b"}, {"f": "0", "g": "c"}])
    assert order(table, [SortKey("f")]).tolist() == [2, 0, 1]
    assert order(table, [SortKey("f", descending=True)]).tolist() == [0, 1, 2]


class Lazy:
    """Fields that count how often they are worked out."""

    def __init__(self, columns: dict[str, Column]) -> None:
        self.columns = columns
        self.asked: list[str] = []

    def column(self, name: str) -> Column | None:
        self.asked.append(name)
        return self.columns.get(name)

    def names(self) -> Sequence[str]:
        return list(self.columns)


def test_concat_leaves_fields_lazy() -> None:
    lazy = Lazy({"x": Column.of(["1", "2"])})
    both = concat([Table({"y": Column.of(["a", "b"])}, 2, lazy), Table.of([{"x": "1", "z": "c"}])])
    assert lazy.asked == []
    assert both.column("x").to_list() == ["1", "2", "1"]
    assert both.column("z").to_list() == [None, None, "c"]
    assert both.column("y").to_list() == ["a", "b", None]
    assert both.find("nope") is None
    assert set(both.names()) == {"x", "y", "z"}


def test_the_union_of_the_same_dictionaries_is_the_same() -> None:
    one, two = Table.of([{"a": "x"}, {"a": "y"}]), Table.of([{"a": "y"}, {}])
    first = concat([one, two]).column("a")
    assert first.to_list() == ["x", "y", "y", None]
    assert first.dictionary is concat([one, two, one]).column("a").dictionary
    assert len(first.dictionary) == 2


def test_concat_of_nothing() -> None:
    assert concat([]).size == 0
    assert concat([Table.empty(["a"]), Table.empty(["b"])]).names() == ["a", "b"]
