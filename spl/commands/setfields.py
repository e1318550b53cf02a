"""setfields: sets fields to texts, the same in every row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.column import Column
from spl.columns.table import Table
from spl.commands._arguments import arguments_of, complaint
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast


@command('setfields field="text", ...', shape="eval", category="Fields")
@dataclass(frozen=True)
class Setfields:
    """Sets fields to texts, the same in every row (Splunk, Search Reference: setfields).

    [{"a": "1"}] | setfields a="x", b="y" -> [{"a": "x", "b": "y"}]
    """

    values: tuple[tuple[str, str], ...]

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read names and texts."""
        values = []
        for item in arguments_of(node, ast.EvalArguments).assignments:
            match item:
                case ast.Assignment(target=target, value=ast.Text() as text):
                    values.append((target.name, text.value))
                case ast.Assignment(target=target, value=ast.Number(raw=raw)):
                    values.append((target.name, raw))
                case _:
                    sentence = 'Only field="text" is understood here.'
                    raise complaint(node, sentence, code="SPL353", span=item.span)
        return cls(tuple(values))

    def apply(self, table: Table, job: Job) -> Table:
        """Set the fields of one batch."""
        return table.with_columns(
            {name: Column.constant(text, table.size) for name, text in self.values}
        )
