"""selfjoin: rows with the same values of fields joined with each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.group import group
from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast
from spl.values.value import Value


@command(
    "selfjoin [overwrite=bool] [max=n] [keepsingle=bool] field ...",
    shape="options",
    category="Combine",
)
@dataclass(frozen=True)
class Selfjoin:
    """Joins each row with the rows before it that have the same values of the named fields.

    Options: `overwrite`, fields of the other row win, default true; `max`, how many other rows one
    row is joined with, default 1, 0 for all; `keepsingle`, rows without a partner stay, default
    false (Splunk, Search Reference: selfjoin).

    Choices: the later row of a pair is the main one, as the page says that results are joined with
    those seen before.

    [{"k": "1", "a": "x"}, {"k": "1", "b": "y"}, {"k": "2", "a": "z"}] | selfjoin k -> [{"k": "1", "b": "y", "a": "x"}]
    """  # noqa: E501 - an example stands on one line

    fields: tuple[str, ...]
    overwrite: bool = True
    most: int = 1
    keepsingle: bool = False

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read fields and options."""
        options, items = options_and_items(node)
        overwrite, most = options.flag("overwrite", True), options.whole("max", 1)
        single = options.flag("keepsingle")
        options.close()
        words = words_of(node, items)
        if not words:
            raise complaint(node, "You must specify at least one field.", code="SPL352")
        return cls(tuple(words), overwrite, most, single)

    def run(self, table: Table, job: Job) -> Table:
        """Join each group with itself."""
        grouping = group(table, self.fields)
        rows = table.rows()
        groups: dict[int, list[int]] = {}
        for row, number in zip(grouping.rows.tolist(), grouping.ids.tolist(), strict=True):
            groups.setdefault(number, []).append(row)
        joined: list[dict[str, Value]] = []
        for members in groups.values():
            if len(members) == 1 and self.keepsingle:
                joined.append(rows[members[0]])
            for place, row in enumerate(members):
                others = members[:place][-self.most :] if self.most else members[:place]
                joined.extend(self._pair(rows[row], rows[other]) for other in others)
        return Table.of(joined) if joined else table.take(slice(0))

    def _pair(self, row: dict[str, Value], other: dict[str, Value]) -> dict[str, Value]:
        return {**row, **other} if self.overwrite else {**row, **other, **row}
