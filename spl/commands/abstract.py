"""abstract: passes the results on; Splunk Web would shorten their text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.column import Column
from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast
from spl.values.value import Value, as_texts, multivalue

_LINES = 5


@command("abstract [maxterms=n] [maxlines=n]", shape="options", category="Fields")
@dataclass(frozen=True)
class Abstract:
    r"""Shortens _raw to a few lines.

    `maxlines` is how many, default 5; `maxterms` is understood and changes nothing (Splunk, Search
    Reference: abstract).

    Deviations: Splunk picks the lines by a score that it does not publish; here they are the first.

    [{"_raw": "a\nb\nc"}] | abstract maxlines=2 -> [{"_raw": "a\nb"}]
    """

    maxlines: int = _LINES

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the options."""
        options, items = options_and_items(node)
        maxlines = options.whole("maxlines", _LINES, least=1)
        options.whole("maxterms", 1_000, least=1)
        options.close()
        if words_of(node, items):
            raise complaint(node, "Only options are understood here.", code="SPL350")
        return cls(maxlines)

    def apply(self, table: Table, job: Job) -> Table:
        """Shorten one batch."""
        column: Column | None = table.find("_raw")
        return table if column is None else table.with_columns({"_raw": column.map(self._short)})

    def _short(self, value: Value) -> Value:
        return multivalue("\n".join(t.splitlines()[: self.maxlines]) for t in as_texts(value))
