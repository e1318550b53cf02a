"""Rows that a caller hands in, and what results show."""

import pytest

from spl.columns.table import Table
from spl.engine.given import given_table
from spl.engine.results import Results
from spl.errors import DataError


def test_values_become_what_splunk_would_hold():
    row = {
        "text": "x",
        "whole": 3,
        "part": 1.50,
        "yes": True,
        "many": ["a", 1, None],
        "one": ["a"],
        "none": None,
        "empty": [],
        "map": {"k": [1]},
        "blank": "",
    }
    assert given_table([row]).rows() == [
        {
            "text": "x",
            "whole": "3",
            "part": "1.5",
            "yes": "true",
            "many": ("a", "1"),
            "one": "a",
            "map": '{"k":[1]}',
            "blank": "",
        }
    ]


@pytest.mark.parametrize("row", [{"a": object()}, {"a": [b"x"]}, "text", 3])
def test_what_is_no_value_is_refused(row):
    with pytest.raises(DataError) as caught:
        given_table([row])
    assert caught.value.code == "SPL501"


TABLE = Table.of([{"a": 1, "b": ("x", 2.0)}, {"a": True, "c": "z"}])


def test_results_are_rows_of_text():
    results = Results(TABLE, ["careful"])
    assert results.columns == ["a", "b", "c"]
    assert len(results) == 2
    assert list(results) == [{"a": "1", "b": ["x", "2"]}, {"a": "True", "c": "z"}]
    assert results[-1] == {"a": "True", "c": "z"}
    assert results.warnings == ["careful"]
    with pytest.raises(IndexError):
        results[2]


def test_results_do_not_share_their_lists():
    results = Results(TABLE)
    results[0]["b"].append("!")
    assert results[0]["b"] == ["x", "2"]


def test_arrow():
    table = Results(TABLE).to_arrow()
    assert table.column_names == ["a", "b", "c"]
    assert table.to_pylist() == [
        {"a": "1", "b": ["x", "2"], "c": None},
        {"a": "True", "b": None, "c": "z"},
    ]
