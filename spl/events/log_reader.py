"""Reading logs, whatever their format, encoding and packing, into an intake."""

from __future__ import annotations

import gzip
import io
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
from spl.events.intake import Intake, Kind
from spl.events.json_lines import read_json
from spl.events.report import Progress
from spl.events.rigid_load import LEAST, read_rigid
from spl.events.store_manifest import NAME, is_store
from spl.events.structured import read_structured
from spl.events.text import read_text
from spl.events.windows import read_windows
from spl.values.environment import Environment

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

_HEAD = 1 << 16
_NO_LOGS = frozenset({".md", ".yml", ".yaml"})  # stand beside logs in collections of them


@dataclass(slots=True)
class LogReader:
    """Reads logs one after the other into one intake.

    Attributes:
        intake: where their events arrive.
        env: the time zone of times without one, and the time of a stream.
        progress: called with bytes done and bytes in all (0 for a stream).
        done: bytes of the files read so far.
        total: bytes of all files.
    """

    intake: Intake
    env: Environment
    progress: Progress | None
    done: int = 0
    total: int = 0

    def read_folder(self, folder: Path) -> None:
        """Read every file in *folder* and below, hidden ones and documents excepted."""
        skipped = self.intake.report.skipped
        logs = logs_in(folder, skipped)
        self.total = sum(path.stat().st_size for path in logs)
        for path in logs:
            try:
                self.read_file(path)
            except DataError as error:
                skipped.append((str(path), error.message))
        if not self.intake.report.files:
            raise no_log(folder, skipped)

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


def logs_in(folder: Path, skipped: list[tuple[str, str]]) -> list[Path]:
    """The logs in *folder* and below in the order of their names; other files go to *skipped*.

    Hidden files are passed over in silence, and so are stores.
    """
    files = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(p.startswith(".") for p in path.relative_to(folder).parts)
    ]
    stores = {path.parent for path in files if path.name == NAME and is_store(path.parent)}
    files = [path for path in files if stores.isdisjoint(path.parents)]
    skipped.extend((str(path), "not a log") for path in files if _is_document(path))
    return [path for path in files if not _is_document(path)]


def no_log(folder: Path, skipped: list[tuple[str, str]]) -> DataError:
    """The error for a folder without a log, with the first reasons why."""
    return DataError(f"No log in folder {folder}.", code="SPL503", hint=_why(skipped))


def _is_document(path: Path) -> bool:
    return path.suffix.lower() in _NO_LOGS


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


def missing_log(path: Path) -> DataError:
    """The error for a file that is not there, with the name of one that is much alike."""
    names = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
    hint = did_you_mean(str(path), (str(path.parent / name) for name in names))
    return DataError(f"No such file: {path}.", code="SPL501", hint=hint)


def _why(skipped: list[tuple[str, str]]) -> str | None:
    """The first reasons why files were skipped."""
    return "; ".join(reason for _, reason in skipped[:3]) or None
