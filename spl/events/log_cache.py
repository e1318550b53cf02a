"""Big logs as stores in the user's cache folder, so that the next search opens them at once.

Each log has a store of its own, found by the path of the log, what the user says about its events,
the index-time settings and the readers of this package. Whatever is wrong with the cache, the log
is read as if there were none. What was not used for the longest time goes when it becomes too much.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from spl.errors import DataError
from spl.events.intake import Settings
from spl.events.report import Oddity, Progress, Report
from spl.events.store import Store, knowledge_digest, open_store
from spl.events.store_writer import index_logs, is_unchanged, log_info
from spl.knowledge import Knowledge
from spl.values.environment import Environment

ROOM = 8 << 30
"""Bytes that all logs may take in the cache."""

_REPORT = "report.json"
_RECENT = 3600.0  # seconds: somebody may still be reading it
_BROKEN = ("SPL501", "SPL506")


@dataclass(frozen=True, slots=True)
class CachedLog:
    """A log in the cache.

    Attributes:
        store: its events.
        report: what was read when it was put there.
    """

    store: Store
    report: Report


@dataclass(frozen=True, slots=True)
class LogCache:
    """The logs in one folder.

    Attributes:
        folder: where they are.
        room: bytes that they may take.
    """

    folder: Path
    room: int = ROOM

    def log(
        self,
        path: Path,
        settings: Settings,
        knowledge: Knowledge,
        env: Environment,
        progress: Progress | None = None,
    ) -> CachedLog | None:
        """The log at *path* out of the cache, put there if need be; None where that cannot be.

        Raises:
            DataError: the log itself cannot be read.
        """
        made_by = knowledge_digest(knowledge, env)
        store = self.folder / _key(path, settings, made_by)
        found = _opened(store, path, settings, made_by)
        if found is None:
            found = self._put(store, path, settings, knowledge, env, progress)
        return found

    def _put(
        self,
        store: Path,
        path: Path,
        settings: Settings,
        knowledge: Knowledge,
        env: Environment,
        progress: Progress | None,
    ) -> CachedLog | None:
        """Read the log into the cache; None where that cannot be."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            (store / _REPORT).unlink(missing_ok=True)
        except OSError:
            return None

        def put() -> CachedLog:
            done = index_logs(
                [path],
                store,
                settings=settings,
                knowledge=knowledge,
                env=env,
                progress=progress,
                everything=True,
            )
            _write_report(store, done.report)
            return CachedLog(open_store(store), done.report)

        found = _attempt(put, store)
        self._make_room(store)
        return found

    def _make_room(self, latest: Path) -> None:
        """Remove what was not used for the longest time, as far as there is too much."""
        stores = sorted((_used(path), path) for path in self.folder.iterdir() if path.is_dir())
        sizes = {path: _size(path) for _, path in stores}
        held = sum(sizes.values())
        for used, path in stores:
            if held > self.room and path != latest and time.time() - used > _RECENT:
                shutil.rmtree(path, ignore_errors=True)
                held -= sizes[path]


def _attempt(put: Callable[[], CachedLog], store: Path) -> CachedLog | None:
    """Put the log there, anew where what is there is broken; None where that is not to be."""
    for _ in range(2):
        try:
            return put()
        except DataError as error:
            if error.code not in (*_BROKEN, "SPL507", "SPL508"):
                raise
            if error.code == "SPL507":  # another process is at it
                return None
            shutil.rmtree(store, ignore_errors=True)
    return None


def _opened(store: Path, path: Path, settings: Settings, made_by: str) -> CachedLog | None:
    """What is in the cache, if it is what reading the log would give."""
    try:
        known = open_store(store).manifest.logs.get(str(path.absolute()))
        if known is None or not is_unchanged(known, log_info(path, settings, made_by)):
            return None
        report = _read_report(store)
        os.utime(store / _REPORT)
        whole = open_store(store)
    except (DataError, OSError, ValueError, TypeError, KeyError):
        return None
    return CachedLog(whole, report) if all(part.path.is_file() for part in whole.parts) else None


def _key(path: Path, settings: Settings, made_by: str) -> str:
    said = [str(path.absolute()), asdict(settings), made_by, _readers()]
    return hashlib.blake2b(json.dumps(said).encode(), digest_size=16).hexdigest()


def _readers() -> list[tuple[str, int, int]]:
    """What changes when the readers of this package do."""
    files = sorted(Path(__file__).parent.rglob("*.py"))
    return [(str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files]


def _write_report(store: Path, report: Report) -> None:
    try:
        (store / _REPORT).write_text(json.dumps(asdict(report)), "utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError(f"Cannot write the store {store}: {reason}", code="SPL508") from None


def _read_report(store: Path) -> Report:
    said: dict[str, Any] = json.loads((store / _REPORT).read_bytes())
    oddities = [Oddity(**each) for each in said.pop("oddities")]
    skipped = [(path, reason) for path, reason in said.pop("skipped")]
    if said.keys() | {"oddities", "skipped"} != {each.name for each in fields(Report)}:
        raise ValueError("another report")
    return Report(**said, oddities=oddities, skipped=skipped)


def _used(store: Path) -> float:
    try:
        return (store / _REPORT).stat().st_mtime
    except OSError:
        return store.stat().st_mtime if store.exists() else 0.0


def _size(store: Path) -> int:
    return sum(path.stat().st_size for path in store.rglob("*") if path.is_file())
