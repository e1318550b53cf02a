"""set: the rows of two searches, united, compared or intersected."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np

from spl.columns.concat import concat
from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._wildcards import is_internal
from spl.language import ast
from spl.values.value import as_texts

_HOW = ("union", "diff", "intersect")


@command("set union|diff|intersect [search] [search]", shape="options", category="Generate")
@dataclass(frozen=True)
class SetCommand:
    """Compares the rows of two searches: all of them, those in only one, or those in both.

    Rows are the same when all their fields are, internal ones apart; each is shown once (Splunk,
    Search Reference: set).

    | set diff [| makeresults | eval a=1 | table a] [| makeresults | eval a=2 | table a] -> [{"a": "1"}, {"a": "2"}]
    | set intersect [| makeresults | eval a=1 | table a] [| makeresults | eval a=1 | table a] -> [{"a": "1"}]
    """  # noqa: E501 - an example stands on one line

    how: str
    first: ast.Subsearch
    second: ast.Subsearch

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read how, and the two searches."""
        options, items = options_and_items(node)
        options.close()
        words = [item.value.lower() for item in items if isinstance(item, ast.Word | ast.Text)]
        searches = [item for item in items if isinstance(item, ast.Subsearch)]
        if len(words) != 1 or words[0] not in _HOW or len(searches) != 2 or len(items) != 3:
            sentence = "Three arguments are required: union, diff or intersect, and two searches."
            raise complaint(node, sentence, code="SPL352")
        return cls(words[0], searches[0], searches[1])

    def read(self, job: Job) -> Iterator[Table]:
        """The rows."""
        tables = [job.run(search.pipeline, None) for search in (self.first, self.second)]
        keys = [_keys(table) for table in tables]
        wanted = set(keys[0]) | set(keys[1])
        if self.how == "intersect":
            wanted = set(keys[0]) & set(keys[1])
        elif self.how == "diff":
            wanted = set(keys[0]) ^ set(keys[1])
        rows, seen = [], set[Hashable]()
        for place, key in enumerate([*keys[0], *keys[1]]):
            if key in wanted and key not in seen:
                seen.add(key)
                rows.append(place)
        yield concat(tables).take(np.array(rows, dtype=np.intp))


def _keys(table: Table) -> list[Hashable]:
    return [
        frozenset((name, as_texts(value)) for name, value in row.items() if not is_internal(name))
        for row in table.rows()
    ]
