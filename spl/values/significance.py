"""Significant figures of a calculation, for the sigfig function.

A product or quotient has as many figures as the operand with the fewest; a sum or difference is as
precise as the least precise operand (Splunk, Search Reference: Mathematical functions, sigfig). A
literal or a field has the digits that it is written with, trailing zeros too; what a function
gives is exact.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from spl.values import arithmetic
from spl.values.arithmetic import whole_or_double
from spl.values.rounding import decimal_text, round_decimal
from spl.values.value import NumericText, Value, as_number, number_text

_OPERATIONS: dict[str, Callable[[Value, Value], Value]] = {
    "+": arithmetic.add,
    "-": arithmetic.subtract,
    "*": arithmetic.multiply,
    "/": arithmetic.divide,
}
OPERATORS = frozenset(_OPERATIONS)


@dataclass(frozen=True, slots=True)
class Measured:
    """A value and the power of ten that its last significant digit counts; None when exact."""

    value: Value
    place: int | None


def significant(program: Sequence[int | str], operands: Sequence[Value]) -> Value:
    """Carry out *program* and round the result to its significant figures.

    The program is the calculation in postfix order: positions in *operands*, and operators.
    """
    stack: list[Measured] = []
    for item in program:
        if isinstance(item, int):
            stack.append(_operand(operands[item]))
        else:
            right, left = stack.pop(), stack.pop()
            stack.append(_result(item, left, right))
    (result,) = stack
    return _rounded(result)


def _operand(value: Value) -> Measured:
    """A literal or field is as precise as its text."""
    if isinstance(value, NumericText):
        return Measured(value, int(Decimal(value).as_tuple().exponent))
    return Measured(value, None)


def _result(operator: str, left: Measured, right: Measured) -> Measured:
    value = _OPERATIONS[operator](left.value, right.value)
    number = as_number(value)
    if number is None or not math.isfinite(number):
        return Measured(value, None)
    if operator in "+-":
        places = [side.place for side in (left, right) if side.place is not None]
        return Measured(value, max(places, default=None))
    figures = [_leading(side) - side.place + 1 for side in (left, right) if side.place is not None]
    if not figures:
        return Measured(value, None)
    return Measured(value, _leading(Measured(value, 0)) - max(min(figures), 1) + 1)


def _leading(measured: Measured) -> int:
    """The power of ten that the first digit counts."""
    number = as_number(measured.value)
    return 0 if not number else Decimal(number_text(number)).adjusted()


def _rounded(measured: Measured) -> Value:
    number = as_number(measured.value)
    if number is None or measured.place is None:
        return number
    rounded = round_decimal(number, -measured.place)
    if rounded is None:
        return number
    if measured.place >= 0:
        return whole_or_double(int(rounded))
    return NumericText(decimal_text(rounded), float(rounded))
