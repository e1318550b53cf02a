"""A stretch of a log: what it is, how it is read by itself, and what comes of it.

It starts and ends where an event does. It is read as the whole log would be, but for what only the
events before it tell, and what only apps do: where it asks for such, it is not certain, and its
parts are not to be used.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from math import nan
from pathlib import Path
from typing import BinaryIO

import numpy as np

from spl.events.indexing import Indexing
from spl.events.intake import Intake, Kind, Settings
from spl.events.mould_book import MouldBook
from spl.events.report import Report
from spl.events.rigid_load import BLOCK, blocks, uncertain
from spl.events.rigid_reader import RigidReader
from spl.events.store_manifest import PartInfo
from spl.events.store_part import event_times, write_part
from spl.events.tokenize import tokenize
from spl.events.windows import reread
from spl.knowledge import Knowledge
from spl.knowledge.index_time import IndexTime
from spl.values.environment import Environment

Rules = tuple[str, str, str]
"""Source, sourcetype and host whose index-time settings were asked for."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a file.

    Attributes:
        path: the file.
        start: its first byte.
        end: the byte behind its last one.
        log: what the file is called in reports.
        time: `_time` of events at its start that have none of their own; None where that is for
            the events before them to say.
        settings: what the user says about the events.
        kind: sourcetype of events that tell none.
        assigned: sourcetype of the file where an app says so.
        folder: where its parts go.
        name: how the names of their files begin.
    """

    path: str
    start: int
    end: int
    log: str
    time: float | None
    settings: Settings
    kind: str
    assigned: str | None
    folder: str
    name: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a stretch.

    Attributes:
        certain: whether reading the whole log would have given the same.
        lines: how many line feeds it has.
        time: `_time` of the last event.
        report: what was read, and what was odd; lines count from the start of the stretch.
        asked: whose settings were asked for, in order; all must be idle.
        parts: what was written, without the logs that it came from.
    """

    certain: bool
    lines: int
    time: float
    report: Report
    asked: tuple[Rules, ...]
    parts: tuple[PartInfo, ...]


def read_stretch(stretch: Stretch, book: MouldBook, told: Callable[[int], None]) -> Taken:
    """Read a stretch and write its parts.

    Args:
        stretch: what to read.
        book: what other stretches of the log have taught.
        told: called with the bytes of each block that was read.
    """
    asking = _Asking(Knowledge(), Environment(now=0.0), reread)
    intake = Intake(stretch.settings, Report(), asking)
    assigned = None if stretch.assigned is None else Kind(stretch.assigned)
    time = nan if stretch.time is None else stretch.time
    intake.open(stretch.log, time, Kind(stretch.kind), assigned)
    reader = RigidReader(intake)
    with Path(stretch.path).open("rb") as file:
        part = Range(file, stretch.start, stretch.end)
        for data, whole in blocks(b"", part, intake, BLOCK):
            reader.take(tokenize(data, book) if whole else uncertain(data))
            told(len(data))
    whole = not (reader.is_open or part.left)
    drafts = [draft.finished() for draft in intake.take_drafts()] if whole else []
    certain = whole and not any(np.isnan(event_times(each)).any() for each in drafts)
    parts = (
        write_part(Path(stretch.folder), f"{stretch.name}-{number}.parquet", events, ())
        for number, events in enumerate(drafts if certain else ())
    )
    return Taken(certain, reader.line - 1, intake.time, intake.report, asking.asked, tuple(parts))


@dataclass(slots=True)
class _Asking(Indexing):
    """Index-time settings that change nothing; it remembers who asked for them."""

    _asked: dict[Rules, None] = field(default_factory=dict)

    @property
    def asked(self) -> tuple[Rules, ...]:
        return tuple(self._asked)

    def rules(self, source: str, sourcetype: str, host: str) -> IndexTime:
        self._asked[source, sourcetype, host] = None
        return IndexTime()


class Range:
    """Some of the bytes of a file, as a stream.

    Attributes:
        left: how many were not read yet.
    """

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        """Read from *start* to *end*."""
        file.seek(start, os.SEEK_SET)
        self._file = file
        self.left = end - start

    def read(self, size: int, /) -> bytes:
        """Up to *size* bytes; none at the end."""
        data = self._file.read(min(size, self.left))
        self.left -= len(data)
        return data
