"""expand: one row for each member of a JSON array."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from spl.columns.column import Column
from spl.columns.table import Table
from spl.commands._arguments import arguments_of, complaint
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast
from spl.values.json_text import NotJson, document, from_json
from spl.values.value import Value


@command("expand field", shape="fields", category="Multivalue")
@dataclass(frozen=True)
class Expand:
    r"""Makes a row for each member of the JSON array in a field; the other fields are copied.

    The command is SPL2's (Splunk, SPL2 Search Reference: expand).

    Choices: each value of a multivalue counts as a member too. What is no array stays as it is;
    an empty array leaves one row without the field, so that no row is lost.

    [{"a": "[{\"x\":1},{\"x\":2}]", "h": "q"}] | expand a -> [{"a": "{\"x\":1}", "h": "q"}, {"a": "{\"x\":2}", "h": "q"}]
    """  # noqa: E501 - an example stands on one line

    field: str

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the field."""
        return cls(only_field(node))

    def apply(self, table: Table, job: Job) -> Table:
        """Spread the rows of one batch."""
        members = [_members(value) for value in table.column(self.field).to_list()]
        rows = np.repeat(np.arange(table.size), [len(found) for found in members])
        column = Column.of(member for found in members for member in found)
        return table.take(rows).with_columns({self.field: column})


def only_field(node: ast.Command) -> str:
    """The one field that a command names."""
    arguments = arguments_of(node, ast.FieldsArguments)
    names = [field.name for field in arguments.fields]
    if len(names) != 1 or arguments.options or arguments.sign:
        raise complaint(node, "You must specify exactly one field.", code="SPL352")
    return names[0]


def _members(value: Value) -> list[Value]:
    """The members of the arrays in a value, at least one."""
    found: list[Value] = []
    for item in value if isinstance(value, tuple) else (value,):
        try:
            read = document(item)
        except NotJson:
            read = None
        found.extend([from_json(member) for member in read] if isinstance(read, list) else [item])
    return found or [None]
