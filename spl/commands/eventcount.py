"""eventcount: how many events the indexes hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._wildcards import matches_name
from spl.language import ast


@command("eventcount [index=i] [summarize=bool]", shape="options", category="Generate")
@dataclass(frozen=True)
class Eventcount:
    """Counts the events of the indexes, whatever the time range.

    `index` chooses indexes, with stars; `summarize`, default true, one number for all, else a row
    for each index; `report_size` and `list_vix` are understood and change nothing (Splunk, Search
    Reference: eventcount).

    | eventcount -> [{"count": "2"}]
    """

    indexes: tuple[str, ...] = ("*",)
    summarize: bool = True

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the options."""
        options, items = options_and_items(node)
        indexes, summarize = options.texts("index"), options.flag("summarize", True)
        options.flag("report_size")
        options.flag("list_vix", True)
        options.close()
        if words_of(node, items):
            raise complaint(node, "Only options are understood here.", code="SPL350")
        return cls(tuple(indexes) or ("*",), summarize)

    def read(self, job: Job) -> Iterator[Table]:
        """The counts."""
        counts: Counter[str] = Counter()
        for partition in job.partitions:
            if any(matches_name(index, partition.index) for index in self.indexes):
                counts[partition.index] += partition.table.size
        if self.summarize:
            yield Table.of([{"count": counts.total()}])
        else:
            yield Table.of([{"count": n, "index": name} for name, n in sorted(counts.items())])
