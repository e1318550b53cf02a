"""A log of Windows events in XML, read block by block on all cores.

Blocks are cut where an event ends for certain, taken apart side by side, and taken in one after the
other. What the tokenizer is not sure of (a comment, CDATA), and blocks with events that an app
changes while they are loaded, go through the reader of single events, and so does what follows
until that reader has come to an end of an event.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np

from spl.columns import arrow
from spl.events.decode import ByteSource, mended
from spl.events.draft import Block
from spl.events.intake import Intake
from spl.events.iso_times import Times
from spl.events.mould_book import MouldBook
from spl.events.rigid_fields import RigidRows
from spl.events.split_xml import Cutter, Piece
from spl.events.strips import Held, Rows, Strip
from spl.events.tokenize import Batch, tokenize
from spl.events.windows import piece_event
from spl.events.xml import fault

LEAST = 1 << 20
"""Bytes that make it worth while: learning the moulds of a log takes some time."""

BLOCK = 8 << 20

_EVENT_END = b"</Event>"
_AFTER = re.compile(rb"[ \t\r]*\n")
_MARK = re.compile(rb"<(/?)Event(?=[\s/>])")
_LOOK_BACK = 1 << 17
_PATIENCE = 64  # ends that are looked at before a block is taken for no log of this kind


def read_rigid(head: bytes, stream: ByteSource, intake: Intake, block: int = BLOCK) -> None:
    """Read *head*, UTF-8 without a mark, and the rest of *stream*; *head* is counted already."""
    reader = _Reader(intake)
    book = MouldBook()
    for batch in _side_by_side(_blocks(head, stream, intake, block), book):
        reader.take(batch)
    reader.finish()


def _side_by_side(blocks: Iterable[tuple[bytes, bool]], book: MouldBook) -> Iterator[Batch]:
    """Take blocks apart on all cores; the batches come in order."""
    workers = os.process_cpu_count() if hasattr(os, "process_cpu_count") else os.cpu_count()
    waiting: deque[Future[Batch]] = deque()
    with ThreadPoolExecutor(workers or 1) as pool:
        for data, whole in blocks:
            work = (tokenize, data, book) if whole else (_uncertain, data)
            waiting.append(pool.submit(*work))
            if len(waiting) > (workers or 1):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _uncertain(data: bytes) -> Batch:
    return Batch(data, certain=False)


def _blocks(
    head: bytes, stream: ByteSource, intake: Intake, size: int
) -> Iterator[tuple[bytes, bool]]:
    """The log in blocks, and whether each ends where an event does for certain."""
    rest = head
    while data := stream.read(size):
        intake.report.bytes += len(data)
        rest += data
        cut = event_end(rest)
        if cut:
            yield rest[:cut], True
            rest = rest[cut:]
        elif len(rest) > 2 * size and (cut := rest.rfind(b"\n") + 1):
            yield rest[:cut], False
            rest = rest[cut:]
    if rest:
        yield rest, True


def event_end(data: bytes) -> int:
    """Where the text can be cut behind an event, as late as possible; 0 for nowhere.

    Behind the line that an event ends, or between two events on one line. It holds unless a comment
    or CDATA is open there.
    """
    stop = len(data)
    for _ in range(_PATIENCE):
        place = data.rfind(_EVENT_END, 0, stop)
        if place < 0:
            return 0
        end = place + len(_EVENT_END)
        line_end = _AFTER.match(data, end)
        if line_end:
            return line_end.end()
        if _MARK.match(data, end) and _is_inside(data, place):
            return end
        stop = place
    return 0


def _is_inside(data: bytes, place: int) -> bool:
    """Whether an event is open at *place*."""
    marks = list(_MARK.finditer(data, max(0, place - _LOOK_BACK), place))
    return bool(marks) and not marks[-1][1]


class _Reader:
    """Takes in batch after batch, in the order of the log."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._line = 1
        self._cutter: Cutter | None = None

    def take(self, batch: Batch) -> None:
        """Take in the events of the next block."""
        if self._cutter is None and batch.certain and self._idle(batch):
            self._take_in(batch)
            self._intake.relieve()
            self._line += batch.lines
        else:
            self._read_slowly(batch.data)

    def finish(self) -> None:
        """Take in what was left open."""
        if self._cutter is not None:
            self._take_pieces(self._cutter.cut(final=True))

    def _idle(self, batch: Batch) -> bool:
        """Whether no app changes the events of the batch while they are loaded."""
        return all(
            self._intake.is_idle(rows.like, host)
            for rows in batch.rows
            for host in dict.fromkeys(h for strip in rows.hosts for h in map(str, _texts(strip)))
        )

    def _read_slowly(self, data: bytes) -> None:
        text, wrong = mended(data.decode(errors="surrogateescape"))
        self._intake.report.undecodable += wrong
        cutter = self._cutter or Cutter(lambda each: fault(each) is None, self._line)
        self._take_pieces(cutter.feed(text))
        self._cutter = None if cutter.is_done else cutter
        self._line = cutter.line + cutter.text.count("\n")

    def _take_pieces(self, pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            found, reason = piece_event(piece)
            self._intake.take(found, piece.line, reason)
            self._intake.relieve()

    def _take_in(self, batch: Batch) -> None:
        intake = self._intake
        base = intake.stamp
        times = np.full(batch.size, np.nan)
        for rows in batch.rows:
            times[rows.places] = rows.times
        done = 0
        for odd in batch.odd:
            self._fill(times[done : odd.place])
            intake.stamp = base + odd.place
            intake.take(odd.found, self._line + odd.line, odd.reason)
            done = odd.place + 1
        self._fill(times[done:])
        intake.stamp = base + batch.size
        intake.report.undecodable += batch.undecodable
        for rows in batch.rows:
            stamps = base + rows.places
            intake.add_block(rows.like, rows.blocks, self._block(rows, stamps, times[rows.places]))

    def _block(self, rows: RigidRows, stamps: Rows, times: Times) -> Block:
        host = self._intake.settings.host
        hosts = [] if host else list(rows.hosts)
        missing = np.ones(len(rows.places), np.bool_)
        for strip in hosts:
            missing[strip.rows] = False
        if missing.any():
            hosts.append(Strip.constant(np.flatnonzero(missing), host or "localhost"))
        return Block(stamps, times, rows.raw, hosts, rows.fields)

    def _fill(self, times: Times) -> None:
        """Give events without a time that of the one before, in place."""
        known = ~np.isnan(times)
        self._intake.report.times_guessed += int((~known).sum())
        last = np.maximum.accumulate(np.where(known, np.arange(len(times)), -1))
        times[:] = np.where(last < 0, self._intake.time, times[last])
        if len(times):
            self._intake.time = float(times[-1])


def _texts(strip: Strip) -> Sequence[Held]:
    values = strip.values
    return values.to_pylist() if isinstance(values, arrow.pa.Array) else values
