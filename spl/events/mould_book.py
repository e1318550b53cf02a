"""The moulds known so far, and the events of a block that fit them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from spl.events.learn_mould import learn
from spl.events.mould import Mould, Places

_AT_ONCE = 512  # events whose windows are compared in one step
_CREDIT = 512  # events to learn from before any has paid for it
_PRICE = 16  # events that fit for each further one to learn from
_MOST = 1024  # moulds of one log; a log with more has no rigid shape

Rows: TypeAlias = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Marks:
    """Where a block of text has its tags.

    Attributes:
        data: the block.
        windows: the `WIDTH` bytes from each byte on.
        tags: the places of ``<``.
        first: for what looks like an event: which of the tags it starts with.
        counts: how many tags each has.
    """

    data: bytes
    windows: NDArray[np.void]
    tags: Places
    first: Rows
    counts: Rows

    def text(self, event: int) -> str:
        """The text of what looks like an event."""
        start, last = self.tags[[self.first[event], self.first[event] + self.counts[event] - 1]]
        return self.data[start : last + len("</Event>")].decode()


@dataclass(frozen=True, slots=True)
class Fitting:
    """Events that fit one mould.

    Attributes:
        mould: what they fit.
        events: which of the block they are.
        starts: where each value of each starts in the block: a row per event.
        ends: where it ends.
    """

    mould: Mould
    events: Rows
    starts: Places
    ends: Places

    def take(self, which: NDArray[np.bool_]) -> Fitting:
        """Just *which* of the events."""
        if which.all():
            return self
        return Fitting(self.mould, self.events[which], self.starts[which], self.ends[which])


class MouldBook:
    """The moulds of a log; several threads may use it at once.

    Learning costs as much as reading some twenty events one by one: a log must earn it.
    """

    def __init__(self) -> None:
        self._by_count: dict[int, list[Mould]] = {}
        self._known = 0
        self._credit = float(_CREDIT)
        self._lock = Lock()

    def fitting(self, marks: Marks, legal: NDArray[np.bool_]) -> Iterator[Fitting]:
        """The events that fit moulds, by mould; only those that are *legal* are looked at."""
        order = np.argsort(marks.counts, kind="stable")
        order = order[legal[order]]
        cuts = np.flatnonzero(np.diff(marks.counts[order])) + 1
        for events in np.split(order, cuts) if len(order) else ():
            yield from self._fitting(marks, int(marks.counts[events[0]]), events)

    def _fitting(self, marks: Marks, count: int, events: Rows) -> Iterator[Fitting]:
        """The same for events of one number of tags."""
        for mould in tuple(self._by_count.get(count, ())):
            fits, fitting = self._fits(mould, marks, events)
            if len(fitting.events):
                yield fitting
                events = events[~fits]
            if not len(events):
                return
        while len(events) and self._may_learn():
            learned = learn(marks.text(int(events[0])))
            if learned is None or learned.count != count:
                events = events[1:]
                continue
            with self._lock:
                self._by_count.setdefault(count, []).append(learned)
                self._known += 1
            fits, fitting = self._fits(learned, marks, events)
            if len(fitting.events):
                yield fitting
            fits[0] = True  # whatever happens, go on
            events = events[~fits]

    def _may_learn(self) -> bool:
        with self._lock:
            self._credit -= 1
            return self._credit >= 0 and self._known < _MOST

    def _fits(self, mould: Mould, marks: Marks, events: Rows) -> tuple[NDArray[np.bool_], Fitting]:
        """Which of *events*, all with as many tags as the mould, fit it."""
        fits = _same(mould, marks, events, mould.telling)
        rest = np.flatnonzero(fits)
        for start in range(0, len(rest), _AT_ONCE):
            some = rest[start : start + _AT_ONCE]
            fits[some] = _same(mould, marks, events[some], slice(None))
        rest = np.flatnonzero(fits)
        fitting = Fitting(mould, events[rest], *_spans(mould, marks, events[rest]))
        least = [0 if gap.may_be_empty else 1 for gap in mould.gaps]
        enough = np.asarray((fitting.ends - fitting.starts >= least).all(axis=1), np.bool_)
        fits[rest] = enough
        fitting = fitting.take(enough)
        with self._lock:
            self._credit = min(self._credit + len(fitting.events) / _PRICE, _CREDIT)
        return fits, fitting


def _same(mould: Mould, marks: Marks, events: Rows, which: Rows | slice) -> NDArray[np.bool_]:
    """Whether the chosen windows of the mould are those of the events."""
    tags = marks.first[events, None] + mould.anchors[which]
    places = marks.tags[tags] + mould.offsets[which]
    most = len(marks.windows) - 1
    within = places.max(axis=1) <= most
    found = marks.windows[np.minimum(places, most, out=places)]
    bits = found.view(np.uint64)
    bits &= mould.masks[which].reshape(-1)
    same = (bits == mould.windows[which].reshape(-1)).all(axis=1)
    return np.asarray(same & within, np.bool_)


def _spans(mould: Mould, marks: Marks, events: Rows) -> tuple[Places, Places]:
    """Where the values of the events start and end in the block: a row per event."""
    first, after, last, before = (
        np.array([(gap.first, gap.after, gap.last, gap.before) for gap in mould.gaps], np.int64)
        .reshape(-1, 4)
        .T
    )
    at = marks.first[events, None]
    return marks.tags[at + first] + after, marks.tags[at + last] - before
