"""stats on parts: states where order does not count, and the rows that matter where it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from spl.columns.column import Column, Rows
from spl.columns.concat import concat
from spl.columns.group import Groups as Grouping
from spl.columns.group import group
from spl.columns.lift import compact
from spl.columns.places import Places
from spl.columns.table import Table
from spl.columns.thin import Ids, thinned, times_of
from spl.commands._aggregation import Groups, Summary, feed
from spl.commands._gathered import summed_up, waiting
from spl.commands._parted import in_order
from spl.commands._wildcards import captures
from spl.commands._written_state import is_without_order, restored, written
from spl.values.book import Aggregate
from spl.values.environment import Environment
from spl.values.value import Value, as_number, as_texts

_STATE = "\0state\0"  # stands before function and name of an aggregate in the table of states
_VALUE = "\0value\0"  # the same in the table of rows

Key = tuple[str, ...]
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class PartedStats:
    """The aggregates of stats and its relatives.

    A part gives two tables: a row per group with the states of aggregates for which order does not
    count; and for all others the rows of which a group's answer can be made up, with their places.

    Attributes:
        summaries: the aggregates.
        by: the BY fields.
        environment: clock and zone.
        placed: whether each group of a part has the place of its first row.
    """

    summaries: tuple[Summary, ...]
    by: tuple[str, ...]
    environment: Environment
    placed: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """The BY fields; with stars in a field, all parts must be seen to know the columns."""
        stars = any("*" in (summary.field or "") for summary in self.summaries)
        return () if stars else self.by

    def fits(self, table: Table) -> bool:
        """Always: a row in several groups has come apart before it travels."""
        return True

    def part(self, table: Table) -> list[Table]:
        """The states and the rows."""
        resolved = Groups(self.summaries, self.by, self.environment).resolve(table)
        grouping = group(table, self.by)
        rows = table.take(grouping.rows) if self.by else table
        states = {
            _named(_STATE, one): self._states(one, rows, grouping)
            if is_without_order(one.start())
            else Column.constant(None, grouping.count)
            for one in resolved
        }
        first = Table({**grouping.keys, **states}, grouping.count)
        if self.placed and rows.places is not None:
            first = first.placed(rows.places.take(np.unique(grouping.ids, return_index=True)[1]))
        ordered = [one for one in resolved if not is_without_order(one.start())]
        return [first, self._rows(ordered, rows, grouping)]

    def _states(self, summary: Summary, rows: Table, grouping: Grouping) -> Column:
        found: dict[int, Aggregate] = {}

        def state_of(place: int) -> Aggregate:
            return found.setdefault(place, summary.start())

        feed(summary, rows, grouping.ids, state_of, self.environment)
        values = (found.get(place) for place in range(grouping.count))
        return Column.of(None if state is None else written(state) for state in values)

    def _rows(self, summaries: Sequence[Summary], rows: Table, grouping: Grouping) -> Table:
        """Of the rows those that matter to one of *summaries*, and of their values just those."""
        times, columns, kept = times_of(rows), {}, np.zeros(rows.size, dtype=np.bool_)
        for summary in summaries:
            column = summary.column(rows, self.environment)
            matter = _that_matter(summary.function, grouping.ids, column, times)
            codes = np.full(rows.size, -1, dtype=np.int32)
            codes[matter] = column.codes[matter]
            columns[_named(_VALUE, summary)] = Column(codes, column.dictionary)
            kept[matter] = True
        keys = {n: Column(c.codes[grouping.ids], c.dictionary) for n, c in grouping.keys.items()}
        columns = {"_time": rows.column("_time"), **columns, **keys}
        return Table(columns, rows.size).placed(rows.places).take(kept)

    def whole(self, parts: Sequence[Sequence[Table]]) -> Table:
        """One row per group, ordered by the BY fields as text."""
        first = [part[0] for part in parts]
        groups = _Merged(first, self.by)
        rows = in_order(concat([part[1] for part in parts]))
        columns: dict[str, Column] = {
            name: Column.of(key[place] for key in groups.keys) for place, name in enumerate(self.by)
        }
        for summary in self._columns(first):
            name = _named(_STATE, summary)
            columns[summary.name] = (
                Column.of(groups.results(summary, [table.find(name) for table in first]))
                if is_without_order(summary.start())
                else self._summed(summary, rows, groups)
            )
        texts = [columns[name].to_list() for name in self.by]
        places = Places.of_texts([[str(t) for t in each] for each in texts]) if texts else None
        return Table(columns, len(groups.keys)).placed(places)

    def groups(self, parts: Sequence[Sequence[Table]]) -> Groups:
        """The states of all groups, in the order in which the groups appear; no stars are left."""
        made = Groups(self.summaries, self.by, self.environment)
        ordered = [one for one in self.summaries if not is_without_order(one.start())]
        heads = in_order(concat([part[0] for part in parts]))
        columns = {
            one.name: (one, heads.column(_named(_STATE, one)).to_list()) for one in self.summaries
        }
        for row, key in enumerate(_keys(heads, self.by)):
            states = made.states.setdefault(key, {})
            for name, (summary, values) in columns.items():
                _merge(states, name, values[row], summary)
        rows = in_order(concat([part[1] for part in parts]))
        told = [waiting(one, _named(_VALUE, one)) for one in ordered]
        made.take(rows, group(rows, self.by), told)
        return made

    def _columns(self, tables: Sequence[Table]) -> Iterator[Summary]:
        """The aggregates in the order of the search, stars resolved as the parts have done it."""
        names = dict.fromkeys(n for t in tables for n in t.names() if n.startswith(_STATE))
        found = [name.removeprefix(_STATE).split("\0", 1) for name in names]
        seen: set[str] = set()
        for pattern in self.summaries:
            for function, name in found:
                fits = name == pattern.name or (
                    "*" in (pattern.field or "") and captures(pattern.name, name) is not None
                )
                if function == pattern.function and fits and name not in seen:
                    seen.add(name)
                    yield _called(pattern, name)

    def _summed(self, summary: Summary, rows: Table, groups: _Merged) -> Column:
        """The results of an aggregate for which order counts."""
        name = _named(_VALUE, summary)
        ids = groups.ids(rows)
        table = Table({"_time": rows.column("_time"), name: rows.column(name)}, rows.size)
        told = waiting(summary, name)
        return summed_up(told, table, ids, len(groups.keys), self.environment)


class _Merged:
    """The groups of all parts.

    Attributes:
        keys: their BY fields, sorted as text.
    """

    def __init__(self, tables: Sequence[Table], by: tuple[str, ...]) -> None:
        self._by = by
        self._of_tables = [list(_keys(table, by)) for table in tables]
        found = {key for keys in self._of_tables for key in keys} if by else {()}
        self.keys: list[Key] = sorted(found)
        self._places: Mapping[Key, int] = {key: place for place, key in enumerate(self.keys)}

    def ids(self, table: Table) -> Ids:
        """The group of each row."""
        found = (self._places[key] for key in _keys(table, self._by))
        return np.fromiter(found, np.int64, table.size)

    def results(self, summary: Summary, columns: Sequence[Column | None]) -> list[Value]:
        """What the merged states of each group give; *columns* are those of the tables."""
        states: dict[Key, Aggregate] = {}
        for keys, column in zip(self._of_tables, columns, strict=True):
            values = [] if column is None else column.to_list()
            for key, value in zip(keys, values, strict=False):
                _merge(states, key, value, summary)
        return [summary.result(states.get(key)) for key in self.keys]


def _merge(states: dict[K, Aggregate], key: K, value: Value, summary: Summary) -> None:
    """Merge a written state into that of its group; null is none."""
    if value is None:
        return
    state = restored(value, summary.start)
    if key in states:
        states[key].merge(state)
    else:
        states[key] = state


def _keys(table: Table, by: tuple[str, ...]) -> Iterator[Key]:
    """The BY fields of each row, as text."""
    if not by:
        return iter([()] * table.size)
    lists = [[as_texts(v)[0] for v in table.column(name).to_list()] for name in by]
    return iter(zip(*lists, strict=True))


def _named(kind: str, summary: Summary) -> str:
    return f"{kind}{summary.function}\0{summary.name}"


def _called(pattern: Summary, name: str) -> Summary:
    return Summary(
        name,
        pattern.function,
        pattern.make,
        None,
        None,
        pattern.allnum,
        pattern.delimiter,
    )


def _that_matter(function: str, ids: Ids, column: Column, times: np.ndarray) -> Rows:
    """The rows that can change the answer of an aggregate, also beside those of other parts."""
    rows = thinned(function, ids, column, times)
    if function not in ("min", "max") or not len(rows):
        return rows
    values = compact(column.take(rows)).dictionary.values
    if any(isinstance(value, tuple | bool) for value in values):
        return rows
    return rows[_ends(ids[rows], column.take(rows), -1 if function == "max" else 1)]


def _ends(ids: Ids, column: Column, sign: int) -> Rows:
    """Of each group the first row with the extreme number, with the extreme text, with text."""
    column = compact(column)
    numbers = sign * column.numbers(as_number, "number")
    texts = [as_texts(value)[0] for value in column.dictionary.values]
    ranks = {text: rank for rank, text in enumerate(sorted(set(texts)))}
    by_text = sign * np.array([ranks[text] for text in texts], dtype=np.int64)[column.codes]
    is_text = np.isnan(numbers).astype(np.int64)
    found = [_leading(ids, key) for key in (numbers, by_text, -is_text)]
    return np.unique(np.concatenate(found))


def _leading(ids: Ids, key: np.ndarray) -> Rows:
    """Of each group the first row with the smallest *key*; NaN is the largest."""
    order = np.lexsort([key, ids])
    leading: Rows = order[np.unique(ids[order], return_index=True)[1]]
    return leading
