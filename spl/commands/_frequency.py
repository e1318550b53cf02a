"""How often values occur: what top and rare share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from spl.columns.column import Column
from spl.columns.group import group
from spl.columns.places import Places
from spl.columns.table import Table
from spl.commands._arguments import Options, arguments_of, complaint
from spl.commands._job import Job
from spl.language import ast
from spl.values.value import Value

_LIMIT = 10
_MOST = 50_000  # Splunk, limits.conf: maxresultrows of top
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frequency:
    """The arguments of top and rare."""

    fields: tuple[str, ...]
    by: tuple[str, ...]
    rare: bool
    limit: int
    count: str | None
    percent: str | None
    other: str | None


def bind_frequency(node: ast.Command, *, rare: bool) -> Frequency:
    """Read the arguments of top or rare."""
    arguments = arguments_of(node, ast.TopArguments)
    if not arguments.fields:
        raise complaint(node, "No fields were specified.", code="SPL352")
    for field in (*arguments.fields, *arguments.by):
        if "*" in field.name:
            raise complaint(node, f"The field '{field.name}' cannot contain wildcards.")
    options = Options(node, arguments.options)
    limit = options.whole("limit", _LIMIT)
    if arguments.count is not None:
        limit = arguments.count
    count, percent = options.text("countfield", "count"), options.text("percentfield", "percent")
    showcount, showperc = options.flag("showcount", True), options.flag("showperc", True)
    useother, other = options.flag("useother"), options.text("otherstr", "OTHER")
    options.close()
    if limit < 0:
        raise complaint(node, "The limit must not be negative.", code="SPL351")
    return Frequency(
        tuple(dict.fromkeys(field.name for field in arguments.fields)),
        tuple(dict.fromkeys(field.name for field in arguments.by)),
        rare,
        limit or _MOST,
        count if showcount else None,
        percent if showperc else None,
        other if useother else None,
    )


class FrequencyState:
    """How often each combination has been seen."""

    def __init__(self, frequency: Frequency, job: Job) -> None:
        """Start with nothing seen."""
        self._frequency = frequency
        self._job = job
        self._counts: Counter[Key] = Counter()

    def add(self, table: Table) -> None:
        """Count the next batch."""
        grouping = group(table, (*self._frequency.by, *self._frequency.fields))
        counts = np.bincount(grouping.ids, minlength=grouping.count).tolist()
        self.add_counted(zip(grouping.key_rows(), counts, strict=True))

    def add_counted(self, counted: Iterable[tuple[Iterable[Value], int]]) -> None:
        """Add values with their counts."""
        for key, count in counted:
            self._counts[tuple(map(str, key))] += count

    def merge(self, later: FrequencyState) -> None:
        """Take in the counts of later events."""
        self._counts.update(later._counts)

    def result(self) -> Table:
        """The rows, group by group."""
        groups: dict[Key, list[tuple[Key, int]]] = {}
        width = len(self._frequency.by)
        for key, count in self._counts.items():
            groups.setdefault(key[:width], []).append((key[width:], count))
        rows: list[tuple[Value, ...]] = []
        for by in sorted(groups):
            rows.extend((*by, *row) for row in self._rows(groups[by]))
        return self._table(rows)

    def _rows(self, counted: list[tuple[Key, int]]) -> list[tuple[Value, ...]]:
        """The values of one group with count and percentage."""
        frequency = self._frequency
        ordered = sorted(counted, key=lambda pair: (pair[1], pair[0]), reverse=not frequency.rare)
        shown, rest = ordered[: frequency.limit], ordered[frequency.limit :]
        total = sum(count for _, count in counted)
        if frequency.other is not None and rest:
            other = (frequency.other,) * len(frequency.fields)
            shown.append((other, sum(count for _, count in rest)))
        return [(*key, count, f"{100 * count / total:.6f}") for key, count in shown]

    def _table(self, rows: list[tuple[Value, ...]]) -> Table:
        """The columns that are wanted."""
        frequency = self._frequency
        names = (*frequency.by, *frequency.fields, frequency.count, frequency.percent)
        columns = {
            name: Column.of(row[place] for row in rows)
            for place, name in enumerate(names)
            if name is not None
        }
        return Table(columns, len(rows))


_COUNT = "\0count"


@dataclass(frozen=True, slots=True)
class PartedFrequency:
    """top and rare on parts: how often each combination is in a part."""

    frequency: Frequency
    job: Job

    @property
    def keys(self) -> tuple[str, ...]:
        """The BY fields."""
        return self.frequency.by

    def fits(self, table: Table) -> bool:
        """Always: a row in several groups has come apart before it travels."""
        return True

    def part(self, table: Table) -> list[Table]:
        """Each combination with its count."""
        grouping = group(table, (*self.frequency.by, *self.frequency.fields))
        counts = np.bincount(grouping.ids, minlength=grouping.count).tolist()
        return [Table({**grouping.keys, _COUNT: Column.of(counts)}, grouping.count)]

    def whole(self, parts: Sequence[Sequence[Table]]) -> Table:
        """The rows, group by group."""
        state = FrequencyState(self.frequency, self.job)
        for (table,) in parts:
            names = (*self.frequency.by, *self.frequency.fields)
            keys = zip(*(table.column(name).to_list() for name in names), strict=True)
            counts = (count for count in table.column(_COUNT).to_list() if isinstance(count, int))
            state.add_counted(zip(keys, counts, strict=True))
        table = state.result()
        by = [[str(v) for v in table.column(name).to_list()] for name in self.frequency.by]
        return table.placed(Places([*Places.of_texts(by).keys, np.arange(table.size)]))
