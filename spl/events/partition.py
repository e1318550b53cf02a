"""Events of one source, sourcetype and index, held as columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from spl.columns.column import Rows
from spl.columns.dictionary import Mask
from spl.columns.table import Table
from spl.errors import KnowledgeError
from spl.events.origin import Origin


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """Events as they were before search-time knowledge, to be sent.

    Attributes:
        index: their index.
        source: their source.
        sourcetype: their sourcetype, before ``rename`` in props.conf.
        table: their fields of index time.
    """

    index: str
    source: str
    sourcetype: str
    table: Table


@dataclass(frozen=True, slots=True)
class Place:
    """Where events can be read anew.

    Attributes:
        kind: ``part`` of a store, or ``log``.
        path: the file.
        number: which of the partitions that come of it.
        said: what must be known to read it, as JSON has it.
    """

    kind: str
    path: str
    number: int
    said: Mapping[str, Any]


Seed: TypeAlias = Carried | Place


class Origins(Protocol):
    """Tells the steps that gave a field its values, of all events or of some."""

    def __call__(self, name: str, row: int | Rows | Mask | None = None) -> list[Origin]:
        """The steps in order; *row* is one event, positions, a mask, or None for all."""


def _nowhere(name: str, row: int | Rows | Mask | None = None) -> list[Origin]:
    del name, row
    return []


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """Events that the same settings of props.conf apply to.

    Attributes:
        index: index that the events are in.
        source: their source.
        sourcetype: their sourcetype as searches see it, after ``rename`` in props.conf.
        opened: the table, or what opens it.
        origin: the steps that gave a field of the table its values.
        earliest: no event is older; epoch seconds, None where nobody has looked.
        latest: none is younger.
        problems: what of the knowledge about these events cannot be used, and is left out.
        seed: what the partition can be made of in another process.
    """

    index: str
    source: str
    sourcetype: str
    opened: Table | Callable[[], Table]
    problems: tuple[KnowledgeError, ...] = ()
    origin: Origins = _nowhere
    earliest: float | None = None
    latest: float | None = None
    seed: Seed | None = None

    @property
    def table(self) -> Table:
        """The events in the order of the log, with every field that knowledge can give them.

        Always there: _time (float seconds), _raw, host, source, sourcetype, index.
        """
        return self.opened if isinstance(self.opened, Table) else self.opened()
