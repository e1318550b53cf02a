"""The manifest of a store: which parts it has, which logs they were made of, and how."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from spl.errors import DataError

NAME = "manifest.json"
PARTS = "parts"

_FORMAT = "spl store"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class PartInfo:
    """What is known of a part without opening it.

    Attributes:
        name: its file, in the folder of the parts.
        index: index of its events.
        source: their source.
        sourcetype: their sourcetype, before ``rename`` in props.conf.
        rows: how many there are.
        earliest: the smallest `_time`, in epoch seconds.
        latest: the largest.
        size: bytes of their texts.
        blocks: names of the XML blocks that at least one has.
        logs: the logs that they came from, each with its number of rows, in the order of the rows.
    """

    name: str
    index: str
    source: str
    sourcetype: str
    rows: int
    earliest: float
    latest: float
    size: int
    blocks: Sequence[str]
    logs: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class LogInfo:
    """A log as it was when its events were put into the store.

    Attributes:
        size: bytes of the file.
        changed: when it was last changed, in nanoseconds.
        edges: digest of its first and last bytes.
        seen: when it was looked at, in nanoseconds.
        said: what the user said about its events.
        knowledge: digest of the index-time settings that made the events.
        events: how many there were.
    """

    size: int
    changed: int
    edges: str
    seen: int
    said: Mapping[str, str | None]
    knowledge: str
    events: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """One state of a store.

    Attributes:
        parts: its parts in the order of arrival.
        logs: the logs by their absolute path.
        following: number of the next part.
    """

    parts: Sequence[PartInfo] = ()
    logs: Mapping[str, LogInfo] = field(default_factory=dict)
    following: int = 1


def is_store(path: str | os.PathLike[str]) -> bool:
    """Whether *path* is a folder with a manifest."""
    return Path(path, NAME).is_file()


def read_manifest(store: Path) -> Manifest:
    """Read the manifest of *store*.

    Raises:
        DataError: SPL501 there is no store, SPL506 what is there is no manifest or a newer one.
    """
    path = store / NAME
    try:
        said = json.loads(path.read_bytes())
        if said["format"] != _FORMAT:
            raise ValueError("it is of another format")
        if said["version"] > _VERSION:
            raise _broken(store, "a newer version of spl wrote it", "Update spl.")
        return _manifest(said)
    except FileNotFoundError:
        raise DataError(
            f"{store} is no store.", code="SPL501", hint="Make one with spl index LOGS -o STORE."
        ) from None
    except OSError as error:
        raise _broken(store, error.strerror or str(error)) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _broken(store, f"its manifest cannot be read: {error}") from None


def _broken(store: Path, why: str, hint: str = "Make it anew with spl index.") -> DataError:
    return DataError(f"The store {store} is broken: {why}.", code="SPL506", hint=hint)


def broken_part(store: Path, part: str, why: object) -> DataError:
    """The error for a part that cannot be read."""
    return _broken(store, f"part {part} cannot be read ({why})")


def write_manifest(store: Path, manifest: Manifest) -> None:
    """Put *manifest* in the place of the one before, at once and for good."""
    said = {"format": _FORMAT, "version": _VERSION, **asdict(manifest)}
    new = store / f"{NAME}.new"
    with new.open("w", encoding="ascii") as file:
        json.dump(said, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    new.replace(store / NAME)
    sync_folder(store)


def sync_folder(folder: Path) -> None:
    """Make sure that the names in *folder* outlast a crash, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _manifest(said: Mapping[str, Any]) -> Manifest:
    parts = tuple(
        PartInfo(**{**part, "logs": tuple((log, int(rows)) for log, rows in part["logs"])})
        for part in said["parts"]
    )
    for part in parts:
        if Path(part.name).name != part.name:
            raise ValueError(f"{part.name!r} is no name of a part")
    logs = {path: LogInfo(**log) for path, log in said["logs"].items()}
    return Manifest(parts, logs, int(said["following"]))
