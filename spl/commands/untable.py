"""untable: a row for every cell of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.places import spread
from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._wildcards import is_internal
from spl.language import ast
from spl.values.value import Value


@command("untable row name value", shape="options", category="Reshape")
@dataclass(frozen=True)
class Untable:
    """Makes a row of every cell: the row's own field, the name of the column, the value.

    Cells without a value make no row; internal fields are left out (Splunk, Search Reference:
    untable).

    [{"k": "x", "a": "1", "b": "2"}, {"k": "y", "a": "3"}] | untable k name value -> [{"k": "x", "name": "a", "value": "1"}, {"k": "x", "name": "b", "value": "2"}, {"k": "y", "name": "a", "value": "3"}]
    """  # noqa: E501 - an example stands on one line

    row: str
    name: str
    value: str

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the three names."""
        options, items = options_and_items(node)
        options.close()
        words = words_of(node, items)
        if len(words) != 3:
            sentence = "Three fields are needed: untable <row> <name> <value>."
            raise complaint(node, sentence, code="SPL352")
        return cls(*words)

    def apply(self, table: Table, job: Job) -> Table:
        """Spread the rows of one batch."""
        names = [n for n in table.names() if n != self.row and not is_internal(n)]
        lists = {name: table.column(name).to_list() for name in names}
        keys = table.column(self.row).to_list()
        cells = [
            (place, name)
            for place in range(len(keys))
            for name in names
            if lists[name][place] is not None
        ]
        rows: list[dict[str, Value]] = [
            {self.row: keys[place], self.name: name, self.value: lists[name][place]}
            for place, name in cells
        ]
        made = Table.of(rows) if rows else Table.empty((self.row, self.name, self.value))
        return made.placed(spread(table.places, [place for place, _ in cells]))
