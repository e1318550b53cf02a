"""Times of a column as text, all at once.

A kernel of `strftime`: what a clock shows above the seconds is the same for all times of a minute,
and there are sixty seconds to a minute. A property test holds it to `strftime`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo

import numpy as np
from numpy.typing import NDArray

from spl.columns.lift import numbered
from spl.columns.numbers import Numbers
from spl.columns.whole_micros import MICROS, whole_micros
from spl.values.strftime import by_minute, strftime
from spl.values.value import Value, as_number

_FEW = 64  # below, times are as quickly written one by one


def written_times(values: Sequence[Value], form: str, zone: tzinfo) -> list[Value] | None:
    """The text of each time; null for what is no number. None where only `strftime` can tell.

    Args:
        values: epoch seconds, or texts of such.
        form: as `strftime` takes it.
        zone: whose clock shows them.
    """
    pieces = by_minute(form) if len(values) >= _FEW else None
    if pieces is None:
        return None
    times = _numbers(values)
    known = ~np.isnan(times)
    micros = whole_micros(times[known])
    if micros is None:
        return None
    seconds = micros // MICROS
    minutes, places = numbered(seconds // 60)
    texts = np.full(len(seconds), "", dtype=object)
    for piece, of_seconds in pieces:
        if of_seconds:
            texts = texts + _table(range(60), piece, UTC)[seconds % 60]
        else:
            texts = texts + _table((60 * minutes).tolist(), piece, zone)[places]
    found = np.full(len(values), None, dtype=object)
    found[known] = texts
    answers: list[Value] = found.tolist()
    return answers


def _table(epochs: Sequence[int], piece: str, zone: tzinfo) -> NDArray[np.object_]:
    return np.array([strftime(epoch, piece, zone) for epoch in epochs], dtype=object)


def _numbers(values: Sequence[Value]) -> NDArray[np.float64]:
    """The values as numbers, NaN for what is none."""
    if isinstance(values, Numbers):
        return values.array.astype(np.float64, copy=False)
    numbers = map(as_number, values)
    return np.array([np.nan if n is None else n for n in numbers], dtype=np.float64)
