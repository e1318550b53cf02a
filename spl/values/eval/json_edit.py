"""JSON functions that give a changed copy: set, append, extend, delete.

Splunk, Search Reference: JSON functions. A path that does not fit the document changes nothing;
an argument that is not JSON makes the result null.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spl.values.book import eval_function
from spl.values.json_path import change, delete, put, read_path
from spl.values.json_text import Json, NotJson, as_json, document, key_text, write_json
from spl.values.value import Value

_JSON = "JSON functions"

Edit = Callable[[Json, str, Json], None]


def _edited(json: Value, pairs: tuple[Value, ...], edit: Edit) -> Value:
    r"""Apply *edit* for each pair of path and value."""
    try:
        data = document(json)
        for path, value in _paired(pairs):
            edit(data, key_text(path), as_json(value))
    except NotJson:
        return None
    return write_json(data)


def _paired(pairs: tuple[Value, ...]) -> Iterator[tuple[Value, Value]]:
    r"""Arguments two by two; raises NotJson when one is left over."""
    if len(pairs) % 2:
        raise NotJson("a path has no value")
    return zip(pairs[::2], pairs[1::2], strict=True)


@eval_function("json_set(json, path, value, ...)", category=_JSON, step=2)
def json_set(json: Value, *pairs: Value) -> Value:
    r"""The document with values put at paths; objects on the way are made.

    json_set("{\"a\": 1}", "a", "x", "b.c", 2) -> {"a":"x","b":{"c":2}}
    json_set("[1, 2]", "{0}", 5) -> [5,2]
    json_set("{\"a\": 1}", "a.b", 2) -> {"a":1}
    """
    return _edited(json, pairs, _set)


def _set(data: Json, path: str, value: Json) -> None:
    steps = read_path(path)
    if steps is not None:
        put(data, steps, value)


@eval_function("json_set_exact(json, key, value, ...)", category=_JSON, step=2)
def json_set_exact(json: Value, *pairs: Value) -> Value:
    r"""The object with keys set, each taken as it stands, with its dots and braces.

    json_set_exact("{}", "a.b", "x") -> {"a.b":"x"}
    json_set_exact("[]", "a", "x") -> []
    """
    return _edited(json, pairs, _set_exact)


def _set_exact(data: Json, key: str, value: Json) -> None:
    if isinstance(data, dict):
        data[key] = value


@eval_function("json_append(json, path, value, ...)", category=_JSON, step=2)
def json_append(json: Value, *pairs: Value) -> Value:
    r"""The document with a value added at the end of the array at each path.

    An array is added as one element. What is at the path and is no array becomes the first
    element of one. The empty path is the document itself, where that is an array.

    json_append("{\"k\": [\"a\"]}", "k", "b") -> {"k":["a","b"]}
    json_append("{\"k\": [\"a\"]}", "k", json_array("b", "c")) -> {"k":["a",["b","c"]]}
    json_append("{\"k\": 1}", "k", 2) -> {"k":[1,2]}
    json_append("{\"k\": 1}", "x", 2) -> {"k":1}
    json_append("[1]", "", 2) -> [1,2]
    """
    return _edited(json, pairs, lambda data, path, value: _lengthen(data, path, [value]))


@eval_function("json_extend(json, path, value, ...)", category=_JSON, step=2)
def json_extend(json: Value, *pairs: Value) -> Value:
    r"""As json_append, but the elements of an array are added one by one.

    json_extend("{\"k\": [\"a\"]}", "k", json_array("b", "c")) -> {"k":["a","b","c"]}
    json_extend("{\"k\": [\"a\"]}", "k", "b") -> {"k":["a","b"]}
    """
    return _edited(
        json,
        pairs,
        lambda data, path, value: _lengthen(
            data, path, value if isinstance(value, list) else [value]
        ),
    )


def _lengthen(data: Json, path: str, more: list[Json]) -> None:
    r"""Add *more* at the end of the array at *path*; the empty path is the document itself."""
    if not path and isinstance(data, list):
        data.extend(more)
    steps = read_path(path)
    if steps is not None:
        change(data, steps, lambda node: [*(node if isinstance(node, list) else [node]), *more])


@eval_function("json_delete(json, key, ...)", category=_JSON)
def json_delete(json: Value, *keys: Value) -> Value:
    r"""The object without the keys; a key may be a path of keys joined by dots.

    json_delete("{\"a\": 1, \"b\": {\"c\": 2, \"d\": 3}}", "a", "b.c") -> {"b":{"d":3}}
    json_delete("{\"a\": 1}", "x") -> {"a":1}
    """
    try:
        data = document(json)
        for key in keys:
            delete(data, key_text(key))
    except NotJson:
        return None
    return write_json(data)
