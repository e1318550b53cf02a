"""Arithmetic of expressions: ``+ - * / %``, the sign, and ``.`` that joins text.

Rules (Splunk, Search Reference: eval): ``+`` adds two numbers or joins two texts; ``- * / %`` take
numbers; ``.`` joins anything after writing numbers as text. Null, a division by zero, and what
cannot be worked out give null. Numbers are doubles; whole numbers are exact up to 2**53.

Choices where the manual is silent:

- Text that reads as a number counts as one, whether it is a field or the result of a function
  (``mvindex(split("7:30", ":"), 0) * 60``); only ``+`` between two texts that are not fields
  joins them, digits or not.
- A numeric field is text too: ``+`` joins it to text that is no number. A number that was
  calculated or written without quotes is none, so ``+`` of it and such text is null; ``.`` joins.
- ``%`` has the sign of its left side, as in C.
- A boolean or a multivalue gives null; mvmap does arithmetic on each value.
- Numbers are never rounded to the precision of the literals; sigfig does that when asked.
"""

from __future__ import annotations

import math

from spl.values.value import NumericText, Value, as_number, as_text

_EXACT = 2**53


def add(left: Value, right: Value) -> Value:
    """Return ``left + right``: the sum of two numbers, or two texts joined."""
    if _is_plain(left) and _is_plain(right):
        return concatenate(left, right)
    one, other = as_number(left), as_number(right)
    if one is not None and other is not None:
        return whole_or_double(one + other)
    both_text = isinstance(left, str) and isinstance(right, str)
    return concatenate(left, right) if both_text else None


def subtract(left: Value, right: Value) -> Value:
    """Return ``left - right``."""
    one, other = as_number(left), as_number(right)
    return None if one is None or other is None else whole_or_double(one - other)


def multiply(left: Value, right: Value) -> Value:
    """Return ``left * right``."""
    one, other = as_number(left), as_number(right)
    return None if one is None or other is None else whole_or_double(one * other)


def divide(left: Value, right: Value) -> Value:
    """Return ``left / right``, null for a division by zero."""
    one, other = as_number(left), as_number(right)
    return None if one is None or not other else whole_or_double(one / other)


def modulo(left: Value, right: Value) -> Value:
    """Return ``left % right`` with the sign of *left*, null for a division by zero."""
    one, other = as_number(left), as_number(right)
    if one is None or not other:
        return None
    if isinstance(one, int) and isinstance(other, int):
        rest = abs(one) % abs(other)
        return rest if one >= 0 else -rest
    return whole_or_double(math.fmod(one, other)) if math.isfinite(one) else math.nan


def negate(value: Value) -> Value:
    """Return ``-value``."""
    number = as_number(value)
    return None if number is None else -number


def plus(value: Value) -> Value:
    """Return ``+value``: the number that it is."""
    return as_number(value)


def concatenate(left: Value, right: Value) -> Value:
    """Return ``left . right``: the texts joined; null with null, a boolean or a multivalue."""
    for side in (left, right):
        if side is None or isinstance(side, (bool, tuple)):
            return None
    return as_text(left) + as_text(right)  # type: ignore[arg-type]  # neither null nor a multivalue


def whole_or_double(number: float) -> int | float:
    """Return *number* as Splunk holds it: a double, unless it is a whole number that fits one."""
    if isinstance(number, int) and not -_EXACT <= number <= _EXACT:
        return float(number)
    return number


def _is_plain(value: Value) -> bool:
    return isinstance(value, str) and not isinstance(value, NumericText)
