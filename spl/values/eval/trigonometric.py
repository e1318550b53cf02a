"""Trigonometric and Hyperbolic functions: radians; outside the domain the result is null."""

from __future__ import annotations

import math
from collections.abc import Callable

from spl.values.book import eval_function
from spl.values.value import Value, as_number

_HEADING = "Trigonometric and Hyperbolic functions"


def _apply(function: Callable[..., float], *values: Value) -> Value:
    numbers = [as_number(value) for value in values]
    if None in numbers:
        return None
    try:
        return function(*numbers)
    except ValueError:
        return None
    except OverflowError:
        first = numbers[0]
        odd = function is math.sinh and first is not None and first < 0
        return -math.inf if odd else math.inf


@eval_function("acos(x)", category=_HEADING)
def acos(x: Value) -> Value:
    """Return the arc cosine of x, from 0 to pi.

    Examples:
        acos(1) -> 0
        acos(2) -> null
    """
    return _apply(math.acos, x)


@eval_function("acosh(x)", category=_HEADING)
def acosh(x: Value) -> Value:
    """Return the arc hyperbolic cosine of x.

    Examples:
        acosh(1) -> 0
        acosh(0) -> null
    """
    return _apply(math.acosh, x)


@eval_function("asin(x)", category=_HEADING)
def asin(x: Value) -> Value:
    """Return the arc sine of x, from -pi/2 to pi/2.

    Examples:
        asin(0) -> 0
        asin("a") -> null
    """
    return _apply(math.asin, x)


@eval_function("asinh(x)", category=_HEADING)
def asinh(x: Value) -> Value:
    """Return the arc hyperbolic sine of x.

    Examples:
        asinh(0) -> 0
        asinh(null()) -> null
    """
    return _apply(math.asinh, x)


@eval_function("atan(x)", category=_HEADING)
def atan(x: Value) -> Value:
    """Return the arc tangent of x, from -pi/2 to pi/2.

    Examples:
        atan(0) -> 0
        round(atan(1), 4) -> 0.7854
    """
    return _apply(math.atan, x)


@eval_function("atan2(y, x)", category=_HEADING)
def atan2(y: Value, x: Value) -> Value:
    """Return the angle from the positive x axis to the point (x, y), from -pi to pi.

    Examples:
        atan2(0, 1) -> 0
        round(atan2(0.50, 0.75), 2) -> 0.59
        atan2(1, null()) -> null
    """
    return _apply(math.atan2, y, x)


@eval_function("atanh(x)", category=_HEADING)
def atanh(x: Value) -> Value:
    """Return the arc hyperbolic tangent of x.

    Examples:
        atanh(0) -> 0
        atanh(1) -> null
    """
    return _apply(math.atanh, x)


@eval_function("cos(x)", category=_HEADING)
def cos(x: Value) -> Value:
    """Return the cosine of x.

    Examples:
        cos(0) -> 1
        cos(pi()) -> -1
    """
    return _apply(math.cos, x)


@eval_function("cosh(x)", category=_HEADING)
def cosh(x: Value) -> Value:
    """Return the hyperbolic cosine of x.

    Examples:
        cosh(0) -> 1
        cosh("a") -> null
    """
    return _apply(math.cosh, x)


@eval_function("hypot(x, y)", category=_HEADING)
def hypot(x: Value, y: Value) -> Value:
    """Return the hypotenuse of a right-angled triangle with the sides x and y.

    Examples:
        hypot(3, 4) -> 5
        hypot(3, null()) -> null
    """
    return _apply(math.hypot, x, y)


@eval_function("sin(x)", category=_HEADING)
def sin(x: Value) -> Value:
    """Return the sine of x.

    Examples:
        sin(0) -> 0
        sin(pi()/2) -> 1
    """
    return _apply(math.sin, x)


@eval_function("sinh(x)", category=_HEADING)
def sinh(x: Value) -> Value:
    """Return the hyperbolic sine of x.

    Examples:
        sinh(0) -> 0
        sinh(-1000) -> -inf
    """
    return _apply(math.sinh, x)


@eval_function("tan(x)", category=_HEADING)
def tan(x: Value) -> Value:
    """Return the tangent of x.

    Examples:
        tan(0) -> 0
        tan(null()) -> null
    """
    return _apply(math.tan, x)


@eval_function("tanh(x)", category=_HEADING)
def tanh(x: Value) -> Value:
    """Return the hyperbolic tangent of x.

    Examples:
        tanh(0) -> 0
        tanh(100) -> 1
    """
    return _apply(math.tanh, x)
