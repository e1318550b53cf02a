"""A big file of XML events, read in stretches side by side and taken in one after the other.

What nobody but the reader of the whole log can be sure of is read by it: a stretch after which a
comment is open, events at the start of one without a time of their own, what apps change.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from spl.events.intake import Intake
from spl.events.mould_book import MouldBook
from spl.events.report import SHOWN, Report
from spl.events.rigid_load import BLOCK, read_blocks
from spl.events.rigid_reader import RigidReader
from spl.events.store_manifest import PartInfo
from spl.events.stretches.cut import cut
from spl.events.stretches.processes import Readers
from spl.events.stretches.stretch import Range, Stretch, Taken

_OFTEN = 0.2  # seconds between two words on how far it is

Adopt = Callable[[Sequence[PartInfo]], None]
"""Takes over parts that were written by others."""


@dataclass(slots=True, eq=False)
class _Begun:
    """A stretch that is being read, and how many of its bytes were."""

    start: int
    end: int
    work: Future[Taken | None] | None
    done: int = 0

    def told(self, count: int) -> None:
        self.done += count


class StretchReading:
    """Reads one file into an intake, as `read_rigid` would, and into parts of a store."""

    def __init__(
        self, path: Path, file: BinaryIO, intake: Intake, readers: Readers, folder: Path
    ) -> None:
        """Read the *file* at *path*; parts go to *folder*."""
        self._path = path
        self._file = file
        self._intake = intake
        self._readers = readers
        self._folder = folder
        self._reader = RigidReader(intake)
        self._book = MouldBook()
        self._alone = False

    def read(self, start: int, end: int, size: int, adopt: Adopt) -> Iterator[int]:
        """Read from *start* to *end* in stretches of about *size* bytes.

        Yields:
            How many bytes were read so far, now and then.
        """
        begun: deque[_Begun] = deque()
        cuts = cut(self._file, start, end, size, self._readers.count)
        for number, (first, last, whole) in enumerate(cuts):
            begun.append(self._begin(number, first, last, whole=whole))
            if len(begun) > self._readers.count:
                yield from self._next(begun, adopt)
        while begun:
            yield from self._next(begun, adopt)
        self._reader.finish()

    def _begin(self, number: int, start: int, end: int, *, whole: bool) -> _Begun:
        begun = _Begun(start, end, None)
        if whole and not self._alone:
            stretch = self._stretch(number, start, end)
            begun.work = self._readers.read(stretch, begun.told)
        return begun

    def _stretch(self, number: int, start: int, end: int) -> Stretch:
        intake = self._intake
        return Stretch(
            path=str(self._path.absolute()),
            start=start,
            end=end,
            log=intake.path,
            time=None if number else intake.file_time,
            settings=intake.settings,
            kind=intake.kind.sourcetype,
            assigned=None if intake.assigned is None else intake.assigned.sourcetype,
            folder=str(self._folder.absolute()),
            name=f"stretch-{intake.report.files}-{start}",
        )

    def _next(self, begun: deque[_Begun], adopt: Adopt) -> Iterator[int]:
        """Take in the next stretch."""
        first = begun[0]
        while first.work is not None and not _is_done(first.work):
            yield first.start + sum(each.done for each in begun)
        taken = None if first.work is None else first.work.result()
        if taken is not None and self._may_take(taken):
            self._take(taken, first.end - first.start, adopt)
        else:
            self._discard(taken)
            yield from self._read_again(first)
        begun.popleft()
        yield first.end + sum(each.done for each in begun)

    def _may_take(self, taken: Taken) -> bool:
        """Whether what came of a stretch is what reading it here would give."""
        if self._reader.is_open or not taken.certain:
            return False
        self._alone = self._alone or not all(
            self._intake.indexing.rules(*asked).idle for asked in taken.asked
        )
        return not self._alone

    def _take(self, taken: Taken, size: int, adopt: Adopt) -> None:
        intake = self._intake
        adopt(taken.parts)
        intake.report.bytes += size
        _add(intake.report, taken.report, self._reader.line - 1)
        self._reader.line += taken.lines
        intake.stamp += taken.report.events
        if taken.report.events:
            intake.time = taken.time

    def _discard(self, taken: Taken | None) -> None:
        for part in () if taken is None else taken.parts:
            with suppress(OSError):  # what is left is swept away with the rest
                (self._folder / part.name).unlink()

    def _read_again(self, begun: _Begun) -> Iterator[int]:
        """Read a stretch here."""
        part = Range(self._file, begun.start, begun.end)
        for batch in read_blocks(b"", part, self._intake, BLOCK, self._book):
            self._reader.take(batch)
            yield begun.end - part.left


def _is_done(work: Future[Taken | None]) -> bool:
    try:
        work.exception(_OFTEN)
    except TimeoutError:
        return False
    return True


def _add(report: Report, more: Report, lines: int) -> None:
    """Add what was read of a stretch that starts behind so many *lines*."""
    report.events += more.events
    report.malformed += more.malformed
    report.undecodable += more.undecodable
    report.times_guessed += more.times_guessed
    room = SHOWN - len(report.oddities)
    report.oddities += [replace(odd, line=odd.line + lines) for odd in more.oddities[:room]]
