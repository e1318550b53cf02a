"""fields: keeps or removes fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import Options, arguments_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._wildcards import has_wildcard, matches_name, select_names
from spl.language import ast

_KEPT = ("_time", "_raw")


@command("fields [+|-] field, ...", shape="fields", category="Fields")
@dataclass(frozen=True)
class Fields:
    """Keeps the named fields, or with a minus removes them.

    A name may hold stars; a star at the front does not reach internal fields. Keeping fields also
    keeps _time and _raw; ``fields - _*`` takes them away (Splunk, Search Reference: fields).

    Choices: without a name nothing changes. A name that no row has gives no column.

    [{"a": "1", "b": "2", "_time": "5"}] | fields a -> [{"a": "1", "_time": "5"}]
    [{"a1": "1", "a2": "2", "b": "3"}] | fields - a* -> [{"b": "3"}]
    [{"a": "1", "_raw": "r"}] | fields - _* -> [{"a": "1"}]
    """

    names: tuple[str, ...]
    removes: bool = False

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the sign and the names."""
        arguments = arguments_of(node, ast.FieldsArguments)
        Options(node, arguments.options).close()
        return cls(tuple(field.name for field in arguments.fields), arguments.sign == "-")

    def apply(self, table: Table, job: Job) -> Table:
        """Cut the columns of one batch."""
        if not self.names:
            return table
        if self.removes:
            return table.without(self._removed(table))
        names = table.names() if has_wildcard(self.names) else ()
        chosen = dict.fromkeys([*select_names(self.names, names), *_KEPT])
        return table.select(name for name in chosen if table.find(name) is not None)

    def _removed(self, table: Table) -> list[str]:
        if not has_wildcard(self.names):
            return list(self.names)
        names = table.names()
        return [n for n in names if any(matches_name(pattern, n) for pattern in self.names)]
