"""Putting logs into a store: what is new or changed is read, all else stays as it is.

Everything is written beside what is there, and becomes the store in one step, by a new manifest; a
run that is killed leaves the last state as it was. Parts that no manifest names are swept away by
the next run.

A log is known by its path. It counts as unchanged where its size, the time of its last change and
its first and last bytes are what they were, that time is not so close to the last run that a later
change could hide in it, and its events would be made by the same settings. A changed log is read
anew from its start; its former events go. A log that is no longer there keeps its events.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from spl.errors import DataError
from spl.events.indexing import Indexing
from spl.events.intake import Intake, Settings
from spl.events.load import finished_report
from spl.events.log_files import logs_in, missing_log, no_log
from spl.events.log_reader import LogReader
from spl.events.report import Progress, Report
from spl.events.store import knowledge_digest
from spl.events.store_changes import Changes, Limits
from spl.events.store_manifest import NAME, PARTS, LogInfo, Manifest, is_store, read_manifest
from spl.events.windows import reread
from spl.knowledge import Knowledge
from spl.values.environment import Environment

_LOCK = "lock"
_OWN = frozenset((NAME, f"{NAME}.new", PARTS, _LOCK))
_EDGE = 1 << 16
_TOO_CLOSE = 2_000_000_000  # nanoseconds: as coarse as the clock of a file system may be


@dataclass(frozen=True, slots=True)
class Indexed:
    """What `index_logs` did.

    Attributes:
        report: what was read, and what was odd in it.
        unchanged: how many logs were in the store already.
    """

    report: Report
    unchanged: int


def index_logs(  # noqa: PLR0913 - what the user may say, by name
    paths: Sequence[Path],
    store: Path,
    *,
    settings: Settings,
    knowledge: Knowledge,
    env: Environment,
    progress: Progress | None = None,
    limits: Limits | None = None,
    everything: bool = False,
) -> Indexed:
    """Put the logs at *paths* (files, and folders of them) into *store*.

    Args:
        paths: what to read.
        store: folder of the store; it is made where there is none.
        settings: what the user says about the events.
        knowledge: whose index-time settings apply.
        env: gives the time zone of times without one.
        progress: called with bytes done and bytes in all.
        limits: how much is held before it is written.
        everything: read unchanged logs too.

    Raises:
        DataError: a log is not there (SPL501) or cannot be read (SPL502 to SPL505); the store is
            broken (SPL506), in use (SPL507), or cannot be written (SPL508).
    """
    skipped: list[tuple[str, str]] = []
    logs = _logs(paths, skipped)
    with _writable(store), _locked(store):
        before = read_manifest(store) if is_store(store) else Manifest()
        made_by = knowledge_digest(knowledge, env)
        now = {log: log_info(log, settings, made_by) for log in logs}
        changed = [
            log for log, info in now.items() if everything or not _is_same(before, log, info)
        ]
        report = Report(skipped=skipped)
        intake = Intake(settings, report, Indexing(knowledge, env, reread))
        total = sum(now[log].size for log in changed)
        with Changes(store, before, intake, limits or Limits()) as changes:
            reader = LogReader(intake, env, progress, total=total, big=changes.big)
            for log in changed:
                with changes.log(str(log.absolute()), now[log]):
                    _read(log, reader, alone=log in paths)
        if not before.logs and not report.files and skipped:
            raise no_log(f"folder {paths[0]}", skipped)
        return Indexed(finished_report(intake), len(logs) - len(changed))


def log_info(path: Path, settings: Settings, knowledge: str, events: int = 0) -> LogInfo:
    """The log as it is now."""
    try:
        known = path.stat()
        with path.open("rb") as file:
            edges = file.read(_EDGE)
            file.seek(max(0, known.st_size - _EDGE))
            edges += file.read(_EDGE)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError(f"Cannot read {path}: {reason}", code="SPL502") from None
    digest = hashlib.blake2b(edges, digest_size=16).hexdigest()
    seen = time.time_ns()
    return LogInfo(
        known.st_size, known.st_mtime_ns, digest, seen, asdict(settings), knowledge, events
    )


def is_unchanged(before: LogInfo, now: LogInfo) -> bool:
    """Whether reading the log now would give what it gave *before*."""
    same = (before.size, before.changed, before.edges, before.said, before.knowledge)
    if same != (now.size, now.changed, now.edges, now.said, now.knowledge):
        return False
    return before.seen - before.changed > _TOO_CLOSE


def _is_same(before: Manifest, log: Path, now: LogInfo) -> bool:
    known: Mapping[str, LogInfo] = before.logs
    info = known.get(str(log.absolute()))
    return info is not None and is_unchanged(info, now)


def _logs(paths: Sequence[Path], skipped: list[tuple[str, str]]) -> list[Path]:
    """All logs, each once."""
    found: dict[Path, Path] = {}
    for path in paths:
        if not path.exists():
            raise missing_log(path)
        for log in logs_in(path, skipped) if path.is_dir() else [path]:
            found.setdefault(log.absolute(), log)
    return list(found.values())


def _read(log: Path, reader: LogReader, *, alone: bool) -> None:
    """Read a log; one of a folder is skipped where it cannot be read."""
    before = reader.intake.report.events
    try:
        reader.read_file(log)
    except DataError as error:
        if alone:
            raise
        reader.skip(log, error, before)


@contextmanager
def _writable(store: Path) -> Iterator[None]:
    """See that *store* is or can become a store, and say so where it cannot be written."""
    try:
        (store / PARTS).parent.mkdir(parents=True, exist_ok=True)
        strange = sorted({path.name for path in store.iterdir()} - _OWN)
        if strange and not is_store(store):
            raise DataError(
                f"{store} is a folder with other files ({strange[0]}).",
                code="SPL508",
                hint="Name a new folder for the store.",
            )
        (store / PARTS).mkdir(exist_ok=True)
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError(f"Cannot write the store {store}: {reason}", code="SPL508") from None


@contextmanager
def _locked(store: Path) -> Iterator[None]:
    """Let nobody else write meanwhile; the lock ends with the process."""
    try:
        with FileLock(store / _LOCK, timeout=0):
            yield
    except Timeout:
        raise DataError(
            f"The store {store} is being written by another process.",
            code="SPL507",
            hint="Try again when it is done.",
        ) from None
