"""Events of one source, sourcetype and index, held as columns."""

from __future__ import annotations

from dataclasses import dataclass

from spl.columns.table import Table
from spl.errors import KnowledgeError


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """Events that the same settings of props.conf apply to.

    Attributes:
        index: index that the events are in.
        source: their source.
        sourcetype: their sourcetype as searches see it, after ``rename`` in props.conf.
        table: the events in the order of the file, with every field that knowledge can give them.
            Always there: _time (float seconds), _raw, host, source, sourcetype, index.
        problems: what of the knowledge about these events cannot be used, and is left out.
    """

    index: str
    source: str
    sourcetype: str
    table: Table
    problems: tuple[KnowledgeError, ...] = ()
