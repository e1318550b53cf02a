"""What a value is, how text is read as a number, and how a number is written as text.

A value is text, a number, a boolean, null (None) or a multivalue (a tuple of two or more texts).
Events hold text. A field whose text reads as a number acts as one in an expression, yet keeps its
text: it is a `NumericText`. A quoted literal stays plain text (Splunk, Search Reference: eval).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import TypeAlias

Scalar: TypeAlias = str | int | float | bool
Value: TypeAlias = Scalar | tuple[Scalar, ...] | None


class NumericText(str):
    """Text of a field that reads as a number; `number` is what it reads as."""

    __slots__ = ("number",)

    number: int | float

    def __new__(cls, text: str, number: int | float) -> NumericText:
        """Pair the text with the number that it reads as."""
        self = super().__new__(cls, text)
        self.number = number
        return self


_WHOLE = re.compile(r"[+-]?[0-9]{1,400}")
_FIRST = frozenset("+-.0123456789")  # to tell most texts from numbers at a glance
_LAST = frozenset(".0123456789")
_DECIMAL = re.compile(
    r"[+-]?(?:[0-9]{1,400}\.?[0-9]{0,400}|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,4})?"
)


def read_number(text: str) -> int | float | None:
    """Read *text* as a number, or return None.

    Not int() and float(): those also take ``1_000``, ``inf``, ``nan``, blanks and the digits of
    other scripts. Whole numbers stay exact; past 2**53 they become doubles, as in Splunk.
    """
    if text[:1] not in _FIRST or text[-1:] not in _LAST:
        return None
    if _WHOLE.fullmatch(text):
        whole = int(text)
        if -(2**53) <= whole <= 2**53:
            return whole
    if _DECIMAL.fullmatch(text):
        number = float(text)
        return number if math.isfinite(number) else None
    return None


def as_number(value: Value) -> int | float | None:
    """Return the number that *value* is or reads as: a plain text that reads as one counts too."""
    match value:
        case bool() | None | tuple():
            return None
        case int() | float():
            return value
        case NumericText():
            return value.number
        case str():
            return read_number(value)


def as_field(value: Value) -> Value:
    """Return *value* as an expression sees a field that holds it: numeric text acts as a number."""
    if isinstance(value, str) and not isinstance(value, NumericText):
        number = read_number(value)
        return value if number is None else NumericText(value, number)
    if isinstance(value, tuple):
        return tuple(as_field(item) for item in value)  # type: ignore[misc]  # items are scalars
    return value


def number_text(number: int | float) -> str:
    """Write a number the way results show it: no point when integral, else the shortest text.

    17 significant digits at the most (Splunk, Search Reference: Mathematical functions).
    """
    if isinstance(number, int):
        return str(number)
    if math.isnan(number):
        return "nan"
    if math.isinf(number):
        return "inf" if number > 0 else "-inf"
    if number == int(number) and abs(number) < 1e17:
        return str(int(number))
    return repr(number)


def as_text(value: Scalar) -> str:
    """Return the text that a result shows for a scalar."""
    match value:
        case bool():
            return "True" if value else "False"
        case str():
            return str(value)
        case _:
            return number_text(value)


def as_texts(value: Value) -> tuple[str, ...]:
    """Return the texts of all values in *value*: none for null, several for a multivalue."""
    if value is None:
        return ()
    if isinstance(value, tuple):
        return tuple(as_text(item) for item in value)
    return (as_text(value),)


def single_text(value: Value) -> str | None:
    """Return the text of a single value; None for null, a boolean or a multivalue.

    Choice: functions of text give null for a boolean (tostring makes text of it) and for a
    multivalue (mvmap goes through its values), as the manual says of replace.
    """
    if isinstance(value, str):
        return str(value)
    if value is None or isinstance(value, (bool, tuple)):
        return None
    return number_text(value)


def multivalue(items: Iterable[Scalar]) -> Value:
    """Return a multivalue of *items*; one item is a single value, none is null."""
    values = tuple(items)
    if len(values) > 1:
        return values
    return values[0] if values else None
