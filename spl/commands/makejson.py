"""makejson: fields of a row as one JSON object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.column import Column
from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._wildcards import matches_name
from spl.language import ast
from spl.values.json_text import NotJson, as_json, write_json
from spl.values.value import Value, as_field


@command("makejson field ... output=field", shape="options", category="Fields")
@dataclass(frozen=True)
class Makejson:
    r"""Writes the named fields of each row as a JSON object into the field `output`.

    Names may hold stars. Numbers are written as numbers, a multivalue as an array; a field without
    a value is left out.

    Choices: the command is in no manual of Splunk's; this is what published searches use it for.
    `output` is _raw unless it is given. Members stand in the order of the names, those of a star
    in the order of the fields.

    [{"a": "1", "b": "x", "c": "y"}] | makejson a, b output=j | table j -> [{"j": "{\"a\":1,\"b\":\"x\"}"}]
    """  # noqa: E501 - an example stands on one line

    fields: tuple[str, ...]
    output: str = "_raw"

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read fields and output."""
        options, items = options_and_items(node)
        output = options.text("output", "_raw")
        options.close()
        words = words_of(node, items)
        if not words:
            raise complaint(node, "You must specify at least one field.", code="SPL352")
        return cls(tuple(words), output)

    def apply(self, table: Table, job: Job) -> Table:
        """Write the objects of one batch."""
        return table.with_columns({self.output: Column.of(map(self._object, table.rows()))})

    def _object(self, row: dict[str, Value]) -> Value:
        members = {
            name: row[name]
            for pattern in self.fields
            for name in row
            if matches_name(pattern, name)
        }
        return write_json({name: _plain(value) for name, value in members.items()})


def _plain(value: Value) -> object:
    try:
        return as_json(as_field(value))
    except NotJson:
        return value
