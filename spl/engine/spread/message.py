"""What travels to every process: the text of the search, and what it counts on."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from spl.columns import wire
from spl.errors import RunError
from spl.events.partition import Carried, Partition, Place

VERSION = 1


@dataclass(frozen=True, slots=True)
class Message:
    """A search on its way.

    Attributes:
        text: its commands, macros and subsearches replaced by what they stand for.
        steps: the names of the commands of its plan, to tell whether the plan is the same.
        rules: names of the rules that rewrite the plan.
        together: positions of commands that need all rows in one place.
        first: whether the first command reads.
        given: whether it reads rows that the user gave.
        now: the time of the search, in epoch seconds.
        zone: its time zone.
        earliest: start of its time range, or None.
        latest: its end.
        geoip: path of the file of places, or None.
        buckets: in how many places side by side rows meet.
        most: how many rows may go to one place.
        sides: the rows of subsearches that every part needs, packed, by the text of the subsearch.
        room: bytes that a process may keep of what it has opened.
        units: what is read, as `unit_of` tells it.
    """

    text: str
    steps: tuple[str, ...]
    rules: tuple[str, ...]
    together: tuple[int, ...]
    first: bool
    given: bool
    now: float
    zone: str
    earliest: float | None
    latest: float | None
    geoip: str | None
    buckets: int
    most: int
    sides: Mapping[str, str]
    room: int
    units: tuple[Mapping[str, Any], ...]

    def to_bytes(self) -> bytes:
        """The message as JSON."""
        return json.dumps({"version": VERSION, **asdict(self)}).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Message:
        """The message that was written; RunError SPL461 where another version wrote it."""
        said = json.loads(data)
        if said.pop("version") != VERSION:
            raise RunError(
                "A search came from another version of spl.",
                code="SPL461",
                hint="Install the same version of spl on every machine.",
            )
        for name in ("steps", "rules", "together", "units"):
            said[name] = tuple(said[name])
        return cls(**said)


def unit_of(partition: Partition, rank: int) -> dict[str, Any]:
    """What a process needs to have the events of *partition*, number *rank* of all."""
    seed = partition.seed
    assert seed is not None
    if isinstance(seed, Place):
        return {"rank": rank, **asdict(seed)}
    return {
        "rank": rank,
        "kind": "carried",
        "index": seed.index,
        "source": seed.source,
        "sourcetype": seed.sourcetype,
        "rows": seed.table.remember("packed", lambda: packed(wire.to_bytes(seed.table))),
    }


def units_of(partition: Partition, rank: int, most: int) -> list[dict[str, Any]]:
    """The same in pieces of at most *most* rows, where the rows themselves travel."""
    seed = partition.seed
    if not isinstance(seed, Carried) or seed.table.size <= most:
        return [unit_of(partition, rank)]
    whole = seed.table.select(seed.table.names())
    found = []
    for start in range(0, whole.size, most):
        piece = Carried(
            seed.index, seed.source, seed.sourcetype, whole.take(slice(start, start + most))
        )
        part = Partition(seed.index, seed.source, seed.sourcetype, piece.table, seed=piece)
        found.append({**unit_of(part, rank), "start": start})
    return found


def packed(data: bytes) -> str:
    """Bytes as text for JSON."""
    return base64.b64encode(data).decode("ascii")


def unpacked(text: str) -> bytes:
    """The bytes that were packed."""
    return base64.b64decode(text)
