"""flatten: the members of a JSON object as fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._book import Scope, command
from spl.commands._extraction import extract, overlay
from spl.commands._job import Job
from spl.commands.expand import only_field
from spl.language import ast
from spl.values.json_text import NotJson, document, from_json
from spl.values.value import Value


@command("flatten field", shape="fields", category="Fields")
@dataclass(frozen=True)
class Flatten:
    r"""Makes a field of each member of the JSON object in a field; the field itself stays.

    The command is SPL2's (Splunk, SPL2 Search Reference: flatten).

    Choices: a member that is an object or an array is its JSON. A field of the same name is
    overwritten where the member has a value. What is no object gives nothing.

    [{"a": "{\"x\":1,\"y\":[2]}"}] | flatten a | table x y -> [{"x": "1", "y": "[2]"}]
    """

    field: str

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the field."""
        return cls(only_field(node))

    def apply(self, table: Table, job: Job) -> Table:
        """Read the objects of one batch."""
        return overlay(table, extract(table.column(self.field), _object_members))


def _object_members(value: Value) -> Mapping[str, Value]:
    try:
        read = document(value)
    except NotJson:
        return {}
    if not isinstance(read, dict):
        return {}
    return {name: found for name, data in read.items() if (found := from_json(data)) is not None}
