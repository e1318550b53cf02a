"""Logs that several tests name: each is read once, and what is worked out about it is kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from spl.detections.attack_data import AttackFile
from spl.errors import DataError, SplError
from spl.session import Session

ROOM = 256 << 20
"""Bytes of log files that are kept when others are read, besides those of the test itself."""


@dataclass(frozen=True, slots=True)
class LoadedLog:
    """A log in a session of its own.

    Attributes:
        session: the session.
        notes: sentences about what was odd in the log.
        size: bytes of the file.
    """

    session: Session
    notes: tuple[str, ...]
    size: int


class LogStore:
    """Reads logs; the ones asked for last stay, as long as there is room."""

    def __init__(self, base: Session, room: int = ROOM) -> None:
        """Read logs with the knowledge of *base*, which holds no events."""
        self._base = base
        self._room = room
        self._kept: OrderedDict[object, LoadedLog | SplError] = OrderedDict()

    def read(self, files: Sequence[AttackFile]) -> list[LoadedLog]:
        """The logs, each from memory where it is there and its file has not changed.

        Raises:
            SplError: one of them cannot be read; asked again, it is not tried again.
        """
        found = [self._one(file) for file in files]
        self._make_room(len(found))
        return found

    def _one(self, file: AttackFile) -> LoadedLog:
        try:
            stat = file.path.stat()
        except OSError as error:
            reason = error.strerror or str(error)
            raise DataError(f"Cannot read {file.path}: {reason}", code="SPL502") from None
        data = file.data
        place = (data.source, data.sourcetype, data.index, data.host)
        key = (file.path.resolve(), stat.st_mtime_ns, stat.st_size, *place)
        if key not in self._kept:
            self._kept[key] = self._load(file, stat.st_size)
        self._kept.move_to_end(key)
        known = self._kept[key]
        if isinstance(known, SplError):
            raise known
        return known

    def _load(self, file: AttackFile, size: int) -> LoadedLog | SplError:
        session = self._base.branch()
        try:
            report = session.load(
                file.path,
                source=file.data.source,
                sourcetype=file.data.sourcetype,
                index=file.data.index or "main",
                host=file.data.host,
            )
        except SplError as error:
            return error
        if report.broken:  # half a log proves nothing of a rule
            return DataError(f"{report.broken[0]}.", code="SPL505")
        return LoadedLog(session, tuple(report.warnings()), size)

    def _make_room(self, asked: int) -> None:
        """Forget what was asked for longest ago, but nothing of what was asked for just now."""
        sizes = [log.size if isinstance(log, LoadedLog) else 0 for log in self._kept.values()]
        used = sum(sizes)
        for size in sizes[: max(0, len(sizes) - asked)]:
            if used <= self._room:
                return
            self._kept.popitem(last=False)
            used -= size
