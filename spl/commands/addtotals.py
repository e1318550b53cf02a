"""addtotals: the sum of each row, and of each column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import Options, arguments_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._totals import column_totals, row_totals
from spl.commands._wildcards import is_internal, select_names
from spl.language import ast


@command(
    "addtotals [row=bool] [col=bool] [fieldname=f] [labelfield=f] [label=s] [field, ...]",
    shape="fields",
    category="Aggregate",
)
@dataclass(frozen=True)
class Addtotals:
    """Adds the sum of each row as a field, and the sums of the columns as a last row.

    Options: `row`, sums of rows, default true, into the field `fieldname`, default Total; `col`,
    sums of columns, default false; `labelfield`, the field of the last row that gets the text
    `label`, default Total. Without names all fields are summed (Splunk, Search Reference:
    addtotals).

    Choices: what is no number counts as nothing, and a row without any number gets 0. Internal
    fields are not summed. A label field that does not exist is made.

    [{"a": "1", "b": "2"}, {"a": "1", "b": "x"}] | addtotals -> [{"a": "1", "b": "2", "Total": "3"}, {"a": "1", "b": "x", "Total": "1"}]
    [{"k": "x", "n": "1"}, {"k": "y", "n": "2"}] | addtotals row=f col=t labelfield=k -> [{"k": "x", "n": "1"}, {"k": "y", "n": "2"}, {"k": "Total", "n": "3"}]
    """  # noqa: E501 - an example stands on one line

    fields: tuple[str, ...] = ()
    row: bool = True
    col: bool = False
    fieldname: str = "Total"
    labelfield: str | None = None
    label: str = "Total"

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read fields and options."""
        arguments = arguments_of(node, ast.FieldsArguments)
        options = Options(node, arguments.options)
        row, col = options.flag("row", True), options.flag("col")
        fieldname, labelfield = options.text("fieldname", "Total"), options.maybe("labelfield")
        label = options.text("label", "Total")
        options.close()
        fields = tuple(field.name for field in arguments.fields)
        return cls(fields, row, col, fieldname, labelfield, label)

    def run(self, table: Table, job: Job) -> Table:
        """Add the sums."""
        names = select_names(self.fields or ("*",), table.names())
        names = [n for n in names if self.fields or not is_internal(n)]
        if self.row:
            totals = row_totals(table, [n for n in names if n != self.fieldname])
            table = table.with_columns({self.fieldname: totals})
            names = [*names, self.fieldname]
        if self.col:
            table = column_totals(table, names, self.labelfield, self.label)
        return table
