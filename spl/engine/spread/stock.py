"""Taking stock of logs: each is read where it will be searched, and only what is in it is told."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from spl.columns.table import Table
from spl.commands import event_times
from spl.engine.limit import MOST_ROWS, too_many
from spl.engine.spread.blocks import error_block, error_of
from spl.engine.spread.cluster import Block
from spl.engine.spread.opened import log_partitions
from spl.errors import SplError
from spl.events.load import Loaded, load
from spl.events.log_files import logs_of, missing_log, no_log
from spl.events.partition import Partition, Place
from spl.events.report import SHOWN, Oddity, Report, problem_sentence
from spl.knowledge import Knowledge
from spl.values.environment import Environment
from spl.values.moment import time_zone

KIND = "stock"


@dataclass(frozen=True, slots=True)
class Request:
    """What logs there are.

    Attributes:
        files: their paths.
        said: what the user says about their events, by the names of `load`.
        now: the present, in epoch seconds.
        zone: the time zone of times without one.
        room: bytes that a process may keep of what it has read.
    """

    files: tuple[str, ...]
    said: Mapping[str, str | None]
    now: float
    zone: str
    room: int

    def to_bytes(self) -> bytes:
        """The request as JSON."""
        return json.dumps({"request": KIND, **asdict(self)}).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Request:
        """The request that was written."""
        said = json.loads(data)
        del said["request"]
        return cls(**{**said, "files": tuple(said["files"])})


def is_request(data: bytes) -> bool:
    """Whether a message asks for stock and not for a search."""
    return b"request" in data[:12]


class Stock:
    """Tells what is in the logs of a request; one of the things that a process does."""

    def __init__(self, request: Request, knowledge: Knowledge, known_as: object) -> None:
        """Read with *knowledge*, which *known_as* tells from other."""
        self._request = request
        self._knowledge = knowledge
        self._known_as = known_as
        self._env = Environment(request.now, time_zone(request.zone), time.time)

    def read(self, number: int) -> Iterator[Block]:
        """What is in one log; a log that cannot be read is told, and no error of the others."""
        path = self._request.files[number]
        unit = {"kind": "log", "path": path, "said": self._request.said}
        known = (self._known_as, self._request.room)
        try:
            report, parts = log_partitions(unit, self._knowledge, self._env, known)
        except SplError as error:
            yield error_block(error, number)
            return
        told = {"path": path, "report": asdict(report), "parts": [_told(part) for part in parts]}
        yield Block(KIND, number, 0, report.events, json.dumps(told).encode())


def _told(part: Partition) -> dict[str, Any]:
    times = event_times(part.table)
    known = bool(len(times)) and not bool(np.isnan(times).any())
    return {
        "index": part.index,
        "source": part.source,
        "sourcetype": part.sourcetype,
        "rows": part.table.size,
        "earliest": float(times.min()) if known else None,
        "latest": float(times.max()) if known else None,
        "problems": [problem_sentence(problem) for problem in part.problems],
    }


def loaded(
    blocks: Iterable[Block],
    request: Request,
    place: str,
    with_what: tuple[Knowledge, Environment],
) -> Loaded:
    """The logs, which are in *place*, as partitions that nobody has opened here.

    Raises:
        DataError: none of them could be read.
    """
    report, found = Report(), []
    for block in sorted(blocks, key=lambda block: block.unit):
        if block.kind == "error":
            error = error_of(block)
            if not place:
                raise error
            report.skipped.append((request.files[block.unit], error.message))
        elif block.kind == KIND:
            told = json.loads(block.data)
            _add(report, told["report"])
            log = {"path": told["path"], "said": request.said}
            for number, part in enumerate(told["parts"]):
                report.problems += part.pop("problems")
                found.append(_partition(part, number, log, with_what))
    if not report.files:
        raise no_log(place, report.skipped)
    report.problems = list(dict.fromkeys(report.problems))
    kinds = dict.fromkeys((part.index, part.source, part.sourcetype) for part in found)
    ranks = {kind: rank for rank, kind in enumerate(kinds)}
    found.sort(key=lambda part: ranks[part.index, part.source, part.sourcetype])
    return Loaded(found, report)


def _partition(
    told: Mapping[str, Any],
    number: int,
    place: Mapping[str, Any],
    with_what: tuple[Knowledge, Environment],
) -> Partition:
    """A partition that is read here only if somebody here asks for its events."""

    @cache
    def opened() -> Table:
        if told["rows"] > MOST_ROWS:
            raise too_many(f"What reads {place['path']} here needs", told["rows"], MOST_ROWS)
        knowledge, env = with_what
        read = load(place["path"], **place["said"], knowledge=knowledge, env=env)
        return read.partitions[number].table

    seed = Place("log", str(Path(place["path"]).absolute()), number, place["said"])
    return Partition(
        told["index"],
        told["source"],
        told["sourcetype"],
        opened,
        earliest=told["earliest"],
        latest=told["latest"],
        seed=seed,
    )


def _add(report: Report, told: dict[str, Any]) -> None:
    """Add what was told of one log."""
    oddities = [Oddity(**each) for each in told.pop("oddities")]
    report.oddities = (report.oddities + oddities)[:SHOWN]
    report.skipped += [(path, reason) for path, reason in told.pop("skipped")]
    for name, value in told.items():
        setattr(report, name, getattr(report, name) + value)


def files_in(name: str, skipped: list[tuple[str, str]]) -> tuple[tuple[str, ...], str]:
    """The logs that *name* means, absolute, and what they are in; DataError where there is none."""
    logs, place = logs_of(name, skipped)
    if not place and not logs[0].is_file():
        raise missing_log(logs[0])
    return tuple(str(log.absolute()) for log in logs), place
