"""lookup: fields out of a table, by the values of fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Self

import numpy as np

from spl.columns.column import Column
from spl.columns.dictionary import encode
from spl.columns.lift import tuples
from spl.columns.table import Table
from spl.commands._arguments import Options, arguments_of, complaint
from spl.commands._book import Scope, command
from spl.commands._extraction import prefer
from spl.commands._job import Job
from spl.errors import BindError, did_you_mean
from spl.knowledge.lookups import LookupTable
from spl.language import ast
from spl.values.value import Value, as_number, as_texts, multivalue

_MOST = 10_000  # combinations of the values of multivalue keys that are looked up for one event


@command(
    "lookup table column [AS field] ... [OUTPUT|OUTPUTNEW column [AS field] ...]",
    shape="lookup",
    category="Combine",
)
@dataclass(frozen=True)
class Lookup:
    """Adds fields out of a lookup table to the events whose fields match a row of it.

    All keys must match, as the table's definition says: exactly, by wildcard, by network, with or
    without regard to case. Several rows make multivalues. OUTPUT overwrites fields, OUTPUTNEW only
    fills those that are absent; without either, all other columns of the table are taken as by
    OUTPUT. Several clauses each hold for their own fields. `local` and `update` are understood and change nothing (Splunk, Search Reference:
    lookup; transforms.conf.spec).

    Choices: where nothing matches, OUTPUT empties its fields. An event that lacks a key matches
    nothing, and no default is filled in. Each value of a multivalue key is looked up.

    [{"name": "al"}, {"name": "cy"}] | lookup people name OUTPUT dept -> [{"name": "al", "dept": "ops"}, {"name": "cy"}]
    [{"who": "bo", "dept": "?"}] | lookup people name AS who OUTPUTNEW dept -> [{"who": "bo", "dept": "?"}]
    """  # noqa: E501 - an example stands on one line

    table: str
    keys: tuple[tuple[str, str], ...]
    outputs: tuple[tuple[str, str], ...]
    new: bool = False
    filled: frozenset[str] = frozenset()

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read keys and outputs; the table must be there."""
        arguments = arguments_of(node, ast.LookupArguments)
        options = Options(node, arguments.options)
        options.flag("local")
        options.flag("update")
        options.close()
        keys = tuple((pair.column, pair.event_field) for pair in arguments.keys)
        if not keys:
            raise complaint(node, "You must specify at least one lookup field.", code="SPL352")
        new = arguments.mode == "OUTPUTNEW"
        more = [(clause.mode == "OUTPUTNEW", clause.pairs) for clause in arguments.more]
        pairs = [(p, only) for only, some in [(new, arguments.outputs), *more] for p in some]
        outputs = tuple((p.column, p.event_field) for p, _ in pairs)
        filled = frozenset(p.event_field for p, only in pairs if only)
        if scope.knowledge is not None:
            table = _table(node, scope, arguments.table, keys)
            more_pairs = (pair for clause in arguments.more for pair in clause.pairs)
            _known(node, table, (*arguments.keys, *arguments.outputs, *more_pairs))
        return cls(arguments.table, keys, outputs, new, filled)

    def apply(self, table: Table, job: Job) -> Table:
        """Look up the keys of one batch."""
        source = job.knowledge.lookup(self.table)
        outputs = self.outputs or self._others(source)
        found = _results(table, source, self.keys, outputs)
        columns: dict[str, Column] = {}
        for target, column in found.items():
            old = table.find(target)
            new = target in self.filled if self.outputs else self.new
            columns[target] = column if old is None or not new else prefer(old, column)
        return table.with_columns(columns)

    def _others(self, source: LookupTable) -> tuple[tuple[str, str], ...]:
        """Every column that is no key."""
        keys = {column for column, _ in self.keys}
        return tuple((name, name) for name in source.columns if name not in keys)


def _results(
    table: Table,
    source: LookupTable,
    keys: Iterable[tuple[str, str]],
    outputs: Iterable[tuple[str, str]],
) -> dict[str, Column]:
    """The output fields, each combination of keys looked up once."""
    names = [column for column, _ in keys]
    inputs = [table.column(field).distinct() for _, field in keys]
    if source.rules.time_field is not None:
        inputs.append(table.column("_time").distinct())
    codes = [column.codes for column in inputs]
    ids, first = tuples(codes, [len(column.dictionary) for column in inputs])
    find = partial(_find, source, names)
    matches = [find([column[row] for column in inputs]) for row in first.tolist()]
    columns = {}
    for column, target in outputs:
        some, dictionary = encode(_cells(rows, column) for rows in matches)
        columns[target] = Column(some[ids] if len(some) else np.empty(0, np.int32), dictionary)
    return columns


def _find(source: LookupTable, names: list[str], values: list[Value]) -> list[Mapping[str, str]]:
    """The rows for one event."""
    time = None
    if len(values) > len(names):
        *values, moment = values
        time = as_number(moment)
    if None in values:
        return []
    texts = [dict.fromkeys(as_texts(value)) for value in values]
    find: Callable[..., list[dict[str, str]]] = source.find
    rows: list[Mapping[str, str]] = []
    for count, key in enumerate(product(*texts)):
        if count == _MOST:
            break
        rows.extend(find(dict(zip(names, key, strict=True)), time))
    return rows


def _cells(rows: list[Mapping[str, str]], column: str) -> Value:
    return multivalue(row[column] for row in rows if column in row)


def _table(
    node: ast.Command, scope: Scope, name: str, keys: Iterable[tuple[str, str]]
) -> LookupTable:
    assert scope.knowledge is not None
    try:
        return scope.knowledge.lookup(name)
    except BindError as error:
        words = ", ".join([name, *(column for column, _ in keys)])
        sentence = f"Could not construct lookup '{words}'."
        hint = error.hint or error.message
        raise complaint(
            node, sentence, code=error.code, span=node.arguments.span, hint=hint
        ) from error


def _known(node: ast.Command, table: LookupTable, pairs: Iterable[ast.LookupPair]) -> None:
    """Every named column must be in the table."""
    for pair in pairs:
        column = pair.column
        if table.columns and column not in table.columns:
            sentence = "Could not find all of the specified lookup fields in the lookup table."
            hint = did_you_mean(column, table.columns) or (
                f"'{table.name}' has no column '{column}', only {', '.join(table.columns)}."
            )
            raise complaint(node, sentence, code="SPL358", span=pair.span, hint=hint)
