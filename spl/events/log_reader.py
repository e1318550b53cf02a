"""Reading logs, whatever their format, encoding and packing, into an intake."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from spl.errors import DataError
from spl.events.broken import read_broken
from spl.events.decode import ByteSource, decode_blocks, encoding_of
from spl.events.detect import detect, refuse_binary
from spl.events.exports.splunk_csv import read_splunk_csv
from spl.events.intake import Intake, Kind
from spl.events.json_lines import clocks, read_json
from spl.events.log_files import is_document, logs_of, missing_log, no_log
from spl.events.packed.budget import Budget
from spl.events.packed.unpack import Member, unpack
from spl.events.packed.watched import WatchedStream
from spl.events.report import Progress
from spl.events.rigid_load import LEAST, read_rigid
from spl.events.stretches.big_files import BigFiles
from spl.events.structured import read_structured
from spl.events.text import read_text
from spl.events.windows import read_windows
from spl.values.environment import Environment

EVTX = b"ElfFile\0"
_HEAD = 1 << 16
_PACKED = (".gz", ".bz2", ".xz", ".zst")


@dataclass(slots=True)
class LogReader:
    """Reads logs one after the other into one intake.

    Attributes:
        intake: where their events arrive.
        env: the time zone of times without one, and the time of a stream.
        progress: called with bytes done and bytes in all (0 for a stream).
        done: bytes of the files read so far.
        total: bytes of all files.
        big: what reads big files, if there is anything for it.
    """

    intake: Intake
    env: Environment
    progress: Progress | None
    done: int = 0
    total: int = 0
    big: BigFiles | None = None

    def read_named(self, name: str) -> None:
        """Read what *name* means: a file, all in a folder, or what a pattern fits.

        Of several, those that cannot be read are skipped, unless none is left.
        """
        skipped = self.intake.report.skipped
        logs, place = logs_of(name, skipped)
        if not place:
            self.read_file(logs[0])
            return
        self.total = sum(path.stat().st_size for path in logs)
        for path in logs:
            before = self.intake.report.events
            try:
                self.read_file(path)
            except DataError as error:
                self.skip(path, error, before)
        if not self.intake.report.files:
            raise no_log(place, skipped)

    def skip(self, path: Path, error: DataError, before: int) -> None:
        """Go on without the rest of the log at *path*, when there were *before* events."""
        kept = self.intake.report.events - before
        more = f" {kept:,} events of it were kept." if kept else ""
        self.intake.report.skipped.append((str(path), error.message + more))

    def read_file(self, path: Path) -> None:
        """Read one file."""
        try:
            size = path.stat().st_size
            self.total = self.total or size
            with path.open("rb") as stream:
                self.read(stream, str(path), path.stat().st_mtime)
            self.done += size
        except FileNotFoundError:
            raise missing_log(path) from None
        except OSError as error:
            reason = error.strerror or str(error)
            raise DataError(f"Cannot read {path}: {reason}", code="SPL502") from None

    def read(self, stream: BinaryIO, path: str, time: float | None = None) -> None:
        """Read one stream called *path*, last changed at *time*: a log, or a packed one, or many.

        What is broken is read as far as it goes; it is an error where nothing can be read.
        """
        report = self.intake.report
        before = report.files, report.events
        watched = WatchedStream(stream, self._tell)
        whole = Member(
            path, io.BufferedReader(watched, 1 << 20), self.env.now if time is None else time
        )
        skipped: list[tuple[str, str]] = []
        try:
            for member in unpack(whole, Budget(path, watched.size), skipped):
                self._read_member(member, skipped)
        except DataError as error:
            if error.code != "SPL505" or report.events == before[1]:
                raise
            self._keep_broken(error, before[1])
        except OSError as error:
            reason = error.strerror or str(error)
            raise DataError(f"Cannot read {path}: {reason}", code="SPL502") from None
        report.skipped.extend(skipped)
        if report.files == before[0]:
            raise no_log(f"the archive {path}", skipped)

    def _read_member(self, member: Member, skipped: list[tuple[str, str]]) -> None:
        """Read one log; one of an archive is skipped where it cannot be read."""
        before = self.intake.report.events
        try:
            if member.is_inside and is_document(member.name):
                raise DataError("not a log", code="SPL504")
            self._read(member)
            member.check()
        except DataError as error:
            if not member.is_inside or error.code == "SPL512":
                raise
            member.check_outside()
            if error.code == "SPL505" and self.intake.report.events > before:
                self._keep_broken(error, before)
            else:
                skipped.append((member.name, error.message))

    def _keep_broken(self, error: DataError, before: int) -> None:
        """Tell of what was read as far as it went."""
        report = self.intake.report
        kept = report.events - before
        report.broken.append(f"{error.message.rstrip('.')}; {kept:,} events of it could be read")

    def _read(self, member: Member) -> None:
        """Read one log as it is, or a binary one as the XML that it stands for."""
        if not member.stream.peek(len(EVTX)).startswith(EVTX):
            self._read_text(member.stream, member)
            return
        from spl.events.evtx_log.stream import EvtxStream  # here: few logs are so

        log = EvtxStream(member.stream, member.name)
        try:
            self._read_text(log, member)
        except DataError:
            log.check()  # why it is empty is more than that it is
            raise
        self.intake.report.notes.extend(log.notes())
        log.check()

    def _read_text(self, source: ByteSource, member: Member) -> None:
        path, time = member.name, self.env.now if member.time is None else member.time
        stream = _Ahead(source)
        head = stream.read(_HEAD)
        encoding, mark = encoding_of(head)
        refuse_binary(head, encoding, path)
        undecodable = self.intake.report.undecodable
        blocks = decode_blocks(stream, head, self.intake.report)
        first = next(blocks, "")
        if not first.strip("\ufeff \t\r\n") and len(head) < _HEAD:
            member.check()
            raise DataError(f"{path} is empty.", code="SPL503", hint="Is it the right file?")
        kind, assigned = self._sourcetypes(path, first)
        self.intake.open(path, time, kind, assigned)
        form = detect(first)
        if form == "xml" and encoding == "utf-8" and stream.has(LEAST):
            self.intake.report.undecodable = undecodable  # the first bytes are read once more
            if source is member.stream and self._is_big(member):
                self._read_big(Path(path), len(head), mark)
            else:
                read_rigid(head[mark:], stream, self.intake)
        else:
            self._events(chain([first], blocks), form)

    def _is_big(self, member: Member) -> bool:
        """Whether it is a file as it is, to be read by several processes."""
        plain = not member.is_inside and not member.layers
        return self.big is not None and plain and self.big.takes(Path(member.name))

    def _read_big(self, path: Path, known: int, mark: int) -> None:
        """Read a big file behind its *mark*; *known* bytes of it were counted already."""
        assert self.big is not None
        self.intake.report.bytes += mark - known
        for done in self.big.read(path, mark):
            self._tell(done)

    def _sourcetypes(self, path: str, first: str) -> tuple[Kind, Kind | None]:
        """The sourcetype of events that tell none, and that which an app gives to the log."""
        knowledge = self.intake.indexing.knowledge
        assigned = knowledge.at_index_time.sourcetype_of(self.intake.settings.source or path, first)
        delayed = knowledge.at_index_time.delayed_sourcetype_of(first)
        kind = Kind(_kind(path)) if delayed is None else Kind.said(delayed)
        return kind, None if assigned is None else Kind.said(assigned)

    def _events(self, text: Iterable[str], form: str) -> None:
        """Read the text by its own form, or as an app says."""
        intake, rules = self.intake, self.intake.file_rules(form)
        env = self.env
        if rules.times is not None and rules.times.zone is not None:
            env = replace(env, zone=rules.times.zone)
        if form == "xml":
            read_windows(text, intake)
        elif form == "export":
            read_splunk_csv("".join(text), intake, *clocks(env.zone, intake.file_time))
        elif rules.structure is not None and rules.structure.kind != "json":
            read_structured("".join(text), rules.structure, intake, env)
        elif rules.breaking is not None and (rules.breaking.decided or form == "text"):
            read_broken("".join(text), rules, intake, env)
        elif form == "json":
            read_json(text, intake, env.zone)
        else:
            read_text(text, intake, env.zone)

    def _tell(self, count: int) -> None:
        if self.progress is not None:
            self.progress(self.done + count, self.total)


class _Ahead:
    """A stream that tells whether there is more."""

    def __init__(self, stream: ByteSource) -> None:
        self._stream = stream
        self._known = b""

    def has(self, size: int) -> bool:
        """Whether *size* more bytes are to be read."""
        self._known += self._stream.read(size - len(self._known))
        return len(self._known) >= size

    def read(self, size: int) -> bytes:
        """Up to *size* bytes; none at the end."""
        known, self._known = self._known[:size], self._known[size:]
        return known or self._stream.read(size)


def _kind(path: str) -> str:
    """Sourcetype of a log that is neither XML nor JSON: the ending of its name."""
    name = Path(Path(path).name)
    name = name.with_suffix("") if name.suffix.lower() in _PACKED else name
    return name.suffix[1:].lower() or "unknown"
