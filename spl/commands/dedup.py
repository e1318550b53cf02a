"""dedup: removes events that have the same values as one before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from spl.columns.column import Column, Rows
from spl.columns.dictionary import Mask
from spl.columns.lift import tuples
from spl.columns.order import SortKey, order
from spl.columns.table import Table
from spl.columns.thin import first_of_each
from spl.commands._arguments import Options, arguments_of, complaint
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._parted import PartedRows
from spl.commands._reapplied import Reapplied
from spl.commands.sort import bind_keys
from spl.language import ast
from spl.values.value import Value, as_texts, read_number


@command(
    "dedup [n] field, ... [keepevents=bool] [keepempty=bool] [consecutive=bool] [sortby keys]",
    shape="dedup",
    category="Filter",
)
@dataclass(frozen=True)
class Dedup:
    """Removes events that have the same values of the named fields as one before them.

    The first event of each combination stays, or the first n. An event that lacks one of the
    fields goes. A multivalue must be the same in all its values, in the same order.

    Options: `keepempty`, keep events that lack a field; `keepevents`, keep all events and only
    remove the named fields from the ones that repeat; `consecutive`, look only at events that
    follow each other; `sortby`, put into this order first (Splunk, Search Reference: dedup).

    Choices: ``keepevents`` also keeps events that lack a field. An event that goes because it
    lacks a field does not end a run of ``consecutive`` events.

    [{"h": "a", "i": "1"}, {"h": "a", "i": "2"}, {"i": "3"}] | dedup h -> [{"h": "a", "i": "1"}]
    [{"h": "a", "i": "1"}, {"h": "a", "i": "2"}] | dedup h sortby -i -> [{"h": "a", "i": "2"}]
    [{"h": "a"}, {"h": "b"}, {"h": "a"}] | dedup h consecutive=t -> [{"h": "a"}, {"h": "b"}, {"h": "a"}]
    [{"h": "a"}, {"i": "3"}] | dedup h keepempty=t -> [{"h": "a"}, {"i": "3"}]
    """  # noqa: E501 - an example stands on one line

    fields: tuple[str, ...]
    count: int = 1
    keepevents: bool = False
    keepempty: bool = False
    consecutive: bool = False
    sortby: tuple[SortKey, ...] = ()

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read count, fields, options and order."""
        arguments = arguments_of(node, ast.DedupArguments)
        if not arguments.fields:
            sentence = "At least one field must be given as an argument."
            raise complaint(node, sentence, code="SPL352")
        first = read_number(arguments.fields[0].name)
        if arguments.count == 0 or (first is not None and first < 0):
            raise complaint(node, "The count must be a positive number.", code="SPL351")
        options = Options(node, arguments.options)
        events, empty = options.flag("keepevents"), options.flag("keepempty")
        consecutive = options.flag("consecutive")
        options.close()
        fields = tuple(dict.fromkeys(field.name for field in arguments.fields))
        sortby = bind_keys(arguments.sortby)
        return cls(fields, arguments.count or 1, events, empty, consecutive, sortby)

    def reduction(self, job: Job) -> Reapplied:
        """Remove repeats from each part and then from what is left of all."""
        return Reapplied(self.deduplicated)

    def parted(self, job: Job) -> PartedRows | None:
        """The same, and what has other values need not meet."""
        if self.consecutive:
            return None
        keys = () if self.sortby else self.fields
        return PartedRows(self.deduplicated, self.deduplicated, keys, several=True)

    def deduplicated(self, table: Table) -> Table:
        """The table without its repeats."""
        if self.sortby:
            table = table.take(order(table, self.sortby))
        columns = [table.column(name) for name in self.fields]
        present = np.logical_and.reduce([column.present() for column in columns])
        rows = np.flatnonzero(present)
        kept = np.zeros(table.size, dtype=np.bool_)
        kept[rows[self._first(columns, rows)]] = True
        if self.keepevents:
            return table.with_columns(_emptied(table, self.fields, present & ~kept))
        return table.take(kept | ~present if self.keepempty else kept)

    def _first(self, columns: list[Column], rows: Rows) -> Mask:
        """Which of *rows* are among the first of their combination."""
        keys = [_keys(column) for column in columns]
        codes = [key.codes[rows] for key in keys]
        ids, first = tuples(codes, [len(key.dictionary) for key in keys])
        if self.consecutive and len(ids):
            ids = np.concatenate([[0], np.cumsum(ids[1:] != ids[:-1])])
        kept = np.zeros(len(rows), dtype=np.bool_)
        if self.count == 1 and not self.consecutive:
            kept[first] = True
        else:
            kept[first_of_each(ids, self.count)] = True
        return kept


def _keys(column: Column) -> Column:
    """A column whose codes are the same for the same texts: 1 and "1" are one value here."""
    if column.dictionary.distinct and column.dictionary.holds_texts():
        return column
    return column.map(_joined, key="texts")


def _joined(value: Value) -> str:
    texts = as_texts(value)
    return texts[0] if len(texts) == 1 else repr(texts)


def _emptied(table: Table, names: tuple[str, ...], where: Mask) -> dict[str, Column]:
    """The named columns with nulls where the mask is true."""
    columns = {}
    for name in names:
        column = table.find(name)
        if column is not None:
            codes = np.where(where, np.int32(-1), column.codes)
            columns[name] = Column(codes, column.dictionary)
    return columns
