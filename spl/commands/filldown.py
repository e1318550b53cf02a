"""filldown: the last value of a field in place of nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from spl.columns.column import Column
from spl.columns.table import Table
from spl.commands._arguments import Options, arguments_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._wildcards import select_names
from spl.language import ast


@command("filldown [field, ...]", shape="fields", category="Fields")
@dataclass(frozen=True)
class Filldown:
    """Puts the last value of a field before where a row has none.

    Without names all fields are filled (Splunk, Search Reference: filldown).

    [{"a": "1", "b": "1"}, {"b": "2"}] | filldown a -> [{"a": "1", "b": "1"}, {"a": "1", "b": "2"}]
    """

    fields: tuple[str, ...] = ()

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the fields."""
        arguments = arguments_of(node, ast.FieldsArguments)
        Options(node, arguments.options).close()
        return cls(tuple(field.name for field in arguments.fields))

    def run(self, table: Table, job: Job) -> Table:
        """Fill the columns."""
        names = select_names(self.fields or ("*",), table.names())
        found = {name: table.find(name) for name in names}
        return table.with_columns(
            {name: _filled(column) for name, column in found.items() if column is not None}
        )


def _filled(column: Column) -> Column:
    rows = np.where(column.present(), np.arange(len(column)), -1)
    last = np.maximum.accumulate(rows) if len(rows) else rows
    return Column(np.append(column.codes, np.int32(-1))[last], column.dictionary)
