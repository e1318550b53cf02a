"""Logs to partitions: files, folders and streams, whatever their format, encoding and packing."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from spl.errors import DataError, did_you_mean
from spl.events.broken import read_broken
from spl.events.decode import decode_blocks, encoding_of
from spl.events.detect import detect, refuse_binary
from spl.events.event_columns import EventColumns
from spl.events.fields import event_partitions
from spl.events.indexing import Indexing
from spl.events.intake import Intake, Settings
from spl.events.json_lines import read_json
from spl.events.partition import Partition
from spl.events.report import Report, problem_sentence
from spl.events.rigid_load import LEAST, read_rigid
from spl.events.structured import read_structured
from spl.events.text import read_text
from spl.events.windows import read_windows, reread
from spl.knowledge import Knowledge
from spl.values.environment import Environment

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

Progress = Callable[[int, int], None]

_HEAD = 1 << 16
_NO_LOGS = frozenset({".md", ".yml", ".yaml"})  # stand beside logs in collections of them


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """What load() gives.

    Attributes:
        partitions: the events, apart by source, sourcetype and Windows channel.
        report: how much was read, and what was odd in it.
    """

    partitions: list[Partition]
    report: Report


def load(  # noqa: PLR0913  # what the user may say about events, by name
    path: str | Path | BinaryIO,
    *,
    source: str | None = None,
    sourcetype: str | None = None,
    index: str = "main",
    host: str | None = None,
    knowledge: Knowledge,
    env: Environment,
    progress: Progress | None = None,
) -> Loaded:
    """Read a log.

    Args:
        path: a file, a folder (all files in it, however deep, in the order of their names), an
            open binary stream, or ``-`` for standard input. Gzip is unpacked.
        source: source of all events. Else that of the event: ``XmlWinEventLog:<channel>`` in XML,
            what Splunk's export says in JSON, the path of the file in any other log.
        sourcetype: their sourcetype. Else XmlWinEventLog for XML; for JSON
            crowdstrike:events:sensor where there is an event_simpleName, else _json; for any other
            log the ending of its name, or ``unknown``.
        index: index that they go to.
        host: their host. Else the Computer of Windows events, else ``localhost``.
        knowledge: what gives the events their fields.
        env: gives the time zone of times without one, and the time of a stream.
        progress: called with bytes done and bytes in all (0 for a stream) while reading.

    Raises:
        DataError: SPL501 no such file, SPL502 cannot be read, SPL503 empty, SPL504 not text,
            SPL505 broken gzip. In a folder such files are skipped and told in the report, unless
            none is left.
    """
    settings = Settings(source, sourcetype, index, host)
    intake = Intake(settings, Report(), Indexing(knowledge, env, reread))
    reader = _Reader(intake, env, progress)
    if path == "-":
        reader.read(sys.stdin.buffer, "-")
    elif not isinstance(path, str | Path):
        reader.read(path, str(getattr(path, "name", "-")))
    elif Path(path).is_dir():
        reader.read_folder(Path(path))
    else:
        reader.read_file(Path(path))
    partitions = [
        partition
        for draft in intake.take_drafts()
        for partition in _partitions(draft.finished(), knowledge, env)
    ]
    return Loaded(partitions, _finished(intake, partitions))


def _finished(intake: Intake, partitions: list[Partition]) -> Report:
    report, indexing = intake.report, intake.indexing
    report.dropped, report.cut = indexing.dropped, indexing.cut
    found = chain(indexing.problems, *(partition.problems for partition in partitions))
    report.problems = list(dict.fromkeys(map(problem_sentence, found)))
    return report


def _partitions(events: EventColumns, knowledge: Knowledge, env: Environment) -> list[Partition]:
    """The finished partitions, with the fields that knowledge gives."""
    return event_partitions(
        events.table(),
        index=events.index,
        source=events.source,
        sourcetype=events.sourcetype,
        knowledge=knowledge,
        env=env,
    )


@dataclass(slots=True)
class _Reader:
    """Reads files one after the other into one intake."""

    intake: Intake
    env: Environment
    progress: Progress | None
    done: int = 0
    total: int = 0

    def read_folder(self, folder: Path) -> None:
        """Read every file in *folder* and below, hidden ones and documents excepted."""
        files = [
            path
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not any(p.startswith(".") for p in path.relative_to(folder).parts)
        ]
        logs = [path for path in files if path.suffix.lower() not in _NO_LOGS]
        self.total = sum(path.stat().st_size for path in logs)
        skipped = self.intake.report.skipped
        skipped.extend((str(path), "not a log") for path in files if path not in set(logs))
        for path in logs:
            try:
                self.read_file(path)
            except DataError as error:
                skipped.append((str(path), error.message))
        if not self.intake.report.files:
            raise DataError(f"No log in folder {folder}.", code="SPL503", hint=_why(skipped))

    def read_file(self, path: Path) -> None:
        """Read one file."""
        try:
            size = path.stat().st_size
            self.total = self.total or size
            with path.open("rb") as stream:
                self.read(stream, str(path), path.stat().st_mtime)
            self.done += size
        except FileNotFoundError:
            raise _missing(path) from None
        except OSError as error:
            reason = error.strerror or str(error)
            raise DataError(f"Cannot read {path}: {reason}", code="SPL502") from None

    def read(self, stream: BinaryIO, path: str, time: float | None = None) -> None:
        """Read one stream called *path*, last changed at *time*."""
        watched = _Watched(stream, lambda count: self._tell(count))
        try:
            self._read(_unpacked(watched), path, self.env.now if time is None else time)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise DataError(f"{path} is a broken gzip file: {error}", code="SPL505") from None
        except OSError as error:
            reason = error.strerror or str(error)
            raise DataError(f"Cannot read {path}: {reason}", code="SPL502") from None

    def _read(self, source: BinaryIO, path: str, time: float) -> None:
        stream = _Ahead(source)
        head = stream.read(_HEAD)
        encoding, mark = encoding_of(head)
        refuse_binary(head, encoding, path)
        undecodable = self.intake.report.undecodable
        blocks = decode_blocks(stream, head, self.intake.report)
        first = next(blocks, "")
        if not first.strip("\ufeff \t\r\n") and len(head) < _HEAD:
            raise DataError(f"{path} is empty.", code="SPL503", hint="Is it the right file?")
        kind, assigned = self._sourcetypes(path, first)
        self.intake.open(path, time, kind, assigned)
        form = detect(first)
        if form == "xml" and encoding == "utf-8" and stream.has(LEAST):
            self.intake.report.undecodable = undecodable  # the first bytes are read once more
            read_rigid(head[mark:], stream, self.intake)
        else:
            self._events(chain([first], blocks), form)

    def _sourcetypes(self, path: str, first: str) -> tuple[str, str | None]:
        """The sourcetype of events that tell none, and that which an app gives to the log."""
        knowledge = self.intake.indexing.knowledge
        assigned = knowledge.sourcetype_of(self.intake.settings.source or path, first)
        return knowledge.delayed_sourcetype_of(first) or _kind(path), assigned

    def _events(self, text: Iterable[str], form: str) -> None:
        """Read the text by its own form, or as an app says."""
        intake, rules = self.intake, self.intake.file_rules(form)
        env = self.env
        if rules.times is not None and rules.times.zone is not None:
            env = replace(env, zone=rules.times.zone)
        if form == "xml":
            read_windows(text, intake)
        elif rules.structure is not None and rules.structure.kind != "json":
            read_structured("".join(text), rules.structure, intake, env)
        elif rules.breaking is not None and (rules.breaking.decided or form == "text"):
            read_broken("".join(text), rules, intake, env)
        elif form == "json":
            read_json("".join(text), intake, env.zone)
        else:
            read_text(text, intake, env.zone)

    def _tell(self, count: int) -> None:
        if self.progress is not None:
            self.progress(self.done + count, self.total)


class _Ahead:
    """A stream that tells whether there is more."""

    def __init__(self, stream: BinaryIO) -> None:
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


class _Watched(io.RawIOBase):
    """A stream that tells how much of it was read."""

    def __init__(self, stream: BinaryIO, tell: Callable[[int], None]) -> None:
        self._stream = stream
        self._tell = tell
        self._count = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Fill *buffer* as far as the stream gives."""
        view = memoryview(buffer)
        data = self._stream.read(len(view))
        view[: len(data)] = data
        self._count += len(data)
        self._tell(self._count)
        return len(data)


def _unpacked(stream: io.RawIOBase) -> BinaryIO:
    """The stream, unpacked if it is gzip."""
    buffered = io.BufferedReader(stream, 1 << 20)
    if buffered.peek(2)[:2] == b"\x1f\x8b":
        return cast(BinaryIO, gzip.GzipFile(fileobj=buffered))
    return cast(BinaryIO, buffered)


def _kind(path: str) -> str:
    """Sourcetype of a log that is neither XML nor JSON: the ending of its name."""
    name = Path(path).name.removesuffix(".gz")
    return Path(name).suffix[1:].lower() or "unknown"


def _missing(path: Path) -> DataError:
    """The error for a file that is not there, with the name of one that is much alike."""
    names = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
    hint = did_you_mean(str(path), (str(path.parent / name) for name in names))
    return DataError(f"No such file: {path}.", code="SPL501", hint=hint)


def _why(skipped: list[tuple[str, str]]) -> str | None:
    """The first reasons why files were skipped."""
    return "; ".join(reason for _, reason in skipped[:3]) or None
