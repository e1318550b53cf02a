"""Times as whole microseconds, where that is exact and clocks differ by whole minutes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MICROS = 1_000_000
_FIRST = 1e8  # since 1973 clocks all over the world differ by whole minutes
_LAST = 9e9  # microseconds up to here are exact as doubles


def whole_micros(times: NDArray[np.float64]) -> NDArray[np.int64] | None:
    """Epoch seconds as microseconds; None where one of them is too early or too late for that."""
    if not bool(((times > _FIRST) & (times < _LAST)).all()):
        return None
    return np.rint(times * MICROS).astype(np.int64)
