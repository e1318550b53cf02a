"""Which index-time settings made an event what it is, noted event by event while they are loaded.

Events that went the same way share one trail, so a log of a million events keeps a few of them and
a code per event.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np

from spl.columns.column import Rows
from spl.columns.dictionary import Codes
from spl.knowledge.conf import Setting

Done: TypeAlias = tuple[tuple[str, ...], tuple[Setting, ...]]
"""Fields of an event that were written, and the settings that did it."""

Trail: TypeAlias = tuple[Done, ...]
"""All that was done to one event, in order."""


class Trails:
    """The trails of the events of one table."""

    __slots__ = ("_codes", "_kinds")

    def __init__(self, codes: Codes, kinds: Iterable[Trail]) -> None:
        """Pair a code per event, -1 for none, with the trails that the codes stand for."""
        self._codes = codes
        self._kinds = tuple(kinds)

    @classmethod
    def none(cls, size: int) -> Trails:
        """No trail for any of *size* events."""
        return cls(np.full(size, -1, dtype=np.int32), ())

    def take(self, rows: Rows) -> Trails:
        """The trails of just these rows."""
        return Trails(self._codes[rows], self._kinds)

    def settings(self, name: str, rows: Rows) -> list[Setting]:
        """The settings that gave the field *name* to any of these rows, in order, each once."""
        found = (self._kinds[code] for code in np.unique(self._codes[rows]).tolist() if code >= 0)
        return list(
            dict.fromkeys(
                setting
                for trail in found
                for names, settings in trail
                if name in names
                for setting in settings
            )
        )
