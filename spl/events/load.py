"""Logs to partitions: files, folders and streams, whatever their format, encoding and packing."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from spl.errors import DataError, KnowledgeError
from spl.events.event_columns import EventColumns
from spl.events.fields import event_partitions
from spl.events.indexing import Indexing
from spl.events.intake import Intake, Settings
from spl.events.log_reader import LogReader
from spl.events.partition import Partition
from spl.events.report import Progress, Report, problem_sentence
from spl.events.store import PartShelf, knowledge_digest, open_store
from spl.events.store_manifest import is_store
from spl.events.windows import reread
from spl.knowledge import Knowledge
from spl.values.environment import Environment


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
    index: str | None = None,
    host: str | None = None,
    knowledge: Knowledge,
    env: Environment,
    progress: Progress | None = None,
    shelf: PartShelf | None = None,
) -> Loaded:
    """Read a log, or open a store.

    Args:
        path: a file, a folder (all files in it, however deep, in the order of their names), a
            pattern such as ``logs/**/*.evtx``, an open binary stream, or ``-`` for standard input.
            gzip, bzip2, xz, zstd, zip and tar are unpacked; an .evtx is read as the XML of its
            events. Or a store: its events have their source, sourcetype, index and host already.
        source: source of all events. Else that of the event: ``XmlWinEventLog:<channel>`` in XML,
            what Splunk's export says in JSON, the path of the file in any other log.
        sourcetype: their sourcetype. Else XmlWinEventLog for XML; for JSON
            crowdstrike:events:sensor where there is an event_simpleName, else _json; for any other
            log the ending of its name, or ``unknown``.
        index: index that they go to; None is the one that an export names, else main.
        host: their host. Else the Computer of Windows events, else ``localhost``.
        knowledge: what gives the events their fields.
        env: gives the time zone of times without one, and the time of a stream.
        progress: called with bytes done and bytes in all (0 for a stream) while reading.
        shelf: where the open parts of a store stand.

    Raises:
        DataError: SPL501 no such file, SPL502 cannot be read, SPL503 empty, SPL504 not text,
            SPL505 packed or binary, and so broken that nothing can be read, SPL512 unpacks to too
            much, SPL513 the package evtx is not there, SPL514 cannot be unpacked. In a folder, in
            an archive, and of several that a pattern fits, such files are skipped and told in the
            report, unless none is left.
            SPL506 a broken store, SPL509 something is said about the events of a store.
    """
    settings = Settings(source, sourcetype, index, host)
    if isinstance(path, str | Path) and is_store(path):
        return _opened(path, settings, knowledge, env, shelf)
    intake = Intake(settings, Report(), Indexing(knowledge, env, reread))
    reader = LogReader(intake, env, progress)
    if path == "-":
        reader.read(sys.stdin.buffer, "-")
    elif not isinstance(path, str | Path):
        reader.read(path, str(getattr(path, "name", "-")))
    else:
        reader.read_named(str(path))
    partitions = [
        partition
        for draft in intake.take_drafts()
        for partition in _partitions(draft.finished(), knowledge, env)
    ]
    problems = chain.from_iterable(partition.problems for partition in partitions)
    return Loaded(partitions, finished_report(intake, problems))


def _opened(
    path: str | Path,
    settings: Settings,
    knowledge: Knowledge,
    env: Environment,
    shelf: PartShelf | None,
) -> Loaded:
    """The events of a store."""
    if settings != Settings():
        raise DataError(
            f"{path} is a store: its events have their source, sourcetype, index and host.",
            code="SPL509",
            hint="Say them to spl index.",
        )
    store = open_store(path)
    shelf = PartShelf() if shelf is None else shelf
    partitions = [each for part in store.parts for each in part.partitions(knowledge, env, shelf)]
    report = store.report(knowledge_digest(knowledge, env))
    problems = (problem for partition in partitions for problem in partition.problems)
    report.problems = list(dict.fromkeys(map(problem_sentence, problems)))
    return Loaded(partitions, report)


def finished_report(intake: Intake, problems: Iterable[KnowledgeError] = ()) -> Report:
    """What was read, with what apps did to it and what is wrong with them."""
    report, indexing = intake.report, intake.indexing
    report.dropped, report.cut = indexing.dropped, indexing.cut
    found = chain(indexing.problems, problems)
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
        trails=events.trails,
    )
