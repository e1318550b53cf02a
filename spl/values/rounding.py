"""Rounding as people do it: half away from zero, on the decimal digits that a number shows."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal

from spl.values.value import number_text

_CONTEXT = Context(prec=800, rounding=ROUND_HALF_UP)
_MOST = 100


def round_decimal(number: float, digits: int) -> Decimal | None:
    """Round to *digits* places after the point (before it when negative); None for inf and nan.

    2.555 becomes 2.56, although the double next to 2.555 is a little less. A negative zero becomes
    zero. At most 100 places are kept.
    """
    if not math.isfinite(number):
        return None
    places = max(-_MOST, min(digits, _MOST))
    rounded = Decimal(number_text(number)).quantize(Decimal(1).scaleb(-places), context=_CONTEXT)
    return rounded.copy_abs() if rounded == 0 else rounded


def decimal_text(rounded: Decimal) -> str:
    """Write a rounded number without an exponent, with all the places it was rounded to."""
    return f"{rounded:f}"
