"""format: one row with a search expression that the rows make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._wildcards import is_internal
from spl.language import ast
from spl.values.value import Value, as_texts

_PARTS = ("(", "(", "AND", ")", "OR", ")")
_BARE = ("search", "query")


@command(
    'format [mvsep=s] [maxresults=n] [emptystr=s] ["row prefix" "column prefix" '
    '"column separator" "column end" "row separator" "row end"]',
    shape="options",
    category="Combine",
)
@dataclass(frozen=True)
class Format:
    r"""Makes one row whose field search is a search expression for the rows: what a subsearch gives.

    Options: six texts in place of ``( ( AND ) OR )``; `mvsep`, between the values of a multivalue,
    default OR; `maxresults`, how many rows, default 0 for all; `emptystr`, the expression where
    there are no rows, default ``NOT ( )`` (Splunk, Search Reference: format).

    Fields that are internal or null are left out; a field called search or query gives its bare
    value. Choices: fields stand in alphabetical order, a row without fields is left out.

    [{"a": "1", "b": "x"}, {"a": "2"}] | format -> [{"search": "( ( a=\"1\" AND b=\"x\" ) OR ( a=\"2\" ) )"}]
    [{"a": ["1", "2"]}] | format -> [{"search": "( ( ( a=\"1\" OR a=\"2\" ) ) )"}]
    """  # noqa: E501 - an example stands on one line

    parts: tuple[str, ...] = _PARTS
    mvsep: str = "OR"
    maxresults: int = 0
    emptystr: str = "NOT ( )"

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the six texts and the options."""
        options, items = options_and_items(node)
        mvsep, most = options.text("mvsep", "OR"), options.whole("maxresults", 0)
        empty = options.text("emptystr", "NOT ( )")
        options.close()
        words = words_of(node, items)
        if words and len(words) != len(_PARTS):
            raise complaint(node, "Six texts are needed, or none.", code="SPL352")
        return cls(tuple(words) or _PARTS, mvsep, most, empty)

    def run(self, table: Table, job: Job) -> Table:
        """The expression."""
        rows = table.rows()[: self.maxresults or None]
        return Table.of([{"search": self.expression(rows)}])

    def expression(self, rows: list[dict[str, Value]]) -> str:
        """The expression that selects *rows*."""
        _, column_prefix, _, column_end, row_separator, _ = self.parts
        shown = [f"{column_prefix} {text} {column_end}" for row in rows if (text := self._row(row))]
        if not shown:
            return self.emptystr
        return f"{self.parts[0]} {f' {row_separator} '.join(shown)} {self.parts[5]}"

    def _row(self, row: dict[str, Value]) -> str:
        terms = [
            self._term(name, value) for name, value in sorted(row.items()) if not is_internal(name)
        ]
        return f" {self.parts[2]} ".join(terms)

    def _term(self, name: str, value: Value) -> str:
        texts = as_texts(value)
        terms = [text if name in _BARE else f'{name}="{escaped(text)}"' for text in texts]
        if len(terms) == 1:
            return terms[0]
        return f"( {f' {self.mvsep} '.join(terms)} )"


def escaped(text: str) -> str:
    """The text as it stands between the quotes of a search expression."""
    return text.replace("\\", "\\\\").replace('"', '\\"')
