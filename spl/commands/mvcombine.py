"""mvcombine: rows that differ in one field only become one row with a multivalue."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Self

import numpy as np

from spl.columns.column import Column
from spl.columns.table import Table
from spl.commands._arguments import Options, arguments_of, complaint
from spl.commands._book import Scope, command
from spl.commands._delimited import delimited
from spl.commands._job import Job
from spl.language import ast
from spl.values.value import Value, as_texts, multivalue


@command("mvcombine [delim=s] field", shape="fields", category="Multivalue")
@dataclass(frozen=True)
class Mvcombine:
    """Makes one row of rows that differ in one field only; that field gets all their values.

    `delim` is what ``nomv`` joins the values with, default a blank (Splunk, Search Reference:
    mvcombine).

    Choices: a row without the field stays as it is. The combined row stands where the first was.

    [{"h": "a", "k": "1"}, {"h": "b", "k": "1"}, {"h": "c", "k": "2"}] | mvcombine h -> [{"h": ["a", "b"], "k": "1"}, {"h": "c", "k": "2"}]
    """  # noqa: E501 - an example stands on one line

    field: str
    delim: str = " "

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the field."""
        arguments = arguments_of(node, ast.FieldsArguments)
        options = Options(node, arguments.options)
        delim = options.text("delim", " ")
        options.close()
        if len(arguments.fields) != 1:
            raise complaint(node, "You must specify exactly one field.", code="SPL352")
        return cls(arguments.fields[0].name, delim)

    def run(self, table: Table, job: Job) -> Table:
        """Combine the rows."""
        others = [name for name in table.names() if name != self.field]
        codes = [table.column(name).distinct().codes.tolist() for name in others]
        rests: list[Hashable] = list(zip(*codes, strict=True)) if codes else [()] * table.size
        values = table.column(self.field).to_list()
        first: dict[Hashable, int] = {}
        merged: dict[int, list[str]] = {}
        for row, (rest, value) in enumerate(zip(rests, values, strict=True)):
            at = row if value is None else first.setdefault(rest, row)
            merged.setdefault(at, []).extend(as_texts(value))
        combined = Column.of(self._combined(texts) for texts in merged.values())
        return table.take(np.array(list(merged), dtype=np.intp)).with_columns(
            {self.field: combined}
        )

    def _combined(self, texts: list[str]) -> Value:
        return delimited(multivalue(texts), self.delim)
