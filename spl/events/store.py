"""The store: events of index time in Parquet files, opened without reading them.

A store is a folder: ``manifest.json`` says which files in ``parts/`` belong to it. A part holds
events of one index, source and sourcetype, in the order of arrival, as a plain Parquet file that
any engine can read: a column per field, texts dictionary-encoded, `_time` in epoch seconds, fields
of several values as lists. A part that is written never changes, and the manifest is replaced by
renaming: whoever opens the store sees all of one state of it.

What search-time knowledge adds is worked out when a search asks, as for any log.

Choice: which index-time setting gave a field to an event is not kept; half characters, which JSON
may hold and UTF-8 cannot, become U+FFFD.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from spl.columns.column import Rows
from spl.columns.dictionary import Mask
from spl.columns.table import Table
from spl.events.fields import event_partitions
from spl.events.origin import Origin
from spl.events.partition import Partition, Place
from spl.events.report import Report
from spl.events.shelf import Shelf
from spl.events.store_manifest import PARTS, Manifest, PartInfo, read_manifest
from spl.events.store_part import PartFields
from spl.knowledge import Knowledge
from spl.values.environment import Environment

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class StorePart:
    """One part of a store: where it lies, and what is known of it without reading it.

    It can be sent to another process on the same files and be opened there.

    Attributes:
        path: its Parquet file.
        info: index, source, sourcetype, time range and size.
    """

    path: Path
    info: PartInfo

    def table(self) -> Table:
        """The events with their fields of index time; columns are read when they are asked for.

        Every call gives a table of its own that holds what was read through it.
        """
        return Table({}, self.info.rows, PartFields(self.path, self.info.blocks))

    def raw(self) -> pa.Array:
        """The texts of the events, one after the other in Arrow memory."""
        values = self.table().column("_raw").dictionary.values
        return values.arrow  # type: ignore[attr-defined]  # they are Texts

    def partitions(
        self, knowledge: Knowledge, env: Environment, shelf: PartShelf | None = None
    ) -> list[Partition]:
        """The events with every field that *knowledge* can give them.

        It is one partition, unless props.conf says different things about their hosts. What was
        read and worked out stands on the *shelf* as long as there is room, and is read anew after.
        """
        shelf = PartShelf() if shelf is None else shelf

        def opened() -> OpenPart:
            return shelf.get(key, lambda: OpenPart(self, knowledge, env))

        def one(number: int, part: Partition) -> Partition:
            def origin(name: str, row: int | Rows | Mask | None = None) -> list[Origin]:
                return opened().parts[number].origin(name, row)

            return replace(
                part,
                opened=lambda: opened().parts[number].table,
                origin=origin,
                earliest=self.info.earliest,
                latest=self.info.latest,
                seed=Place("part", str(self.path.absolute()), number, asdict(self.info)),
            )

        key = (self.path, object())
        return [one(number, part) for number, part in enumerate(opened().parts)]


class OpenPart:
    """The events of a part with the fields that were read and worked out so far.

    Attributes:
        parts: the partitions.
    """

    def __init__(self, part: StorePart, knowledge: Knowledge, env: Environment) -> None:
        """Open *part*; nothing is read unless props.conf speaks of hosts."""
        info = part.info
        self._fields = PartFields(part.path, info.blocks)
        self.parts = event_partitions(
            Table({}, info.rows, self._fields),
            index=info.index,
            source=info.source,
            sourcetype=info.sourcetype,
            knowledge=knowledge,
            env=env,
        )

    @property
    def held(self) -> int:
        """About how many bytes it holds: what was read, and as much twice for what came of it."""
        return 3 * self._fields.held


PartShelf: TypeAlias = Shelf[tuple[Path, object], OpenPart]


@dataclass(frozen=True, slots=True)
class Store:
    """One state of a store.

    Attributes:
        path: its folder.
        manifest: what it says about itself.
    """

    path: Path
    manifest: Manifest

    @property
    def parts(self) -> Sequence[StorePart]:
        """Its parts in the order in which their events arrived."""
        return [StorePart(self.path / PARTS / p.name, p) for p in self.manifest.parts]

    def __iter__(self) -> Iterator[StorePart]:
        return iter(self.parts)

    def report(self, knowledge: str) -> Report:
        """What is in it; *knowledge* is the digest of the index-time settings of today."""
        logs = self.manifest.logs
        report = Report(len(logs), self.events, sum(log.size for log in logs.values()))
        others = sum(log.knowledge != knowledge for log in logs.values())
        if others:
            report.notes.append(
                f"{others} of {len(logs)} logs in {self.path} were put there with other index-time "
                "settings or another time zone; spl index reads them anew"
            )
        return report

    @property
    def events(self) -> int:
        """How many events it holds."""
        return sum(part.rows for part in self.manifest.parts)


def knowledge_digest(knowledge: Knowledge, env: Environment) -> str:
    """What made the events of a store, other than their logs."""
    return f"{knowledge.at_index_time.digest()} {env.zone}"


def open_store(path: str | os.PathLike[str]) -> Store:
    """Open the store at *path*; nothing but its manifest is read.

    Raises:
        DataError: SPL501 there is no store, SPL506 it is broken or of a newer version.
    """
    folder = Path(path)
    return Store(folder, read_manifest(folder))
