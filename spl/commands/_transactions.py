"""Which events belong to one transaction, decided from the newest event to the oldest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Key = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Limits:
    """What ends a transaction; None is no limit. Times in seconds."""

    maxspan: float | None
    maxpause: float | None
    maxevents: int
    connected: bool

    @property
    def in_time(self) -> bool:
        """Whether time ends transactions."""
        return self.maxspan is not None or self.maxpause is not None


@dataclass(slots=True, eq=False)
class Transaction:
    """Events that belong together.

    Attributes:
        rows: their rows, newest first.
        key: the values of the fields that tie them.
        newest: time of the last event.
        oldest: time of the first event.
        ended: it has an event that ends it.
        complete: it is whole: what should start and end it is there.
        closed: something closed it before the events ran out.
        turn: 0 and the row at which it ended, or 1 and the row that began it where it ended with
            the events; by this those are ordered that are as old as each other.
    """

    rows: list[int]
    key: dict[str, str]
    newest: float
    oldest: float
    ended: bool = False
    complete: bool = False
    closed: bool = False
    turn: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class Gathering:
    """The walk over the events."""

    limits: Limits
    has_start: bool
    has_end: bool
    done: list[Transaction] = field(default_factory=list)
    _open: dict[int, Transaction] = field(default_factory=dict)
    _index: dict[tuple[str, str], dict[int, Transaction]] = field(default_factory=dict)

    def add(self, row: int, time: float, key: Key, *, starts: bool, ends: bool) -> None:
        """Put the next older event where it belongs."""
        found = self._find(key)
        if found is not None and self._is_over(found, time):
            complete = not self.has_start and (found.ended or not self.has_end)
            self._close(found, row, complete=complete)
            found = None
        if found is not None and ends:
            self._close(found, row, complete=not self.has_start and found.ended)
            found = None
        if found is None:
            found = Transaction([], {}, time, time, ended=ends)
            self._open[id(found)] = found
        self._join(found, row, time, key)
        if starts:
            self._close(found, row, complete=found.ended or not self.has_end)

    def finish(self) -> list[Transaction]:
        """Close what is open and return all transactions."""
        for left in list(self._open.values()):
            complete = not self.has_start and (left.ended or not self.has_end)
            self._close(left, left.rows[0], complete=complete, at_end=True)
            left.closed = complete and (self.limits.in_time or self.has_end)
        return self.done

    def _find(self, key: Key) -> Transaction | None:
        """The open transaction that the event belongs to, the latest first."""
        if not key:
            return next(reversed(self._open.values()), None)
        candidates: dict[int, Transaction] = {}
        for pair in key.items():
            candidates.update(self._index.get(pair, {}))
        for candidate in sorted(candidates.values(), key=lambda one: one.oldest):
            if _agrees(candidate.key, key):
                return candidate
        if self.limits.connected:
            return None
        loose = (one for one in self._open.values() if not one.key.keys() & key.keys())
        return next(loose, None)

    def _is_over(self, found: Transaction, time: float) -> bool:
        limits = self.limits
        return (
            len(found.rows) >= limits.maxevents
            or (limits.maxspan is not None and found.newest - time > limits.maxspan)
            or (limits.maxpause is not None and found.oldest - time > limits.maxpause)
        )

    def _join(self, found: Transaction, row: int, time: float, key: Key) -> None:
        found.rows.append(row)
        found.oldest = time
        for pair in key.items():
            if pair[0] not in found.key:
                found.key[pair[0]] = pair[1]
                self._index.setdefault(pair, {})[id(found)] = found

    def _close(self, found: Transaction, row: int, *, complete: bool, at_end: bool = False) -> None:
        found.turn = (int(at_end), row)
        found.complete = complete
        found.closed = complete
        self.done.append(found)
        del self._open[id(found)]
        for pair in found.key.items():
            self._index[pair].pop(id(found), None)


def _agrees(known: Key, key: Key) -> bool:
    """At least one field in common, and none that differs."""
    shared = known.keys() & key.keys()
    return bool(shared) and all(known[name] == key[name] for name in shared)


def gathered(
    order: Sequence[int],
    times: Sequence[float],
    keys: Sequence[Key],
    limits: Limits,
    edges: tuple[Sequence[bool] | None, Sequence[bool] | None],
) -> list[Transaction]:
    """Gather the events in *order*, newest first; *edges* tell which start and end transactions."""
    starts, ends = edges
    walk = Gathering(limits, starts is not None, ends is not None)
    for row in order:
        first = starts is not None and starts[row]
        last = ends is not None and ends[row]
        walk.add(row, times[row], keys[row], starts=first, ends=last)
    return walk.finish()
