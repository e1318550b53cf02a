"""A log of Windows events in XML, read block by block on all cores.

Blocks are cut where an event ends for certain, taken apart side by side, and taken in one after the
other. What the tokenizer is not sure of (a comment, CDATA), and blocks with events that an app
changes while they are loaded, go through the reader of single events, and so does what follows
until that reader has come to an end of an event.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from spl.events.cores import cores
from spl.events.decode import ByteSource
from spl.events.intake import Intake
from spl.events.mould_book import MouldBook
from spl.events.rigid_reader import RigidReader
from spl.events.tokenize import Batch, tokenize

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
    reader = RigidReader(intake)
    for batch in read_blocks(head, stream, intake, block, MouldBook()):
        reader.take(batch)
    reader.finish()


def read_blocks(
    head: bytes, stream: ByteSource, intake: Intake, block: int, book: MouldBook
) -> Iterator[Batch]:
    """Take blocks apart on all cores; the batches come in order."""
    workers = cores()
    waiting: deque[Future[Batch]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for data, whole in blocks(head, stream, intake, block):
            work = (tokenize, data, book) if whole else (uncertain, data)
            waiting.append(pool.submit(*work))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def uncertain(data: bytes) -> Batch:
    """A block that may end within an event."""
    return Batch(data, certain=False)


def blocks(
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
