"""Who reads a log: the engine, where it reads logs itself, or this process."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike, fspath
from pathlib import Path
from typing import Any, BinaryIO, Protocol, runtime_checkable

from spl.engine.executor import Executor, Loading
from spl.events.load import Loaded, load
from spl.events.store_manifest import is_store
from spl.knowledge import Knowledge
from spl.values.environment import Environment


@runtime_checkable
class Source(Protocol):
    """Something else than a log that has events, such as a table of an engine."""

    def loaded(self, knowledge: Knowledge, env: Environment) -> Loaded:
        """Its events; DataError where it cannot have any."""


def load_by(
    engine: Executor,
    path: str | PathLike[str] | BinaryIO | Source,
    said: Mapping[str, Any],
    knowledge: Knowledge,
    env: Environment,
    **reading: Any,
) -> Loaded:
    """Read *path*, or have it read.

    Args:
        engine: what will search it.
        path: what `Session.load` takes.
        said: what the user says about the events, by the names of `load`.
        knowledge: what gives the events their fields.
        env: clock and time zone.
        reading: what else `load` takes.
    """
    if isinstance(path, Source):
        return path.loaded(knowledge, env)
    place = fspath(path) if isinstance(path, str | PathLike) else path
    if isinstance(place, str) and isinstance(engine, Loading) and not _is_read_here(place):
        return engine.load(Path(place), said, knowledge, env)
    return load(place, **said, knowledge=knowledge, env=env, **reading)


def _is_read_here(place: str) -> bool:
    """Standard input is nowhere else, and a store is opened without reading it."""
    return place == "-" or is_store(place)
