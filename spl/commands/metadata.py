"""metadata: which hosts, sources or sourcetypes there are, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np

from spl.columns.group import group
from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._wildcards import matches_name
from spl.language import ast
from spl.values.value import Value, as_number

_TYPES = {"hosts": "host", "sources": "source", "sourcetypes": "sourcetype"}


@command(
    "metadata type=hosts|sources|sourcetypes [index=i] [datatype=s] [splunk_server=s]",
    shape="options",
    category="Generate",
)
@dataclass(frozen=True)
class Metadata:
    """Makes a row for each host, source or sourcetype: first, last and most recent time, how many.

    `index` chooses the index, with stars; `datatype`, `splunk_server` and `splunk_server_group` are
    understood and change nothing (Splunk, Search Reference: metadata).

    Choices: recentTime, when an event was indexed, is the time of the last event.

    | metadata type=hosts index=main -> [{"host": "pc1", "type": "hosts", "firstTime": "100", "lastTime": "200", "recentTime": "200", "totalCount": "2"}]
    """  # noqa: E501 - an example stands on one line

    kind: str
    indexes: tuple[str, ...] = ("*",)

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read type and index."""
        options, items = options_and_items(node)
        kind, indexes = options.choice("type", tuple(_TYPES), ""), options.texts("index")
        for name in ("datatype", "splunk_server", "splunk_server_group"):
            options.maybe(name)
        options.close()
        if words_of(node, items):
            raise complaint(node, "Only options are understood here.", code="SPL350")
        if not kind:
            hint = f"type is one of {', '.join(_TYPES)}."
            raise complaint(node, "The option 'type' is needed.", code="SPL352", hint=hint)
        return cls(kind, tuple(indexes) or ("*",))

    def read(self, job: Job) -> Iterator[Table]:
        """The rows, by name."""
        field = _TYPES[self.kind]
        found: dict[str, tuple[float, float, int]] = {}
        for partition in job.partitions:
            if not any(matches_name(index, partition.index) for index in self.indexes):
                continue
            times = partition.table.column("_time").numbers(as_number, key="number")
            grouping = group(partition.table, (field,))
            for number, key in enumerate(grouping.key_rows()):
                some = times[grouping.rows[grouping.ids == number]]
                some = some[some == some]
                low, high = (float(some.min()), float(some.max())) if len(some) else (0.0, 0.0)
                known = found.get(str(key[0]), (low, high, 0))
                count = known[2] + int(np.count_nonzero(grouping.ids == number))
                found[str(key[0])] = (min(known[0], low), max(known[1], high), count)
        rows: list[dict[str, Value]] = [
            {
                "firstTime": int(first),
                field: name,
                "lastTime": int(last),
                "recentTime": int(last),
                "totalCount": count,
                "type": self.kind,
            }
            for name, (first, last, count) in sorted(found.items())
        ]
        yield Table.of(rows)
