"""makemv: cuts the text of a field into a multivalue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import complaint, only_word, options_and_items
from spl.commands._book import Scope, command
from spl.commands._delimited import delimited
from spl.commands._job import Job
from spl.commands._patterns import bind_regex
from spl.language import ast
from spl.values.regex import Regex
from spl.values.value import Value, as_texts, multivalue


@command(
    "makemv [delim=s | tokenizer=regex] [allowempty=bool] [setsv=bool] field",
    shape="options",
    category="Multivalue",
)
@dataclass(frozen=True)
class Makemv:
    """Cuts the text of a field into a multivalue.

    Options: `delim`, the text between the values, default a blank; `tokenizer`, a regular
    expression whose first group is a value, each match giving one; `allowempty`, delimiters next
    to each other have an empty value between them, default false; `setsv`, the field is also kept
    as one text, which changes nothing here (Splunk, Search Reference: makemv).

    Choices: a field that consists of nothing but delimiters stays as it is. A tokenizer that finds
    nothing leaves the field alone.

    [{"f": "a,b,,c"}] | makemv delim="," f -> [{"f": ["a", "b", "c"]}]
    [{"f": "a::b"}] | makemv delim=":" allowempty=true f -> [{"f": ["a", "", "b"]}]
    [{"f": "a1b2"}] | makemv tokenizer="([a-z])" f -> [{"f": ["a", "b"]}]
    """

    field: str
    delim: str = " "
    tokenizer: Regex | None = None
    allowempty: bool = False

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read how to cut, and the field."""
        options, items = options_and_items(node)
        delim, pattern = options.text("delim", " "), options.maybe("tokenizer")
        allowempty = options.flag("allowempty")
        options.flag("setsv")
        options.close()
        if not delim:
            raise complaint(node, "The delimiter must not be empty.", code="SPL351")
        tokenizer = None if pattern is None else bind_regex(node, pattern, node.span)
        if tokenizer is not None and not tokenizer.groups:
            raise complaint(node, "The tokenizer needs a group in parentheses.", code="SPL354")
        return cls(only_word(node, items, "a field"), delim, tokenizer, allowempty)

    def apply(self, table: Table, job: Job) -> Table:
        """Cut the field in one batch."""
        column = table.find(self.field)
        if column is None:
            return table
        return table.with_columns({self.field: column.map(self._cut)})

    def _cut(self, value: Value) -> Value:
        pieces = [piece for text in as_texts(value) for piece in self._pieces(text)]
        return delimited(multivalue(pieces), self.delim) if pieces else value

    def _pieces(self, text: str) -> Iterable[str]:
        if self.tokenizer is not None:
            return [match.group(1) or "" for match in self.tokenizer.finditer(text)]
        pieces = text.split(self.delim)
        return pieces if self.allowempty else [piece for piece in pieces if piece]
