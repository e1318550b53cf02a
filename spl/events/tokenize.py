"""A block of XML taken apart at once: events that fit a mould by numpy, the others one by one.

The block starts and ends between events. Its events come out as `Batch`: apart by Windows channel,
each field as strips. Everything that does not fit a mould, or holds a byte that no well-formed XML
has, goes through the reader of single events, which lxml judges; so does an event that does not
start its line, for what stands before it belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from spl.events.decode import mended
from spl.events.found import Found
from spl.events.legal import Places, suspects
from spl.events.mould import WIDTH
from spl.events.mould_book import Fitting, Marks, MouldBook
from spl.events.rigid_fields import RigidRows, rigid_rows, unquoted
from spl.events.split_xml import split_xml
from spl.events.well_formed import fault
from spl.events.windows import piece_event

_NONE = np.zeros(0, np.intp)
_BLANK = b" \t\r\n"
_START = np.uint64(int.from_bytes(b"<Event", "little"))
_START_BITS = np.uint64((1 << 48) - 1)
_END = np.uint64(int.from_bytes(b"</Event>", "little"))
_SPACES = np.zeros(256, np.bool_)
_SPACES[list(b" \t\r\n>")] = True


@dataclass(frozen=True, slots=True)
class Odd:
    """An event or stray line that was read by itself.

    Attributes:
        place: its place among the events of the block.
        found: what the reader says.
        line: the line of the block that it starts on, from 0.
        reason: why it is not well-formed, or None.
    """

    place: int
    found: Found
    line: int
    reason: str | None


@dataclass(slots=True)
class Batch:
    """The events of a block.

    Attributes:
        data: the block.
        certain: False where a comment or CDATA begins in it: only a reader that knows what came
            before can tell what its text means.
        size: how many events and stray lines it has.
        lines: how many line feeds.
        undecodable: bytes of odd events that are not UTF-8.
        rows: events that fit a mould, apart by source, sourcetype and channel.
        odd: all others, in order.
    """

    data: bytes
    certain: bool = True
    size: int = 0
    lines: int = 0
    undecodable: int = 0
    rows: list[RigidRows] = field(default_factory=list)
    odd: list[Odd] = field(default_factory=list)


def tokenize(data: bytes, book: MouldBook) -> Batch:
    """Take the block apart; *book* is what the blocks of one log learn together."""
    marks = _marks(data)
    if marks is None:
        return Batch(data, certain=False, lines=data.count(b"\n"))
    illegal, feeds = suspects(data)
    starts = marks.tags[marks.first]
    ends = marks.tags[marks.first + marks.counts - 1] + len("</Event>")
    legal = np.searchsorted(illegal, starts) == np.searchsorted(illegal, ends)
    fittings = list(unquoted(data, list(book.fitting(marks, legal))))
    events = np.sort(np.concatenate([_NONE, *(fitting.events for fitting in fittings)]))
    regions, kept = _regions(data, starts[events], ends[events])
    events = events[kept]
    batch = Batch(data, lines=len(feeds))
    before = np.searchsorted(starts[events], [begin for begin, _ in regions])
    extra = np.zeros(len(events) + 1, np.int64)
    for (begin, end), at in zip(regions, before.tolist(), strict=True):
        many = len(batch.odd)
        _read(batch, data[begin:end], at + many, int(np.searchsorted(feeds, begin)))
        extra[at] += len(batch.odd) - many
    places = np.full(len(starts), -1, np.int64)
    places[events] = np.arange(len(events)) + np.cumsum(extra)[:-1]
    batch.size = len(events) + len(batch.odd)
    batch.rows = [rigid_rows(marks, each, places) for each in _alike(fittings, places)]
    return batch


def _marks(data: bytes) -> Marks | None:
    """The tags of the block and what looks like an event; None where a comment may begin."""
    if len(data) < WIDTH:
        data = data.ljust(WIDTH)
    array = np.frombuffer(data, np.uint8)
    tags = np.flatnonzero(array == ord("<"))
    tags = tags[: np.searchsorted(tags, len(data) - len("</Event>"), side="right")]
    windows = np.ndarray((max(1, len(data) - WIDTH + 1),), f"V{WIDTH}", data, strides=(1,))
    at_tags = np.ndarray((max(0, len(data) - 7),), "<u8", data, strides=(1,))[tags]
    if ((at_tags >> np.uint64(8)) & np.uint64(255) == ord("!")).any() or b"<!" in data[-9:]:
        return None
    begins = np.flatnonzero((at_tags & _START_BITS) == _START)
    begins = begins[_SPACES[array[tags[begins] + len("<Event")]]]
    finishes = np.flatnonzero(at_tags == _END)
    following = np.searchsorted(finishes, begins)
    last = np.append(finishes, len(tags))[following]
    alone = last < np.append(begins[1:], len(tags))
    first, last = begins[alone], last[alone]
    return Marks(data, windows, tags, first, last - first + 1)


def _regions(
    data: bytes, starts: Places, ends: Places
) -> tuple[list[tuple[int, int]], NDArray[np.bool_]]:
    """What stands between the events, as far as it is not blank, and which events stay events.

    An event that does not start its line becomes part of what stands before it.
    """
    kept = np.ones(len(starts), np.bool_)
    before = np.concatenate([[0], ends])
    after = np.append(starts, len(data))
    found: list[tuple[int, int]] = []
    done = 0
    for number in _not_blank(data, before, after):
        if number < done:
            continue
        begin, done = int(before[number]), number
        while done < len(starts) and not _starts_line(data, begin, int(starts[done])):
            kept[done] = False
            done += 1
        found.append((begin, int(after[done])))
        done += 1
    return found, kept


def _not_blank(data: bytes, begins: Places, ends: Places) -> Iterator[int]:
    """The numbers of the stretches that are not blank."""
    array = np.frombuffer(data, np.uint8)
    feeds = np.zeros(len(begins), np.bool_)
    one = np.flatnonzero(ends - begins == 1)
    feeds[one] = array[begins[one]] == ord("\n")
    for number in np.flatnonzero(~feeds & (ends > begins)).tolist():
        if data[begins[number] : ends[number]].strip(_BLANK):
            yield number


def _starts_line(data: bytes, begin: int, start: int) -> bool:
    """Whether nothing but blanks stands before *start* on its line, which starts after *begin*."""
    feed = data.rfind(b"\n", begin, start)
    return feed >= 0 and not data[feed:start].strip(_BLANK)


def _read(batch: Batch, data: bytes, place: int, line: int) -> None:
    """Read a region piece by piece, the first at *place* and on *line*."""
    text, wrong = mended(data.decode(errors="surrogateescape"))
    batch.undecodable += wrong
    for number, piece in enumerate(split_xml([text], lambda each: fault(each) is None)):
        found, reason = piece_event(piece)
        batch.odd.append(Odd(place + number, found, line + piece.line - 1, reason))


def _alike(fittings: Iterable[Fitting], places: NDArray[np.int64]) -> Iterable[list[Fitting]]:
    """The events that have a place, apart by source, sourcetype and channel, in each by mould."""
    groups: dict[tuple[str | None, ...], list[Fitting]] = {}
    for fitting in fittings:
        fitting = fitting.take(places[fitting.events] >= 0)
        if len(fitting.events):
            like = fitting.mould.found
            groups.setdefault((like.source, like.sourcetype, like.group), []).append(fitting)
    return groups.values()
