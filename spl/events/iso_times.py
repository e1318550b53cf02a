"""ISO 8601 times of many texts at once; `read_iso` says what each means."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spl.events.timestamps import read_iso

_LEAST, _MOST = 19, 40  # characters: up to the second; nobody writes more digits
_DIGITS = np.array([0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18])
_ZERO, _NINE, _Z = 48, 57, 90

Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]
Times = NDArray[np.float64]


def read_times(data: bytes, starts: Places, ends: Places, strip: str = "") -> Times:
    """The times of the texts of *data*; NaN for what is no time.

    Args:
        data: UTF-8.
        starts: where each text starts.
        ends: where it ends.
        strip: characters around it that do not count.
    """
    times = np.full(len(starts), np.nan)
    array = np.frombuffer(data, np.uint8)
    lengths = ends - starts
    for length in np.unique(lengths[(lengths >= _LEAST) & (lengths <= _MOST)]).tolist():
        rows = np.flatnonzero(lengths == length)
        times[rows] = _plain_times(array[starts[rows, None] + np.arange(length)])
    for row in np.flatnonzero(np.isnan(times) & (lengths >= _LEAST)).tolist():
        text = data[starts[row] : ends[row]].decode()
        time = read_iso(text.strip(strip) if strip else text)
        times[row] = np.nan if time is None else time
    return times


def _plain_times(texts: Bytes) -> Times:
    """The times of texts of one length, a row each; NaN for all but the plainest form."""
    stop = texts.shape[1]
    zulu = texts[:, -1] == _Z
    digits = texts - _ZERO
    plain = (digits[:, _DIGITS] <= _NINE - _ZERO).all(axis=1)
    for place, mark in ((4, b"-"), (7, b"-"), (13, b":"), (16, b":")):
        plain &= texts[:, place] == mark[0]
    plain &= (texts[:, 10] == ord("T")) | (texts[:, 10] == ord(" "))
    if stop > _LEAST + 1:
        plain &= texts[:, 19] == ord(".")
        plain &= (digits[:, 20:-1] <= 9).all(axis=1) & ((digits[:, -1] <= 9) | zulu)
        plain &= digits[:, 20] <= 9
    elif stop == _LEAST + 1:
        plain &= zulu
    times = np.full(len(texts), np.nan)
    times[plain] = _moments(digits[plain].astype(np.int64), zulu[plain])
    return times


def _moments(digits: NDArray[np.int64], zulu: NDArray[np.bool_]) -> Times:
    """Epoch seconds of digits where they stand; NaN for days and hours that there are none of."""
    year = digits[:, 0:4] @ (1000, 100, 10, 1)
    month, day, hour, minute, second = (
        digits[:, start : start + 2] @ (10, 1) for start in (5, 8, 11, 14, 17)
    )
    micros = np.zeros(len(digits), np.int64)
    for place in range(20, min(26, digits.shape[1])):
        last = place == digits.shape[1] - 1
        digit = np.where(zulu, 0, digits[:, place]) if last else digits[:, place]
        micros += digit * 10 ** (25 - place)
    good = (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1)
    good &= (hour <= 23) & (minute <= 59) & (second <= 59)
    months = (year - 1970) * 12 + np.clip(month, 1, 12) - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    after = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    good &= day <= after - first
    seconds = (first + day - 1) * 86400 + hour * 3600 + minute * 60 + second
    times = (seconds * 1_000_000 + micros) / 1_000_000
    return np.where(good, times, np.nan)
