"""Bitwise functions: whole numbers from 0 to 2**53 - 1; anything else gives null."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable

from spl.values.book import eval_function
from spl.values.value import Value, as_number

_HEADING = "Bitwise functions"
_ALL = 2**53 - 1


def _bits(value: Value) -> int | None:
    number = as_number(value)
    if number is None or not 0 <= number <= _ALL or number != int(number):
        return None
    return int(number)


def _fold(join: Callable[[int, int], int], values: tuple[Value, ...]) -> Value:
    bits = [_bits(value) for value in values]
    known = [each for each in bits if each is not None]
    return functools.reduce(join, known) if len(known) == len(bits) else None


@eval_function("bit_and(value, value, ...)", category=_HEADING)
def bit_and(*values: Value) -> Value:
    """Return the bits that all values have.

    Examples:
        bit_and(12, 9) -> 8
        bit_and(7, 6, 4) -> 4
        bit_and(-1, 1) -> null
        bit_and(1, null()) -> null
    """
    return _fold(operator.and_, values)


@eval_function("bit_or(value, value, ...)", category=_HEADING)
def bit_or(*values: Value) -> Value:
    """Return the bits that any value has.

    Examples:
        bit_or(12, 9) -> 13
        bit_or(1.5, 1) -> null
    """
    return _fold(operator.or_, values)


@eval_function("bit_xor(value, value, ...)", category=_HEADING)
def bit_xor(*values: Value) -> Value:
    """Return the bits that an odd number of the values have.

    Examples:
        bit_xor(12, 9) -> 5
        bit_xor(1, 2, 3) -> 0
        bit_xor("a", 1) -> null
    """
    return _fold(operator.xor, values)


@eval_function("bit_not(value, [bitmask])", category=_HEADING)
def bit_not(value: Value, bitmask: Value = _ALL) -> Value:
    """Return the bits of the mask that the value does not have; the mask has 53 bits by default.

    Examples:
        bit_not(1) -> 9007199254740990
        bit_not(5, 15) -> 10
        bit_not(null()) -> null
    """
    bits, mask = _bits(value), _bits(bitmask)
    return None if bits is None or mask is None else mask & ~bits


@eval_function("bit_shift_left(value, offset)", category=_HEADING)
def bit_shift_left(value: Value, offset: Value) -> Value:
    """Return the bits moved to the left; choice: bits beyond the 53rd are lost.

    Examples:
        bit_shift_left(3, 2) -> 12
        bit_shift_left(1, 53) -> 0
        bit_shift_left(1, -1) -> null
    """
    bits, places = _bits(value), _bits(offset)
    if bits is None or places is None:
        return None
    return (bits << places) & _ALL if places < _ALL.bit_length() else 0


@eval_function("bit_shift_right(value, offset)", category=_HEADING)
def bit_shift_right(value: Value, offset: Value) -> Value:
    """Return the bits moved to the right.

    Examples:
        bit_shift_right(12, 2) -> 3
        bit_shift_right(1, 60) -> 0
        bit_shift_right("x", 1) -> null
    """
    bits, places = _bits(value), _bits(offset)
    return None if bits is None or places is None else bits >> places
