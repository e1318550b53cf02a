"""The fields of data sources: what a checkout lists, and what the knowledge here makes of them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from spl.detections.fidelity import WINDOWS, DataSource, find_data_sources
from spl.errors import DataError, SplError
from spl.events.load import load
from spl.knowledge import Knowledge
from spl.values.environment import Environment


@dataclass(frozen=True, slots=True)
class DataSources:
    """The data sources that a checkout describes in its folder ``data_sources``, by name."""

    by_name: dict[str, DataSource] = field(default_factory=dict)
    _fields: dict[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, checkout: Path) -> DataSources:
        """Read the descriptions of a checkout; there may be none."""
        try:
            return cls({each.name: each for each in find_data_sources(checkout)})
        except DataError:
            return cls()

    def windows_fields(
        self, names: Iterable[str], knowledge: Knowledge, environment: Environment
    ) -> frozenset[str] | None:
        """All fields that events of these sources may have; None where that is not certain.

        It is certain of Windows events alone, whose example shows every field there is; an event
        in JSON or in words may have others. Counted are the fields that the description lists, and
        those that the knowledge here gives the example.
        """
        fields: set[str] = set()
        for name in names:
            described = self.by_name.get(name)
            if described is None or described.family != WINDOWS or described.unusable:
                return None
            if name not in self._fields:
                made = _made(described, knowledge, environment)
                self._fields[name] = described.fields | made
            fields |= self._fields[name]
        return frozenset(fields) or None


def _made(source: DataSource, knowledge: Knowledge, environment: Environment) -> frozenset[str]:
    example = io.BytesIO(source.example.encode("utf-8", "replace"))
    try:
        loaded = load(
            example,
            source=source.source or None,
            sourcetype=source.sourcetype or None,
            knowledge=knowledge,
            env=environment,
        )
    except SplError:
        return frozenset()
    return frozenset(name for part in loaded.partitions for name in part.table.names())
