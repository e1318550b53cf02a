"""Mathematical functions: of what reads as a number; outside the domain the result is null."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from spl.values.arithmetic import whole_or_double
from spl.values.book import eval_function
from spl.values.rounding import decimal_text, round_decimal
from spl.values.significance import significant
from spl.values.value import NumericText, Value, as_number

_HEADING = "Mathematical functions"


def _apply(function: Callable[..., float], *values: Value) -> Value:
    numbers = [as_number(value) for value in values]
    if None in numbers:
        return None
    try:
        return whole_or_double(function(*numbers))
    except (ValueError, ZeroDivisionError):
        return None
    except OverflowError:
        return math.inf


@eval_function("abs(number)", category=_HEADING)
def absolute(number: Value) -> Value:
    """Return the absolute value.

    Examples:
        abs(-5) -> 5
        abs(2.5) -> 2.5
        abs("a") -> null
    """
    return _apply(abs, number)


@eval_function("ceiling(number)", category=_HEADING, aliases=("ceil",))
def ceiling(number: Value) -> Value:
    """Return the next whole number that is not less.

    Examples:
        ceiling(1.9) -> 2
        ceil(-1.1) -> -1
        ceil(null()) -> null
    """
    return _apply(_to_whole(math.ceil), number)


@eval_function("exact(expression)", category=_HEADING)
def exact(expression: Value) -> Value:
    """Return the number with all its digits.

    Deviation: numbers are never rounded to the precision of the literals that they come from (the
    manual's pages disagree about when they are), so this is the number itself.

    Examples:
        exact(3.14 * 2) -> 6.28
        exact("a") -> null
    """
    return as_number(expression)


@eval_function("exp(number)", category=_HEADING)
def exp(number: Value) -> Value:
    """Return e to the power of the number.

    Examples:
        exp(0) -> 1
        round(exp(3), 4) -> 20.0855
        exp(null()) -> null
    """
    return _apply(math.exp, number)


@eval_function("floor(number)", category=_HEADING)
def floor(number: Value) -> Value:
    """Return the next whole number that is not greater.

    Examples:
        floor(1.9) -> 1
        floor(-1.1) -> -2
        floor("a") -> null
    """
    return _apply(_to_whole(math.floor), number)


@eval_function("ln(number)", category=_HEADING)
def ln(number: Value) -> Value:
    """Return the natural logarithm, null unless the number is greater than zero.

    Examples:
        ln(1) -> 0
        round(ln(10), 4) -> 2.3026
        ln(0) -> null
    """
    return _apply(math.log, number)


@eval_function("log(number, [base])", category=_HEADING)
def log(number: Value, base: Value = 10) -> Value:
    """Return the logarithm to the base, 10 by default; null where there is none.

    Examples:
        log(1000) -> 3
        log(8, 2) -> 3
        log(0) -> null
        log(5, 1) -> null
    """
    if base == 10:
        return _apply(math.log10, number)
    return _apply(math.log2, number) if base == 2 else _apply(math.log, number, base)


@eval_function("pi()", category=_HEADING)
def pi() -> Value:
    """Return the constant pi.

    Choice: to the precision of a double, where the manual says 11 digits.

    Examples:
        round(pi(), 9) -> 3.141592654
        floor(pi()) -> 3
    """
    return math.pi


@eval_function("pow(number, exponent)", category=_HEADING)
def power(number: Value, exponent: Value) -> Value:
    """Return the number to the power of the exponent.

    Examples:
        pow(2, 10) -> 1024
        pow(2, -1) -> 0.5
        pow(2, 53) + 1 -> 9007199254740992
        pow(-8, 1/3) -> null
    """
    return _apply(lambda base, to: math.pow(base, to), number, exponent)


@eval_function("round(number, [digits])", category=_HEADING)
def round_(number: Value, digits: Value = 0) -> Value:
    """Return the number rounded to so many decimal places, to a whole number by default.

    Half is rounded away from zero, on the decimal digits that the number shows. The places asked
    for are shown even where they are zero. Choice: a negative number of places rounds before the
    point.

    Examples:
        round(3.5) -> 4
        round(-2.5) -> -3
        round(2.555, 2) -> 2.56
        round(2.5, 2) -> 2.50
        round(1234, -2) -> 1200
        round("a") -> null
    """
    value, places = as_number(number), as_number(digits)
    if value is None or places is None or not math.isfinite(places):
        return None
    rounded = round_decimal(value, int(places))
    if rounded is None:
        return value
    if places < 1:
        return whole_or_double(int(rounded))
    return NumericText(decimal_text(rounded), float(rounded))


@eval_function("sigfig(expression)", category=_HEADING, special=True)
def sigfig(program: Sequence[int | str], *operands: Value) -> Value:
    """Return the result of a calculation, rounded to its significant figures.

    ``*`` and ``/`` give as many figures as the operand with the fewest has; ``+`` and ``-`` are as
    precise as the least precise operand. Literals and fields have the digits that they are written
    with; what a function gives is exact.

    Examples:
        sigfig(1.00 * 1111) -> 1110
        sigfig(1.50 * 2.000) -> 3.00
        sigfig(12.25 + 1.1) -> 13.4
        sigfig(sqrt(2) * 1.0) -> 1.4
        sigfig(null()) -> null
    """
    return significant(program, operands)


@eval_function("sqrt(number)", category=_HEADING)
def sqrt(number: Value) -> Value:
    """Return the square root.

    Examples:
        sqrt(9) -> 3
        sqrt(-1) -> null
    """
    return _apply(math.sqrt, number)


@eval_function("sum(value, ...)", category=_HEADING)
def sum_(*values: Value) -> Value:
    """Return the sum of the numbers among the values; text is left out.

    The values of a multivalue count one by one. Null where there is no number at all.

    Examples:
        sum(1, 3.5, 2) -> 6.5
        sum(1, "foo", 2) -> 3
        sum(split("1,2,3", ",")) -> 6
        sum("foo", null()) -> null
    """
    items = [item for value in values for item in (value if isinstance(value, tuple) else (value,))]
    numbers = [number for item in items if (number := as_number(item)) is not None]
    return whole_or_double(sum(numbers)) if numbers else None


def _to_whole(function: Callable[[float], int]) -> Callable[[float], float]:
    """What leaves inf and nan alone, which have no neighbour."""
    return lambda number: function(number) if math.isfinite(number) else number
