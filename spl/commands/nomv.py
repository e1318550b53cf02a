"""nomv: makes one text of a multivalue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import Options, arguments_of, complaint
from spl.commands._book import Scope, command
from spl.commands._delimited import delimiter_of
from spl.commands._job import Job
from spl.language import ast
from spl.values.value import Value, as_texts


@command("nomv field", shape="fields", category="Multivalue")
@dataclass(frozen=True)
class Nomv:
    r"""Makes one text of the values of a field.

    Between them stands what ``makemv``, ``mvcombine`` or ``stats delim=`` took for this field
    (Splunk, Search Reference: nomv).

    Choices: a line feed where nothing was said, as in Splunk's results. Several fields may be
    named.

    [{"f": ["a", "b"]}] | nomv f -> [{"f": "a\nb"}]
    [{"f": "a,b"}] | makemv delim="," f | nomv f -> [{"f": "a,b"}]
    """

    fields: tuple[str, ...]

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the field."""
        arguments = arguments_of(node, ast.FieldsArguments)
        Options(node, arguments.options).close()
        if not arguments.fields:
            raise complaint(node, "You must specify a field.", code="SPL352")
        return cls(tuple(field.name for field in arguments.fields))

    def apply(self, table: Table, job: Job) -> Table:
        """Join the values in one batch."""
        found = {name: table.find(name) for name in self.fields}
        return table.with_columns(
            {name: column.map(_joined) for name, column in found.items() if column is not None}
        )


def _joined(value: Value) -> Value:
    return delimiter_of(value).join(as_texts(value)) if isinstance(value, tuple) else value
