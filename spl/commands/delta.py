"""delta: the difference from an earlier row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.column import Column
from spl.columns.table import Table
from spl.commands._arguments import field_as_name, options_and_items
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast
from spl.values.value import as_number


@command("delta field [AS name] [p=n]", shape="options", category="Fields")
@dataclass(frozen=True)
class Delta:
    """Sets the difference between the number of a row and that of the row before.

    `p` is how many rows back, default 1. The name is ``delta(field)`` unless AS gives one; where
    one of the two is no number nothing is set (Splunk, Search Reference: delta).

    [{"n": "1"}, {"n": "4"}, {"n": "9"}] | delta n AS d -> [{"n": "1"}, {"n": "4", "d": "3"}, {"n": "9", "d": "5"}]
    [{"n": "1"}, {"n": "4"}, {"n": "9"}] | delta n p=2 -> [{"n": "1"}, {"n": "4"}, {"n": "9", "delta(n)": "8"}]
    """  # noqa: E501 - an example stands on one line

    field: str
    target: str
    back: int = 1

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read field, name and distance."""
        options, items = options_and_items(node)
        back = options.whole("p", 1, least=1)
        options.close()
        field, target = field_as_name(node, items)
        return cls(field, target or f"delta({field})", back)

    def run(self, table: Table, job: Job) -> Table:
        """Subtract."""
        numbers = [as_number(value) for value in table.column(self.field).to_list()]
        earlier = [None] * min(self.back, len(numbers)) + numbers[: -self.back]
        differences = (
            None if now is None or before is None else now - before
            for now, before in zip(numbers, earlier, strict=True)
        )
        return table.with_columns({self.target: Column.of(differences)})
