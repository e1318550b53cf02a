"""Where the bucket of each time begins, for all times of a column at once.

A kernel of `TimeSpan.floor`: buckets of a fixed length are counted in whole microseconds, and those
of days and longer begin at a midnight, so all times of a minute share them. A property test holds
it to `floor`.
"""

from __future__ import annotations

from datetime import tzinfo

import numpy as np
from numpy.typing import NDArray

from spl.columns.column import Column
from spl.columns.dictionary import Dictionary
from spl.columns.lift import numbered
from spl.columns.numbers import Numbers
from spl.columns.whole_micros import MICROS, whole_micros
from spl.values.span import TimeSpan
from spl.values.value import Value


def floors(column: Column, span: TimeSpan, zone: tzinfo, align: float = 0) -> Column | None:
    """The column of ``span.floor(time, zone, align)``; None where only that function can tell.

    Whole seconds are int, others float.
    """
    values = column.dictionary.values
    if not isinstance(values, Numbers) or not len(values):
        return None
    micros = whole_micros(values.array.astype(np.float64, copy=False))
    if micros is None:
        return None
    if not span.is_fixed:
        minutes, places = numbered(micros // (60 * MICROS))
        found = [span.floor(minute * 60.0, zone) for minute in minutes.tolist()]
        return _placed(column, places, found)
    if span.snap is not None:
        return None
    step, origin = round(span.seconds * MICROS), round(align * MICROS)
    starts, places = numbered((micros - origin) // step)
    return _placed(column, places, [_seconds(n * step + origin) for n in starts.tolist()])


def _seconds(micros: int) -> float:
    return micros // MICROS if micros % MICROS == 0 else micros / MICROS


def _placed(column: Column, places: NDArray[np.int64], values: list[float]) -> Column:
    """The column in which each value of *column* became the one at its place."""
    distinct: dict[float, int] = {}
    codes = np.array([distinct.setdefault(v, len(distinct)) for v in values], dtype=np.int32)
    table = np.append(codes[places], np.int32(-1))
    kept: list[Value] = list(distinct)
    return Column(table[column.codes], Dictionary(kept))
