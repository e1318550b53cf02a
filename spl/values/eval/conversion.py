"""Conversion functions."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from typing import Any

from spl.values.arithmetic import whole_or_double
from spl.values.book import eval_function
from spl.values.json_text import JsonText
from spl.values.printf import BadFormat
from spl.values.printf import printf as fill_format
from spl.values.rounding import round_decimal
from spl.values.spath_json import Members, NumberToken, json_text, read_json
from spl.values.value import (
    Scalar,
    Value,
    as_number,
    as_text,
    multivalue,
    single_text,
)

_HEADING = "Conversion functions"
_DAY = 86_400


@eval_function("ipmask(mask, address)", category=_HEADING)
def ipmask(mask: Value, address: Value) -> Value:
    """Return the IPv4 address with only the bits that the mask has.

    Examples:
        ipmask("255.255.255.0", "10.20.30.120") -> 10.20.30.0
        ipmask("0.255.0.224", "10.20.30.120") -> 0.20.0.96
        ipmask("255.0.0.0", "nowhere") -> null
    """
    bits, own = single_text(mask), single_text(address)
    if bits is None or own is None:
        return None
    try:
        both = int(ipaddress.IPv4Address(bits)) & int(ipaddress.IPv4Address(own))
    except ValueError:
        return None
    return str(ipaddress.IPv4Address(both))


@eval_function("printf(format, [argument], ...)", category=_HEADING)
def printf(format_: Value, *arguments: Value) -> Value:
    """Return the format with the arguments filled in, as printf of C does.

    Conversions: %c, %d %i, %u, %o, %x %X %p, %e %E %f %F %g %G %a %A, %s %z, %%; flags - + blank #
    0 and ' for thousands; width and precision, which may be ``*``. Null where an argument is
    missing or cannot be converted.

    Examples:
        printf("%d,%i,%d", -2, +4, 30) -> -2,4,30
        printf("%04d", 1) -> 0001
        printf("%'d", 12345) -> 12,345
        printf("%*.*f|", 8, 2, 3.14159) ->     3.14|
        printf("%x %X %#o", 255, 255, 8) -> ff FF 010
        printf("%c%c", 65, "foo") -> Af
        printf("%s%z", "foo", "bar") -> foobar
        printf("100%%") -> 100%
        printf("%d", "abc") -> null
    """
    shape = single_text(format_)
    if shape is None:
        return None
    try:
        return fill_format(shape, iter(arguments))
    except BadFormat:
        return None


@eval_function("tonumber(text, [base])", category=_HEADING)
def tonumber(text: Value, base: Value = 10) -> Value:
    """Return the number that the text spells in a base from 2 to 36; null where it spells none.

    Examples:
        tonumber("42") + 1 -> 43
        tonumber("0A4", 16) -> 164
        tonumber("0x1F", 16) -> 31
        tonumber(trim(" 5 ")) -> 5
        tonumber(lower("ABC")) -> null
        tonumber(null()) -> null
    """
    radix = as_number(base)
    if radix == 10:
        return as_number(text)
    shown = single_text(text)
    if shown is None or radix is None or radix not in range(2, 37):
        return None
    if re.fullmatch(r"[+-]?[0-9A-Za-z]{1,400}", shown) is None:
        return None
    try:
        return whole_or_double(int(shown, int(radix)))
    except (ValueError, OverflowError):
        return None


@eval_function("tostring(value, [format])", category=_HEADING)
def tostring(value: Value, format_: Value = None) -> Value:
    """Return the value as text; a number in the format "binary", "hex", "commas" or "duration".

    Booleans give True and False. "commas" has two decimal places if the number has a fraction;
    "duration" takes seconds and gives [D+]HH:MM:SS. Choices: a fraction of a second adds six
    decimal places; a negative number has its sign in front; a value that is no number, in a
    format, is null.

    Examples:
        tostring(1==1) -> True
        tostring(5) . "" -> 5
        tostring(15, "hex") -> 0xF
        tostring(9, "binary") -> 1001
        tostring(12345.6789, "commas") -> 12,345.68
        tostring(12345, "commas") -> 12,345
        tostring(615, "duration") -> 00:10:15
        tostring(93784, "duration") -> 1+02:03:04
        tostring(null()) -> null
    """
    if format_ is None:
        return ("True" if value else "False") if isinstance(value, bool) else single_text(value)
    number, write = as_number(value), _FORMATS.get(str(format_).lower())
    if number is None or write is None or round_decimal(number, 0) is None:
        return None
    return write(number)


def _with_sign(number: float, text: str) -> str:
    return f"-{text}" if number < 0 else text


def _commas(number: float) -> str:
    rounded = round_decimal(number, 0 if float(number).is_integer() else 2)
    return f"{rounded:,f}"


def _duration(number: float) -> str:
    micro = round_decimal(abs(number), 6) or 0
    seconds = int(micro)
    days, rest = divmod(seconds, _DAY)
    shown = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    fraction = micro - seconds
    if fraction:
        shown += f"{fraction:.6f}"[1:]
    return _with_sign(number, f"{days}+{shown}" if days else shown)


_FORMATS: dict[str, Callable[[float], str]] = {
    "binary": lambda number: _with_sign(int(number), f"{abs(int(number)):b}"),
    "commas": _commas,
    "duration": _duration,
    "hex": lambda number: _with_sign(int(number), f"0x{abs(int(number)):X}"),
}


@eval_function("toint(value)", category=_HEADING)
def toint(value: Value) -> Value:
    """Return the number without its fraction, rounded down.

    Examples:
        toint(3.14) -> 3
        toint(-3.14) -> -4
        toint("20") -> 20
        toint("abc") -> null
    """
    number = as_number(value)
    whole = None if number is None else round_decimal(number, 0)
    return None if number is None or whole is None else whole_or_double(int(number // 1))


@eval_function("todouble(value)", category=_HEADING)
def todouble(value: Value) -> Value:
    """Return the number as a double.

    Examples:
        todouble("3.140") -> 3.14
        todouble(5) -> 5
        todouble("abc") -> null
    """
    number = as_number(value)
    return None if number is None else float(number)


@eval_function("tobool(value)", category=_HEADING)
def tobool(value: Value) -> Value:
    """Return a boolean: of the words true and false, of a number whether it is not 0.

    Choices: the case of the words does not matter; any other text is null.

    Examples:
        tobool("true") -> True
        tobool("False") -> False
        tobool(1) -> True
        tobool(0) -> False
        tobool("maybe") -> null
    """
    if isinstance(value, bool):
        return value
    number = as_number(value)
    if number is not None:
        return number != 0
    return {"true": True, "false": False}.get(value.lower()) if isinstance(value, str) else None


@eval_function("toarray(value)", category=_HEADING)
def toarray(value: Value) -> Value:
    r"""Return a JSON array: of the values of a multivalue, or of the text of an array.

    Values that spell a number, true, false or null in JSON become that, blanks around them aside;
    all others become strings. Anything but a multivalue or an array is null.

    Examples:
        toarray(split("1, 2, 3", ",")) -> [1,2,3]
        toarray(split("a,true", ",")) -> ["a",true]
        toarray("[1, \"x\"]") -> [1,"x"]
        toarray("abc") -> null
        json_object("k", toarray("[1, 2]")) -> {"k":[1,2]}
    """
    if isinstance(value, tuple):
        return JsonText(json_text([_typed(item) for item in value]))
    document = read_json(value) if isinstance(value, str) else None
    if document is None or isinstance(document, Members):
        return None
    return JsonText(json_text(document))


def _typed(item: Scalar) -> Any:
    """What a value becomes in JSON."""
    if isinstance(item, bool):
        return item
    words = {"true": True, "false": False, "null": None}
    bare = as_text(item).strip()
    if bare in words:
        return words[bare]
    if re.fullmatch(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?", bare):
        return NumberToken(bare)
    return as_text(item)


@eval_function("tomv(value)", category=_HEADING)
def tomv(value: Value) -> Value:
    r"""Return the elements of a JSON array as a multivalue; strings keep their quotes.

    A multivalue stays as it is; anything else is null.

    Examples:
        tomv("[1, \"a\", true]") -> 1 | "a" | true
        tomv("[[1,2],{}]") -> [1,2] | {}
        tomv("abc") -> null
    """
    if isinstance(value, tuple):
        return value
    document = read_json(value) if isinstance(value, str) else None
    if document is None or isinstance(document, Members):
        return None
    return multivalue(json_text(element) for element in document)


@eval_function("toobject(value)", category=_HEADING)
def toobject(value: Value) -> Value:
    r"""Return the text of a JSON object as compact JSON; null for anything else.

    Examples:
        toobject("{\"a\": [1, 2]}") -> {"a":[1,2]}
        toobject("[1]") -> null
        toobject(5) -> null
    """
    document = read_json(value) if isinstance(value, str) else None
    return JsonText(json_text(document)) if isinstance(document, Members) else None
