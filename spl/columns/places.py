"""Where rows stand among all rows of a search, while they are worked on in parts.

Rows that are worked on in one piece need none of this: they stand in their order. Rows of parts
that are worked on side by side keep, beside their fields, the keys that put all of them into the
order that they would have in one piece; every command that handles each row by itself hands the
keys on with the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spl.columns.column import Rows

Key = NDArray[Any]


class Places:
    """The place of each row.

    Attributes:
        keys: what rows are ordered by, rising, the first one above the second. Floats (NaN comes
            last), whole numbers or, as objects, texts. Rows that agree in all keys stand as they
            stand.
    """

    __slots__ = ("keys",)

    def __init__(self, keys: Sequence[Key]) -> None:
        """Take arrays of equal length."""
        self.keys = tuple(keys)

    @classmethod
    def of_events(cls, times: NDArray[np.float64], rank: int, start: int = 0) -> Places:
        """Newest first, and of one moment the last to arrive first; without a time, at the end.

        Args:
            times: the _time of each event, in the order of arrival.
            rank: the number of the partition among all.
            start: how many events of the same partition arrived before them.
        """
        size = len(times)
        arrived = np.arange(start, start + size, dtype=np.int64)
        return cls([-times, np.full(size, -rank, dtype=np.int64), -arrived])

    @classmethod
    def of_rows(cls, start: int, size: int) -> Places:
        """In the order in which they stand, behind *start* others."""
        return cls([np.arange(start, start + size, dtype=np.int64)])

    @classmethod
    def of_texts(cls, columns: Sequence[Sequence[str]]) -> Places:
        """By the texts of *columns*, by code point."""
        return cls([np.array(column, dtype=object) for column in columns])

    @classmethod
    def joined(cls, parts: Sequence[Places | None]) -> Places | None:
        """The places of rows put one below the other; None where some have none."""
        known = [part for part in parts if part is not None]
        if not known or len(known) < len(parts):
            return None
        if len({len(part.keys) for part in known}) > 1:
            return None
        columns = zip(*(part.keys for part in known), strict=True)
        return cls([np.concatenate(keys) for keys in columns])

    def take(self, rows: Rows) -> Places:
        """The places of the rows at these positions."""
        return Places([key[rows] for key in self.keys])

    def order(self) -> Rows:
        """The positions of the rows in the order of their places."""
        return np.lexsort([_ranks(key) for key in reversed(self.keys)])


def spread(places: Places | None, rows: Sequence[int]) -> Places | None:
    """The places of rows that were made of the rows at the positions *rows*."""
    return None if places is None else places.take(np.array(rows, dtype=np.intp))


def _ranks(key: Key) -> Key:
    """Numbers that stand in the order of the key."""
    if key.dtype != object:
        return key
    places = {text: place for place, text in enumerate(sorted(set(key.tolist())))}
    return np.fromiter((places[text] for text in key.tolist()), np.int64, len(key))
