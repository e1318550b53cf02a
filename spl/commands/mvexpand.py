"""mvexpand: one row per value of a field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from spl.columns.column import Column
from spl.columns.table import Table
from spl.commands._arguments import only_word, options_and_items
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast
from spl.values.value import Scalar, Value


@command("mvexpand field [limit=n]", shape="options", category="Multivalue")
@dataclass(frozen=True)
class Mvexpand:
    """Makes one row per value of a field, with all other fields copied.

    A row without the field goes. `limit` is how many values of one row to take, default 0 for all
    (Splunk, Search Reference: mvexpand).

    [{"f": ["a", "b"], "g": "1"}, {"g": "2"}] | mvexpand f -> [{"f": "a", "g": "1"}, {"f": "b", "g": "1"}]
    [{"f": ["a", "b"]}] | mvexpand f limit=1 -> [{"f": "a"}]
    """  # noqa: E501 - an example stands on one line

    field: str
    limit: int = 0

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the field and the limit."""
        options, items = options_and_items(node)
        limit = options.whole("limit", 0)
        options.close()
        return cls(only_word(node, items, "a field to expand"), limit)

    def apply(self, table: Table, job: Job) -> Table:
        """Spread the rows of one batch."""
        values = table.column(self.field).to_list()
        lists = [self._items(value) for value in values]
        rows = np.repeat(np.arange(table.size), [len(items) for items in lists])
        spread = Column.of(item for items in lists for item in items)
        return table.take(rows).with_columns({self.field: spread})

    def _items(self, value: Value) -> tuple[Scalar, ...]:
        if value is None:
            return ()
        items = value if isinstance(value, tuple) else (value,)
        return items[: self.limit] if self.limit else items
