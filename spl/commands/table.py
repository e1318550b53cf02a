"""table: keeps the named fields, as columns in that order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import Options, arguments_of, complaint
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._wildcards import captures, has_wildcard
from spl.language import ast


@command("table field, ...", shape="fields", category="Fields")
@dataclass(frozen=True)
class TableCommand:
    """Keeps the named fields, as columns in the order in which they are named.

    A name may hold stars. A field that no row has gives an empty column. All other fields go,
    internal ones too (Splunk, Search Reference: table).

    Choices: a star reaches internal fields here, so ``table *`` shows _time and _raw. Columns that
    one star selects stand in the order in which they were.

    [{"a": "1", "b": "2", "c": "3"}] | table b a -> [{"b": "2", "a": "1"}]
    [{"a1": "1", "b": "2", "a2": "3"}] | table a* -> [{"a1": "1", "a2": "3"}]
    [{"a": "1", "_time": "5"}] | table a, nosuch -> [{"a": "1"}]
    """

    names: tuple[str, ...]

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the names; at least one is needed."""
        arguments = arguments_of(node, ast.FieldsArguments)
        Options(node, arguments.options).close()
        if not arguments.fields:
            sentence = "Must specify at least one valid field name (can contain wildcards)."
            raise complaint(node, sentence, code="SPL352")
        return cls(tuple(field.name for field in arguments.fields))

    def apply(self, table: Table, job: Job) -> Table:
        """Cut one batch down to the columns."""
        if not has_wildcard(self.names):
            return table.select(dict.fromkeys(self.names))
        known = table.names()
        chosen: dict[str, None] = {}
        for pattern in self.names:
            if "*" in pattern:
                chosen.update(dict.fromkeys(n for n in known if captures(pattern, n) is not None))
            else:
                chosen[pattern] = None
        return table.select(chosen)
