"""The JSON functions on documents, paths and values of every kind."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import spl.values.eval  # noqa: F401
from spl.values.book import functions
from spl.values.json_path import read_path
from spl.values.json_text import JsonText
from spl.values.value import NumericText, Value

CITIES = json.dumps(
    {
        "cities": [
            {"name": "London", "Bridges": [{"name": "Tower", "length": 801}, {"name": "London"}]},
            {"name": "Venice", "Bridges": [{"name": "Rialto", "length": 157}]},
        ],
        "a.b": 1.50,
        "big": 12345678901234567890,
        "yes": True,
        "none": None,
        "empty": [],
    }
)


def call(name: str, *arguments: Value) -> Value:
    entry = functions.get(name)
    assert entry is not None
    return entry.body(*arguments)


EXTRACTED = [
    (("cities{0}.name",), "London"),
    (("cities{1}.Bridges{0}.length",), 157),
    (("cities{}.name",), '["London","Venice"]'),
    (("cities{}.Bridges{}.length",), "[801,157]"),
    (("cities{0}.Bridges{1}",), '{"name":"London"}'),
    (("cities{9}.name",), None),
    (("cities.name",), None),
    (("{0}",), None),
    (("cities{0",), None),
    (("",), None),
    (("big",), "12345678901234567890"),
    (("yes",), "true"),
    (("none",), None),
    (("empty",), "[]"),
    (("yes", "nosuch", "cities{0}.name"), '[true,null,"London"]'),
]


@pytest.mark.parametrize(("paths", "expected"), EXTRACTED)
def test_extract(paths: tuple[str, ...], expected: Value) -> None:
    assert call("json_extract", CITIES, *paths) == expected


CALLS: list[tuple[str, tuple[Value, ...], Value]] = [
    ("json_extract", ('"text"',), "text"),
    ("json_extract", ("[1,2]",), "[1,2]"),
    ("json_extract_exact", (CITIES, "a.b"), 1.5),
    ("json_extract_exact", (CITIES, "a.b", "yes"), "[1.5,true]"),
    ("json_object", ("n", NumericText("5", 5), "m", ("x", "y")), '{"n":5,"m":["x","y"]}'),
    ("json_object", ("t", "[1]"), '{"t":"[1]"}'),
    ("json_object", ("t", JsonText("[1]")), '{"t":[1]}'),
    ("json_object", ("f", 2.0, "g", float("inf"), "n", None), '{"f":2,"g":null,"n":null}'),
    ("json_object", (None, "x"), None),
    ("json_object", ("a",), None),
    ("json_array", ("ä\n",), '["ä\\n"]'),
    ("json_set", ("{}", "a.b.c", 1), '{"a":{"b":{"c":1}}}'),
    ("json_set", ('{"a":[{"n":1},{"n":2}]}', "a{}.n", 0), '{"a":[{"n":0},{"n":0}]}'),
    ("json_set", ('{"a":[1]}', "a{5}", 0), '{"a":[1]}'),
    ("json_set", ("{}", "a{0}", 0), "{}"),
    ("json_set", ("{}", "a", 1, "b"), None),
    ("json_set_exact", ("{}", "a.b{0}", 1), '{"a.b{0}":1}'),
    ("json_append", ('{"a":{"b":[1]}}', "a.b", 2, "a.b", 3), '{"a":{"b":[1,2,3]}}'),
    ("json_append", ("[[1],[2]]", "{}", 0), "[[1,0],[2,0]]"),
    ("json_extend", ('{"a":1}', "a", JsonText("[2,3]")), '{"a":[1,2,3]}'),
    ("json_extend", ('{"a":[1]}', "nosuch", 2), '{"a":[1]}'),
    ("json_delete", ('{"a.b":1,"a":{"b":2}}', "a.b"), '{"a":{"b":2}}'),
    ("json_delete", ('{"a":{"b":2}}', "a.b"), '{"a":{}}'),
    ("json_delete", ("[1]", "a"), "[1]"),
    (
        "json_set",
        ('{"a":2.0,"b":1e5,"c":1.50,"d":-0.5e-7}', "e", 1),
        '{"a":2,"b":100000,"c":1.5,"d":-5e-08,"e":1}',
    ),
    ("json_keys", ("{}",), "[]"),
    ("json_entries", ("[1]",), None),
    ("json_array_to_mv", ("[]",), None),
    ("json_array_to_mv", ('["", null, true, 1.5]',), ("", "null", "true", "1.5")),
    ("json_valid", (None,), None),
    ("json_valid", ("NaN",), False),
    ("json_valid", ("1e999",), False),
    ("json_valid", ("[" * 100_000,), False),
    ("json_valid", ("",), False),
    ("json", (("a", "b"),), None),
    ("mv_to_json_array", (("1", "null", '"q"', "x"), True), '[1,null,"q","x"]'),
    ("mv_to_json_array", (None,), None),
    ("json_extract", ('{"a":"\\ud800"}', "a"), "\ufffd"),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), CALLS)
def test_call(name: str, arguments: tuple[Value, ...], expected: Value) -> None:
    assert call(name, *arguments) == expected


NAMES = [entry.name for entry in functions if entry.category == "JSON"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("bad", ["{a:1}", None, ("a", "b"), True, ""])
def test_bad_json_is_null_or_false(name: str, bad: Value) -> None:
    entry = functions.get(name)
    assert entry is not None
    if name not in {"json_object", "json_array", "mv_to_json_array"}:
        assert not call(name, bad, *["x", "y"][: entry.least - 1])


documents = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@given(documents)
def test_json_survives_the_way_through_a_value(document: object) -> None:
    text = json.dumps({"k": document})
    nested = call("json_object", "k", call("json", json.dumps(document)))
    assert json.loads(str(nested)) == json.loads(text)


@given(st.text(alphabet="ab.{}01", max_size=10), st.text(alphabet="ab.{}01", max_size=10))
def test_any_path_is_taken(path: str, other: str) -> None:
    for name in ("json_set", "json_append", "json_extend"):
        assert call(name, CITIES, path, "v", other, "w") is not None
    assert read_path(path) is None or path


def test_what_is_set_can_be_extracted() -> None:
    changed = call("json_set", CITIES, "cities{1}.Bridges{0}.length", "long", "x.y", 2)
    assert call("json_extract", changed, "cities{1}.Bridges{0}.length") == "long"
    assert call("json_extract", changed, "x.y") == 2
