"""When events happened, as bars over time."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC

from spl.values.readable_time import readable_time

BARS = 120
WIDTH = 960
HEIGHT = 44
_GAP = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the drawing, in its units, and what it stands for."""

    x: int
    y: int
    width: int
    height: int
    title: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The bars, with the first and the last time as text (UTC), and the number of events."""

    first: str
    last: str
    count: int
    bars: tuple[Bar, ...]


def timeline(times: Iterable[float]) -> Timeline | None:
    """Lay out the times, in epoch seconds, evenly between the first and the last.

    A single moment is one bar in the middle. Times that no calendar has are left out; without any
    other there is no timeline.
    """
    kept = sorted(time for time in times if _text(time))
    if not kept:
        return None
    first, last = kept[0], kept[-1]
    spread = last - first
    slots = Counter(_slot(time - first, spread) for time in kept)
    most = max(slots.values())
    bars = tuple(_bar(slot, slots[slot], most, first, spread) for slot in sorted(slots))
    return Timeline(_text(first), _text(last), len(kept), bars)


def _slot(after: float, spread: float) -> int:
    return min(BARS - 1, int(after / spread * BARS)) if spread else BARS // 2


def _bar(slot: int, count: int, most: int, first: float, spread: float) -> Bar:
    step = WIDTH // BARS
    height = max(4, round(HEIGHT * count / most))
    events = "1 event" if count == 1 else f"{count:,} events"
    start = first + slot * spread / BARS if spread else first
    return Bar(slot * step, HEIGHT - height, step - _GAP, height, f"{_text(start)}: {events}")


def _text(time: float) -> str:
    """The time as text, to the second, or nothing where it is beyond the calendar."""
    return (readable_time(str(math.floor(time)), UTC) or "") if math.isfinite(time) else ""
