"""transpose: rows become columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.column import Column
from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._wildcards import is_internal
from spl.language import ast
from spl.values.value import as_texts

_ROWS = 5


@command(
    "transpose [n] [column_name=s] [header_field=f] [include_empty=bool]",
    shape="options",
    category="Reshape",
)
@dataclass(frozen=True)
class Transpose:
    """Makes a row of every column, with a column for each of the first rows.

    Options: how many rows, default 5, 0 for all; `column_name`, the column with the names, default
    column; `header_field`, the field whose values name the new columns, default ``row 1`` and so
    on; `include_empty`, whether a column without values makes a row, default true (Splunk, Search
    Reference: transpose).

    Choices: internal fields are left out. No rows give no rows.

    [{"h": "a", "c": "1"}, {"h": "b", "c": "2"}] | transpose header_field=h -> [{"column": "c", "a": "1", "b": "2"}]
    [{"n": "1"}, {"n": "2"}] | transpose 1 -> [{"column": "n", "row 1": "1"}]
    """  # noqa: E501 - an example stands on one line

    count: int = _ROWS
    column_name: str = "column"
    header: str | None = None
    include_empty: bool = True

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the number and the options."""
        options, items = options_and_items(node)
        name, header = options.text("column_name", "column"), options.maybe("header_field")
        empty = options.flag("include_empty", True)
        options.close()
        words = words_of(node, items)
        if len(words) > 1 or (words and not words[0].isdecimal()):
            raise complaint(node, f"Invalid argument: '{words[-1]}'", code="SPL350")
        return cls(int(words[0]) if words else _ROWS, name, header, empty)

    def run(self, table: Table, job: Job) -> Table:
        """Turn the table."""
        if not table.size:
            return Table.empty()
        table = table.take(slice(self.count)) if self.count else table
        names = [n for n in table.names() if n != self.header and not is_internal(n)]
        if not self.include_empty:
            names = [name for name in names if bool(table.column(name).present().any())]
        lists = [table.column(name).to_list() for name in names]
        columns = {self.column_name: Column.of(names)}
        for place, title in enumerate(self._titles(table)):
            columns[title] = Column.of(values[place] for values in lists)
        return Table(columns, len(names))

    def _titles(self, table: Table) -> list[str]:
        plain = [f"row {place + 1}" for place in range(table.size)]
        if self.header is None:
            return plain
        named = table.column(self.header).to_list()
        return [
            "\n".join(as_texts(value)) if value is not None else title
            for value, title in zip(named, plain, strict=True)
        ]
