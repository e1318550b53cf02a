"""fillnull: gives a value to fields that have none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from spl.columns.column import Column
from spl.columns.dictionary import Dictionary
from spl.columns.table import Table
from spl.commands._arguments import Options, arguments_of
from spl.commands._book import Bound, Scope, command
from spl.commands._job import Job
from spl.commands._wildcards import has_wildcard, matches_name
from spl.language import ast


@command("fillnull [value=<text>] [field, ...]", shape="fields", category="Fields")
@dataclass(frozen=True)
class Fillnull:
    """Fills the named fields where they are null; without names every field of the results.

    The value is 0 unless given. A named field that no row has is made. An empty text is a value
    and stays (Splunk, Search Reference: fillnull).

    Choices: without names, internal fields (``_…``) are left alone; a name with stars stands for
    the fields that the results have. A column in which no row has a value does not occur.

    [{"a": "1"}, {"b": "2"}] | fillnull -> [{"a": "1", "b": "0"}, {"a": "0", "b": "2"}]
    [{"a": "1"}] | fillnull value=none b -> [{"a": "1", "b": "none"}]
    [{"a": ""}] | fillnull value=x a -> [{"a": ""}]
    """

    value: str
    names: tuple[str, ...]

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Bound:
        """Read the value and the names."""
        arguments = arguments_of(node, ast.FieldsArguments)
        options = Options(node, arguments.options)
        value = options.text("value", "0")
        options.close()
        names = tuple(field.name for field in arguments.fields)
        if names and not has_wildcard(names):
            return cls(value, names)
        return FillEverything(value, names)

    def apply(self, table: Table, job: Job) -> Table:
        """Fill one batch."""
        return _filled(table, self.names, self.value)


@dataclass(frozen=True)
class FillEverything:
    """fillnull without names, or with stars: which fields there are shows only at the end."""

    value: str
    patterns: tuple[str, ...] = ()

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Fill every field with 0."""
        return cls("0")

    def run(self, table: Table, job: Job) -> Table:
        """Fill the fields that occur."""
        names = [name for name in table.names() if self._meant(name)]
        occurring = [name for name in names if bool(table.column(name).present().any())]
        return _filled(table, occurring, self.value)

    def _meant(self, name: str) -> bool:
        if not self.patterns:
            return not name.startswith("_")
        return any(matches_name(pattern, name) for pattern in self.patterns)


def _filled(table: Table, names: tuple[str, ...] | list[str], value: str) -> Table:
    return table.with_columns({name: fill_column(table.column(name), value) for name in names})


def fill_column(column: Column, value: str) -> Column:
    """*column* with *value* where it is null."""
    if bool(column.present().all()):
        return column
    column = column.distinct()
    values = list(column.dictionary.values)
    code = values.index(value) if value in values else len(values)
    codes = np.where(column.present(), column.codes, code).astype(np.int32)
    return Column(codes, Dictionary([*values, value] if code == len(values) else values))
