"""The mould of an event in XML: its text with the values taken out, the same for many events.

What stands in the gaps of a mould may be any text without ``<`` (and, in an attribute, without its
quote); all else is fixed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from spl.events.found import Found

WIDTH = 32
"""Bytes of the fixed text that are compared in one step."""

Places: TypeAlias = NDArray[np.int64]
Windows: TypeAlias = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of an event: *part* of what is in the gap number *gap*, in quotes if *quoted*."""

    gap: int
    part: int
    quoted: bool


Giving: TypeAlias = str | Value
Givings: TypeAlias = Giving | tuple[Giving, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Where one value of an event stands.

    Attributes:
        first: the ``<`` that its start is counted from; the event's first one is 0.
        after: bytes from there to its start.
        last: the ``<`` that its end is counted from.
        before: bytes from its end to there.
        quote: the quote of an attribute, empty for the text of an element.
        between: what stands between the values where it is all attributes of one tag.
        may_be_empty: whether the mould holds for an empty text too.
    """

    first: int
    after: int
    last: int
    before: int
    quote: str
    between: tuple[str, ...]
    may_be_empty: bool


@dataclass(frozen=True, slots=True, eq=False)
class Mould:
    """What is the same in many events, and what they give.

    Attributes:
        count: how many ``<`` an event has.
        gaps: its values.
        anchors: the ``<`` that each window on the fixed text is counted from.
        offsets: bytes from there to the window.
        windows: what stands there: `WIDTH` bytes, a row per window; zero where it does not count.
        masks: the bits that count.
        telling: the windows that tell its events from those of most other moulds.
        gives: what each field gets.
        times: the values that its time is read from, by field; the first that is a time counts.
        found: the event of the marks; its default fields and blocks are those of all events.
    """

    count: int
    gaps: tuple[Gap, ...]
    anchors: Places
    offsets: Places
    windows: Windows
    masks: Windows
    telling: NDArray[np.intp]
    gives: dict[str, Givings]
    times: dict[str, Value]
    found: Found

    @property
    def host(self) -> Giving | None:
        """The event's Computer."""
        computer = self.gives.get("Computer")
        return computer[0] if isinstance(computer, tuple) else computer
