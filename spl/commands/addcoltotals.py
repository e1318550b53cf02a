"""addcoltotals: a last row with the sums of the columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import Options, arguments_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._totals import column_totals
from spl.commands._wildcards import is_internal, select_names
from spl.language import ast


@command("addcoltotals [labelfield=f] [label=s] [field, ...]", shape="fields", category="Aggregate")
@dataclass(frozen=True)
class Addcoltotals:
    """Adds a last row with the sums of the columns.

    Options: `labelfield`, the field of that row that gets the text `label`, default Total. Without
    names all fields are summed (Splunk, Search Reference: addcoltotals).

    [{"k": "x", "n": "1"}, {"k": "y", "n": "2"}] | addcoltotals labelfield=k label=all n -> [{"k": "x", "n": "1"}, {"k": "y", "n": "2"}, {"k": "all", "n": "3"}]
    """  # noqa: E501 - an example stands on one line

    fields: tuple[str, ...] = ()
    labelfield: str | None = None
    label: str = "Total"

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read fields and options."""
        arguments = arguments_of(node, ast.FieldsArguments)
        options = Options(node, arguments.options)
        labelfield, label = options.maybe("labelfield"), options.text("label", "Total")
        options.close()
        return cls(tuple(field.name for field in arguments.fields), labelfield, label)

    def run(self, table: Table, job: Job) -> Table:
        """Add the row."""
        names = select_names(self.fields or ("*",), table.names())
        names = [n for n in names if self.fields or not is_internal(n)]
        return column_totals(table, names, self.labelfield, self.label)
