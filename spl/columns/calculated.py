"""Arithmetic and comparisons of numbers, all at once.

A kernel of the operators in `spl.values.arithmetic` and `spl.values.compare`, for values that are
all whole numbers or all decimals. A property test holds it to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import repeat
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from spl.values.value import Value

Side: TypeAlias = NDArray[Any]  # of int64 or float64

_FEW = 64  # below, numbers are as quickly worked out one by one
_EXACT = 2.0**53
_FACTOR = 2.0**26  # products of whole numbers below are exact

_ARITHMETIC: dict[str, Callable[[Any, Any], NDArray[Any]]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "%": np.fmod,
}
_COMPARISONS: dict[str, Callable[[Any, Any], NDArray[Any]]] = {
    "=": np.equal,
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    ">": np.greater,
    "<=": np.less_equal,
    ">=": np.greater_equal,
}


def calculated(op: str, left: Iterable[Value], right: Iterable[Value]) -> list[Value] | None:
    """What ``left op right`` is for each pair; None where only the operator itself can tell.

    Args:
        op: ``+ - * / %`` or a comparison.
        left: values of one length, or one value that repeats.
        right: the same.
    """
    work = _ARITHMETIC.get(op) or _COMPARISONS.get(op)
    if work is None:
        return None
    first, second = _side(left), _side(right)
    if first is None or second is None:
        return None
    one, other, known = first[0], second[0], first[1] & second[1]
    if known.size < _FEW or not _is_exact(op, one, other):
        return None
    if op in ("/", "%"):
        known = known & (other != 0)
        other = np.where(other == 0, np.ones((), other.dtype), other)
    with np.errstate(over="ignore"):
        found = work(one, other)
    if known.all():
        return found.tolist()  # type: ignore[no-any-return]
    answers = np.full(known.size, None, dtype=object)
    answers[known] = found[known].tolist() if found.shape == known.shape else found.tolist()
    return answers.tolist()


def _side(values: Iterable[Value]) -> tuple[Side, NDArray[np.bool_]] | None:
    """Numbers, and where there are some; None for other values. One that repeats has no length."""
    if isinstance(values, repeat):
        value = next(values)
        if type(value) is int or type(value) is float:
            return np.array(value), np.array(True)
        return None
    rows = values if isinstance(values, list | tuple) else list(values)
    kinds = set(map(type, rows))
    some = type(None) in kinds
    kinds.discard(type(None))
    if len(kinds) != 1 or not kinds <= {int, float}:
        return None
    zero = 0 if int in kinds else 0.0
    known = np.array([row is not None for row in rows]) if some else np.ones(len(rows), np.bool_)
    numbers = [zero if row is None else row for row in rows] if some else rows
    try:
        return np.array(numbers, dtype=np.int64 if int in kinds else np.float64), known
    except OverflowError:
        return None


def _is_exact(op: str, one: Side, other: Side) -> bool:
    """Whether numbers are finite, and doubles or 64 bits hold what Python would give."""
    most = 0.0
    for side in (one, other):
        size = float(np.abs(side.astype(np.float64)).max(initial=0.0))
        if not size < np.inf:
            return False
        most = max(most, size) if side.dtype.kind == "i" else most
    return most <= (_FACTOR if op == "*" else _EXACT / 2)
