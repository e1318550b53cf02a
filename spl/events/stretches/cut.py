"""Cutting a file of XML events into stretches, each ending where an event does for certain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from spl.events.rigid_load import event_end

_WINDOW = 1 << 18
_FARTHEST = 1 << 24  # bytes behind the wanted end in which an event may end


def cut(
    file: BinaryIO, start: int, end: int, size: int, several: int
) -> Iterator[tuple[int, int, bool]]:
    """The stretches of *file* between *start* and *end*, of about *size* bytes at the most.

    There are a multiple of *several*, so that as many readers are done at the same time.

    Yields:
        Where each starts and ends, and whether an event ends there. One that does not is the last.
    """
    rounds = max(1, -(-(end - start) // (size * several)))
    size = -(-(end - start) // (rounds * several))
    while start < end:
        stop = end if end - start <= size + _WINDOW else _event_end(file, start + size, end)
        yield (start, end, False) if stop is None else (start, stop, True)
        start = end if stop is None else stop


def _event_end(file: BinaryIO, place: int, end: int) -> int | None:
    """Where an event ends behind *place*; None for nowhere near."""
    window = _WINDOW
    while window <= _FARTHEST:
        file.seek(place)
        found = event_end(file.read(min(window, end - place)))
        if found:
            return place + found
        if place + window >= end:
            return end
        window *= 4
    return None
