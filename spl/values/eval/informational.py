"""Informational functions.

A field whose text reads as a number is a number, a text in quotes is not. None of these functions
gives null: of null they say what it is not.
"""

from __future__ import annotations

from spl.values.book import eval_function
from spl.values.spath_json import Members, read_json
from spl.values.value import NumericText, Value

_HEADING = "Informational functions"


def _number(value: Value) -> int | float | None:
    """The number of a number or numeric field."""
    if isinstance(value, NumericText):
        return value.number
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


@eval_function("isarray(value)", category=_HEADING)
def isarray(value: Value) -> Value:
    """Return whether the value is a JSON array.

    Examples:
        isarray("[1, 2, 3]") -> True
        isarray("{}") -> False
        isarray(1) -> False
        isarray(null()) -> False
    """
    document = read_json(value) if isinstance(value, str) else None
    return document is not None and not isinstance(document, Members)


@eval_function("isbool(value)", category=_HEADING)
def isbool(value: Value) -> Value:
    """Return whether the value is a boolean; a field never is one.

    Examples:
        isbool(1=2) -> True
        isbool("true") -> False
        isbool(null()) -> False
    """
    return isinstance(value, bool)


@eval_function("isdouble(value)", category=_HEADING)
def isdouble(value: Value) -> Value:
    """Return whether the value is a number with a fraction.

    Examples:
        isdouble(3.14) -> True
        isdouble(3) -> False
        isdouble("3.14") -> False
        isdouble(null()) -> False
    """
    number = _number(value)
    return number is not None and not float(number).is_integer()


@eval_function("isint(value)", category=_HEADING)
def isint(value: Value) -> Value:
    """Return whether the value is a whole number.

    Examples:
        isint(5) -> True
        isint(10/2) -> True
        isint(5.5) -> False
        isint("abc") -> False
        isint(null()) -> False
    """
    number = _number(value)
    return number is not None and float(number).is_integer()


@eval_function("ismv(value)", category=_HEADING)
def ismv(value: Value) -> Value:
    """Return whether the value is a multivalue: more than one value.

    Examples:
        ismv(split("a,b", ",")) -> True
        ismv("a") -> False
        ismv(null()) -> False
    """
    return isinstance(value, tuple)


@eval_function("isnotnull(value)", category=_HEADING)
def isnotnull(value: Value) -> Value:
    """Return whether there is a value; an empty text is one.

    Examples:
        isnotnull("x") -> True
        isnotnull("") -> True
        isnotnull(null()) -> False
    """
    return value is not None


@eval_function("isnull(value)", category=_HEADING)
def isnull(value: Value) -> Value:
    """Return whether there is no value.

    Examples:
        isnull(null()) -> True
        isnull(1/0) -> True
        isnull("") -> False
    """
    return value is None


@eval_function("isnum(value)", category=_HEADING)
def isnum(value: Value) -> Value:
    """Return whether the value is a number or a field that reads as one.

    Examples:
        isnum(5) -> True
        isnum(1.5e3) -> True
        isnum("abc") -> False
        isnum(null()) -> False
    """
    return _number(value) is not None


@eval_function("isobject(value)", category=_HEADING)
def isobject(value: Value) -> Value:
    r"""Return whether the value is a JSON object.

    Examples:
        isobject("{\"a\": 1}") -> True
        isobject("[1]") -> False
        isobject(null()) -> False
    """
    return isinstance(value, str) and isinstance(read_json(value), Members)


@eval_function("isstr(value)", category=_HEADING)
def isstr(value: Value) -> Value:
    """Return whether the value is text that is not a number.

    Examples:
        isstr("abc") -> True
        isstr(5) -> False
        isstr(null()) -> False
    """
    return isinstance(value, str) and not isinstance(value, NumericText)


@eval_function("typeof(value)", category=_HEADING)
def typeof(value: Value) -> Value:
    """Return the name of the kind of the value: Number, String, Boolean, Multivalue or Invalid.

    Choice: Boolean as in the current manual, where the help text of version 8.2 has Bool.

    Examples:
        typeof(12) -> Number
        typeof("string") -> String
        typeof(1==2) -> Boolean
        typeof(split("a,b", ",")) -> Multivalue
        typeof(null()) -> Invalid
    """
    if value is None:
        return "Invalid"
    if isinstance(value, tuple):
        return "Multivalue"
    if isinstance(value, bool):
        return "Boolean"
    return "String" if _number(value) is None else "Number"
