"""accum: the running sum of a field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.column import Column
from spl.columns.table import Table
from spl.commands._arguments import field_as_name, options_and_items
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast
from spl.values.value import Value, as_number


@command("accum field [AS name]", shape="options", category="Fields")
@dataclass(frozen=True)
class Accum:
    """Puts the running sum of a field in its place or, with AS, into a new field.

    A row in which the field is no number is passed by (Splunk, Search Reference: accum).

    [{"n": "1"}, {"n": "x"}, {"n": "2"}] | accum n AS t -> [{"n": "1", "t": "1"}, {"n": "x"}, {"n": "2", "t": "3"}]
    """  # noqa: E501 - an example stands on one line

    field: str
    target: str

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the field and the name."""
        options, items = options_and_items(node)
        options.close()
        field, target = field_as_name(node, items)
        return cls(field, target or field)

    def run(self, table: Table, job: Job) -> Table:
        """Sum up row by row."""
        total: int | float = 0
        sums: list[Value] = []
        values = table.column(self.field).to_list()
        for value in values:
            number = as_number(value)
            total += number or 0
            kept = value if self.target == self.field else None
            sums.append(kept if number is None else total)
        return table.with_columns({self.target: Column.of(sums)})
