"""What the eval function ``lookup`` asks: a lookup table, with JSON in and JSON out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from spl.knowledge.knowledge import Knowledge
from spl.values.json_text import Json, NotJson, document, from_json, write_json
from spl.values.value import Value, as_texts

LookupFunction = Callable[[Value, Value, Value], Value]


def lookup_function(knowledge: Knowledge) -> LookupFunction:
    """The function for the tables of *knowledge* (Search Reference: eval functions, lookup).

    It takes the name of a table, a JSON object of what to look for by column, and a JSON array of
    the columns to return. Null where no row matches, where a value to look for is null, and where
    an argument is no such JSON; the first row that matches counts.
    """

    def lookup(name: Value, inputs: Value, outputs: Value) -> Value:
        if not isinstance(name, str):
            return None
        table = knowledge.lookup(name)
        keys, columns = _keys(inputs), _columns(outputs)
        rows = table.find(keys) if keys else []
        if not rows or columns is None:
            return None
        return write_json({column: rows[0].get(column) for column in columns})

    return lookup


def _keys(inputs: Value) -> Mapping[str, str] | None:
    """What to look for by column; None where a part of it is missing."""
    data = _read(inputs)
    if not isinstance(data, dict) or None in data.values():
        return None
    return {column: as_texts(from_json(item))[0] for column, item in data.items()}


def _columns(outputs: Value) -> list[str] | None:
    data = _read(outputs)
    return [str(item) for item in data] if isinstance(data, list) else None


def _read(value: Value) -> Json:
    try:
        return document(value)
    except NotJson:
        return None
