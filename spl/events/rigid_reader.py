"""Taking in the blocks of a log of XML events, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from spl.columns import arrow
from spl.events.decode import mended
from spl.events.draft import Block
from spl.events.intake import Intake
from spl.events.iso_times import Times
from spl.events.rigid_fields import RigidRows
from spl.events.split_xml import Cutter, Piece
from spl.events.strips import Held, Rows, Strip
from spl.events.tokenize import Batch
from spl.events.well_formed import fault
from spl.events.windows import piece_event

_NO_HOST = "localhost"


class RigidReader:
    """Takes in batch after batch, in the order of the log.

    Attributes:
        line: the line that the next batch starts on, from 1.
    """

    def __init__(self, intake: Intake) -> None:
        """Start at the beginning of a log, or where an event of it does."""
        self._intake = intake
        self.line = 1
        self._cutter: Cutter | None = None

    @property
    def is_open(self) -> bool:
        """Whether the last batch ended within an event, or what may be one."""
        return self._cutter is not None

    def take(self, batch: Batch) -> None:
        """Take in the events of the next block."""
        if self._cutter is None and batch.certain and self._idle(batch):
            self._take_in(batch)
            self._intake.relieve()
            self.line += batch.lines
        else:
            self._read_slowly(batch.data)

    def finish(self) -> None:
        """Take in what was left open."""
        if self._cutter is not None:
            self._take_pieces(self._cutter.cut(final=True))

    def _idle(self, batch: Batch) -> bool:
        """Whether no app changes the events of the batch while they are loaded."""
        return all(
            self._intake.is_idle(rows.like, host) for rows in batch.rows for host in _hosts(rows)
        )

    def _read_slowly(self, data: bytes) -> None:
        text, wrong = mended(data.decode(errors="surrogateescape"))
        self._intake.report.undecodable += wrong
        cutter = self._cutter or Cutter(lambda each: fault(each) is None, self.line)
        self._take_pieces(cutter.feed(text))
        self._cutter = None if cutter.is_done else cutter
        self.line = cutter.line + cutter.text.count("\n")

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
            intake.take(odd.found, self.line + odd.line, odd.reason)
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
            hosts.append(Strip.constant(np.flatnonzero(missing), host or _NO_HOST))
        return Block(stamps, times, rows.raw, hosts, rows.fields)

    def _fill(self, times: Times) -> None:
        """Give events without a time that of the one before, in place."""
        known = ~np.isnan(times)
        self._intake.report.times_guessed += int((~known).sum())
        last = np.maximum.accumulate(np.where(known, np.arange(len(times)), -1))
        times[:] = np.where(last < 0, self._intake.time, times[last])
        if len(times):
            self._intake.time = float(times[-1])


def _hosts(rows: RigidRows) -> Iterator[str]:
    """The hosts of the events, each once, and the one of those that tell none."""
    yield from dict.fromkeys(host for strip in rows.hosts for host in map(str, _texts(strip)))
    if sum(len(strip.rows) for strip in rows.hosts) < len(rows.places):
        yield _NO_HOST


def _texts(strip: Strip) -> Sequence[Held]:
    values = strip.values
    return values.to_pylist() if isinstance(values, arrow.pa.Array) else values
