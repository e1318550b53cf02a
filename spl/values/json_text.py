"""JSON inside a value: text that a JSON function made, and the way from text to data and back.

A value that a JSON function returns is a `JsonText`: put into another JSON value it nests, while
plain text that merely looks like JSON becomes a string. ``json(text)`` makes JSON of plain text.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, TypeAlias

from spl.values.value import NumericText, Value, as_field, as_text, as_texts, number_text

Json: TypeAlias = Any
"""What json.loads gives: dict, list, str, int, float, bool or None."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_LARGEST_WHOLE = 2**53


class JsonText(str):
    """Text that is JSON and nests as JSON."""

    __slots__ = ()


class NotJson(ValueError):  # noqa: N818  # reads as what it says
    """The text is not JSON."""


def read_json(text: str) -> Json:
    """Read *text*; raises NotJson. NaN and Infinity, which Python would take, are not JSON."""
    try:
        return json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise NotJson(str(error)) from None


def write_json(data: Json) -> JsonText:
    """Write *data* without blanks, keys in the order in which they came."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return JsonText(_LONE_SURROGATE.sub("\ufffd", text))


def as_json(value: Value) -> Json:
    """The data that a value stands for when it is put into JSON; raises NotJson for bad JsonText.

    Numbers and fields that read as numbers are numbers, a multivalue is an array, null is null.
    """
    match value:
        case tuple():
            return [as_json(item) for item in value]
        case JsonText():
            return read_json(value)
        case NumericText():
            return _number(value.number)
        case float():
            return _number(value)
        case _:
            return value


def from_json(data: Json) -> Value:
    """The value that *data* is in a search: text, a number, null, or JSON text.

    Choices: true and false are the texts ``true`` and ``false``, which a field can hold.
    """
    match data:
        case None:
            return None
        case bool():
            return "true" if data else "false"
        case int() if abs(data) > _LARGEST_WHOLE:
            return as_field(str(data))  # keeps the digits, which a double would lose
        case int() | float():
            return data
        case str():
            return _LONE_SURROGATE.sub("\ufffd", data)
        case _:
            return write_json(data)


def document(value: Value) -> Json:
    """The JSON document that an argument holds; raises NotJson."""
    texts = as_texts(value)
    if len(texts) != 1 or isinstance(value, bool):
        raise NotJson("a JSON document is one text")
    return read_json(texts[0])


def key_text(value: Value) -> str:
    """The text of an argument that names a key or a path; raises NotJson for null or several."""
    if value is None or isinstance(value, tuple):
        raise NotJson("a key is one text")
    return as_text(value)


def _number(number: int | float) -> int | float | None:
    """A number as JSON can hold it: whole where it is whole, null where it is not finite."""
    if isinstance(number, float) and not math.isfinite(number):
        return None
    return int(number) if number_text(number).lstrip("-").isdigit() else number


def _refuse(name: str) -> Json:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> int | float:
    """Read a number with a point or an exponent, whole where it is whole, as searches show it.

    One that is too large for a double is refused.
    """
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is out of range")
    return int(number) if number.is_integer() and abs(number) <= _LARGEST_WHOLE else number
