"""JSON functions that make JSON, look into it and take it apart.

Splunk, Search Reference: JSON functions. An argument that is not JSON makes the result null.
"""

from __future__ import annotations

from collections.abc import Iterable

from spl.values.book import eval_function
from spl.values.json_path import All, follow, read_path
from spl.values.json_text import (
    Json,
    JsonText,
    NotJson,
    as_json,
    document,
    from_json,
    key_text,
    read_json,
    write_json,
)
from spl.values.value import Value, as_text, as_texts, multivalue

_JSON = "JSON functions"


@eval_function("json(value)", category=_JSON)
def json(value: Value) -> Value:
    r"""The value itself when it is JSON, else null.

    json("[1, 2]") -> [1, 2]
    json("Golden Gate Bridge") -> null
    json_object("a", json("[1, 2]")) -> {"a":[1,2]}
    """
    try:
        document(value)
    except NotJson:
        return None
    return JsonText(as_texts(value)[0])


@eval_function("json_valid(value)", category=_JSON)
def json_valid(value: Value) -> Value:
    r"""Whether the value is JSON.

    if(json_valid("{\"a\": 1}"), "yes", "no") -> yes
    if(json_valid("{a: 1}"), "yes", "no") -> no
    """
    return None if value is None else json(value) is not None


@eval_function("json_object([key], [value], ...)", category=_JSON, step=2)
def json_object(*members: Value) -> Value:
    r"""An object of the given keys and values.

    Numbers, booleans, null and the results of JSON functions keep their type; all else is a
    string. A key that comes twice has its last value.

    json_object("name", "maria", "age", 25) -> {"name":"maria","age":25}
    json_object("tags", json_array("a", "b")) -> {"tags":["a","b"]}
    json_object() -> {}
    """
    try:
        pairs = zip(members[::2], members[1::2], strict=True)
        return write_json({key_text(key): as_json(value) for key, value in pairs})
    except ValueError:
        return None


@eval_function("json_array([value], ...)", category=_JSON)
def json_array(*values: Value) -> Value:
    r"""An array of the given values.

    json_array("a", 1, true()) -> ["a",1,true]
    json_array("dubois", json_object("name", "patel")) -> ["dubois",{"name":"patel"}]
    json_array() -> []
    """
    try:
        return write_json([as_json(value) for value in values])
    except NotJson:
        return None


@eval_function("json_extract(json, [path], ...)", category=_JSON)
def json_extract(json: Value, *paths: Value) -> Value:
    r"""What lies at the path: text, a number, or JSON; several paths give an array.

    ``a.b`` goes into objects, ``{0}`` to an element, ``{}`` to every element, which gives an
    array. Without a path, the whole. null for what is null or not there.

    Choices: ``{0}`` is for arrays alone; true and false come out as text.

    json_extract("{\"a\": {\"b\": [5, 6]}}", "a.b{1}") -> 6
    json_extract("[{\"n\": \"x\"}, {\"n\": \"y\"}]", "{}.n") -> ["x","y"]
    json_extract("{\"a\": \"x\", \"b\": 2}", "a", "b") -> ["x",2]
    json_extract("{\"a\": null}", "a") -> null
    """
    try:
        data = document(json)
        if not paths:
            return from_json(data)
        found = [_at(data, key_text(path)) for path in paths]
    except NotJson:
        return None
    return from_json(found[0]) if len(found) == 1 else write_json(found)


def _at(data: Json, text: str) -> Json:
    r"""What lies at one path: an array where the path says ``{}``, None where nothing lies."""
    path = read_path(text)
    if path is None:
        return None
    found = list(follow(data, path))
    if All.ELEMENTS in path:
        return found or None
    return found[0] if found else None


@eval_function("json_extract_exact(json, [key], ...)", category=_JSON)
def json_extract_exact(json: Value, *keys: Value) -> Value:
    r"""As json_extract, but a key is taken as it stands, with its dots and braces.

    json_extract_exact("{\"a.b\": \"x\"}", "a.b") -> x
    json_extract_exact("{\"a\": {\"b\": \"x\"}}", "a.b") -> null
    """
    try:
        data = document(json)
        if not keys:
            return from_json(data)
        names = [key_text(key) for key in keys]
    except NotJson:
        return None
    found = [data.get(name) if isinstance(data, dict) else None for name in names]
    return from_json(found[0]) if len(found) == 1 else write_json(found)


@eval_function("json_has_key_exact(json, key)", category=_JSON)
def json_has_key_exact(json: Value, key: Value) -> Value:
    r"""Whether the object has the key, taken as it stands.

    if(json_has_key_exact("{\"a.b\": null}", "a.b"), "yes", "no") -> yes
    if(json_has_key_exact("{\"a\": 1}", "b"), "yes", "no") -> no
    """
    try:
        data, name = document(json), key_text(key)
    except NotJson:
        return None
    return isinstance(data, dict) and name in data


@eval_function("json_keys(json)", category=_JSON)
def json_keys(json: Value) -> Value:
    r"""The keys of the object, as an array.

    json_keys("{\"name\": \"x\", \"length\": 5}") -> ["name","length"]
    json_keys("[1, 2]") -> null
    """
    try:
        data = document(json)
    except NotJson:
        return None
    return write_json(list(data)) if isinstance(data, dict) else None


@eval_function("json_entries(json)", category=_JSON)
def json_entries(json: Value) -> Value:
    r"""The members of the object, as an array of objects with key and value.

    json_entries("{\"a\": 1}") -> [{"key":"a","value":1}]
    json_entries("{}") -> []
    """
    try:
        data = document(json)
    except NotJson:
        return None
    if not isinstance(data, dict):
        return None
    return write_json([{"key": key, "value": value} for key, value in data.items()])


@eval_function("json_array_to_mv(json, [keep_quotes])", category=_JSON)
def json_array_to_mv(json: Value, keep_quotes: Value = False) -> Value:
    r"""The elements of the array as a multivalue; strings keep their quotes when asked.

    json_array_to_mv("[\"a\", 1, {\"k\": 2}]") -> a | 1 | {"k":2}
    json_array_to_mv(json_array("a", "b"), true()) -> "a" | "b"
    json_array_to_mv("{}") -> null
    """
    try:
        data = document(json)
    except NotJson:
        return None
    if not isinstance(data, list):
        return None
    quoted = _is_true(keep_quotes)
    return multivalue(_element(item, quoted) for item in data)


def _element(item: Json, quoted: bool) -> str:
    r"""The text of an element of an array."""
    return str(from_json(item)) if isinstance(item, str) and not quoted else str(write_json(item))


@eval_function("mv_to_json_array(values, [infer_types])", category=_JSON)
def mv_to_json_array(values: Value, infer_types: Value = False) -> Value:
    r"""The values of a multivalue as an array of strings.

    With infer_types, what reads as a JSON number, boolean, null or string is that.

    mv_to_json_array(split("a,1,true", ",")) -> ["a","1","true"]
    mv_to_json_array(split("a,1,true", ","), true()) -> ["a",1,true]
    mv_to_json_array("a") -> ["a"]
    """
    if values is None:
        return None
    texts = as_texts(values)
    return write_json(list(_inferred(texts)) if _is_true(infer_types) else list(texts))


def _inferred(texts: Iterable[str]) -> Iterable[Json]:
    for text in texts:
        try:
            yield read_json(text)
        except NotJson:
            yield text


def _is_true(value: Value) -> bool:
    r"""Whether an option is switched on: true(), or a word or number for it."""
    if value is None or isinstance(value, tuple):
        return False
    return as_text(value).lower() in {"true", "t", "1"}
