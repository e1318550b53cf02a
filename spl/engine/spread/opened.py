"""Events that a process of a cluster opens by itself: parts of stores, logs, sent rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from spl.columns import wire
from spl.columns.places import Places
from spl.columns.table import Table
from spl.commands import event_times
from spl.engine.spread.message import unpacked
from spl.errors import RunError
from spl.events import collected
from spl.events.fields import event_partitions
from spl.events.load import load
from spl.events.partition import Partition
from spl.events.report import Report
from spl.events.shelf import Shelf
from spl.events.store import OpenPart, StorePart
from spl.events.store_manifest import PartInfo
from spl.knowledge import Knowledge
from spl.values.environment import Environment


@dataclass(frozen=True, slots=True)
class _Log:
    """A log that was read, or rows that were sent.

    Attributes:
        parts: its events.
        report: what was odd in it.
    """

    parts: list[Partition]
    report: Report

    @property
    def held(self) -> int:
        """About how many bytes it takes."""
        return 3 * self.report.bytes


_shelf: Shelf[object, OpenPart | _Log] = Shelf(1 << 28)


def opened(
    unit: Mapping[str, Any], knowledge: Knowledge, env: Environment, known: tuple[object, int]
) -> Partition:
    """The events of a unit; what was opened stays open as long as there is room.

    Args:
        unit: what `unit_of` told.
        knowledge: gives the events their fields.
        env: clock and zone of calculated fields.
        known: what tells *knowledge* from other, and the bytes that there is room for.
    """
    if unit["kind"] == "carried":
        _shelf.room = known[1]
        rows = blake2b(unit["rows"].encode("ascii"), digest_size=16).digest()
        key = (rows, unit["index"], unit["source"], unit["sourcetype"], known[0], str(env.zone))
        return _shelf.get(key, lambda: _carried(unit, knowledge, env)).parts[0]
    number: int = unit["number"]
    return _opened(unit, knowledge, env, known).parts[number]


def _opened(
    unit: Mapping[str, Any], knowledge: Knowledge, env: Environment, known: tuple[object, int]
) -> OpenPart | _Log:
    _shelf.room = known[1]
    path = Path(unit["path"])
    try:
        state = path.stat()
    except OSError as error:
        raise RunError(
            f"A process of the cluster cannot open {path}: {error.strerror}.",
            code="SPL462",
            hint="Logs and stores must lie where every machine finds them under the same path.",
        ) from None
    key = (str(path), state.st_mtime_ns, state.st_size, str(unit["said"]), known[0], str(env.zone))
    return _shelf.get(key, lambda: _open(unit, path, knowledge, env))


def log_partitions(
    unit: Mapping[str, Any], knowledge: Knowledge, env: Environment, known: tuple[object, int]
) -> tuple[Report, Sequence[Partition]]:
    """All events of a log, which stays open, and what was odd in it."""
    found = _opened(unit, knowledge, env, known)
    assert isinstance(found, _Log)
    return found.report, found.parts


def placed(partition: Partition, rank: int, start: int) -> Partition:
    """*partition* with its events where they stand among all, as partition number *rank*."""
    table = partition.table
    places = Places.of_events(event_times(table), rank, start)
    return replace(partition, opened=table.placed(places))


def _open(
    unit: Mapping[str, Any], path: Path, knowledge: Knowledge, env: Environment
) -> OpenPart | _Log:
    said = unit["said"]
    if unit["kind"] == "part":
        info = PartInfo(**{**said, "logs": tuple((log, rows) for log, rows in said["logs"])})
        return OpenPart(StorePart(path, info), knowledge, env)
    loaded = load(path, **said, knowledge=knowledge, env=env)
    return _Log(loaded.partitions, loaded.report)


def _carried(unit: Mapping[str, Any], knowledge: Knowledge, env: Environment) -> _Log:
    parts = event_partitions(
        wire.from_bytes(unpacked(unit["rows"])),
        index=unit["index"],
        source=unit["source"],
        sourcetype=unit["sourcetype"],
        knowledge=knowledge,
        env=env,
    )
    return _Log(parts, Report(bytes=len(unit["rows"])))


def row_partitions(
    rows: Table, said: Mapping[str, str], knowledge: Knowledge, env: Environment
) -> list[Partition]:
    """Rows of a table as events, whose source, sourcetype and index are as it is *said*."""
    where = collected.Place(said["index"], said["source"], said["sourcetype"], said["host"])
    return collected.collected(rows, where, knowledge, env, own_host=True)
