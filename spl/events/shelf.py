"""Parts of stores that are open: what was read of them is kept as long as there is room."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

_SHARE = 4  # of the machine's memory
_UNKNOWN = 8 << 30  # bytes of memory where the system does not tell
_ROW = 1024  # bytes that the fields of an event take while a search works on them, about


class Weighed(Protocol):
    """Something open that knows how much it holds."""

    @property
    def held(self) -> int:
        """Bytes."""


K = TypeVar("K")
T = TypeVar("T", bound=Weighed)


class Shelf(Generic[K, T]):
    """What was opened last, up to so many bytes; a memory for searches that come again.

    What somebody works on right now is not counted: it is his until he lets it go.

    Attributes:
        room: bytes that what stands here may hold.
    """

    def __init__(self, room: int | None = None) -> None:
        """Make room for *room* bytes, or for a quarter of the machine's memory."""
        self.room = memory() // _SHARE if room is None else room
        self._open: OrderedDict[K, T] = OrderedDict()

    @property
    def most_rows(self) -> int:
        """How many events fit into it at a time, about."""
        return max(1, self.room // _ROW)

    def get(self, key: K, make: Callable[[], T]) -> T:
        """What stands under *key*, or what *make* makes; what was not used for long goes."""
        if key in self._open:
            self._open.move_to_end(key)
        else:
            self._open[key] = make()
        held = sum(each.held for each in self._open.values())
        while held > self.room and len(self._open) > 1:
            _, gone = self._open.popitem(last=False)
            held -= gone.held
        return self._open[key]


def memory() -> int:
    """Bytes of memory of the machine."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return _UNKNOWN
