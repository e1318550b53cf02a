"""xmlkv: the elements of XML as fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._extraction import extract, overlay
from spl.commands._job import Job
from spl.language import ast
from spl.values.value import Value, as_texts, multivalue

_OPEN = re.compile(r"<([^\s<>/!?][^\s<>]*)(?:\s[^<>]*)?>([^<]*)</")
_ROUNDS = 8


@command("xmlkv [field]", shape="options", category="Fields")
@dataclass(frozen=True)
class Xmlkv:
    """Makes a field of every element of XML that holds text: the name of the element, its text.

    The field to read is _raw unless another is named. Entities are decoded first, as often as they
    were encoded, and the decoded text is stored back. Of elements with one name the last holds.
    `maxinputs` is understood and changes nothing (Splunk, Search Reference: xmlkv).

    [{"_raw": "<a>x&amp;y</a><b n='1'>z</b>"}] | xmlkv | table a b -> [{"a": "x&y", "b": "z"}]
    """

    field: str = "_raw"

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the field."""
        options, items = options_and_items(node)
        options.whole("maxinputs", 0)
        options.close()
        words = words_of(node, items)
        if len(words) > 1:
            raise complaint(node, f"Invalid argument: '{words[1]}'", code="SPL350")
        return cls(words[0] if words else "_raw")

    def apply(self, table: Table, job: Job) -> Table:
        """Read the elements of one batch."""
        column = table.find(self.field)
        if column is None:
            return table
        decoded = column.map(_decoded)
        return overlay(table.with_columns({self.field: decoded}), extract(decoded, _elements))


def _decoded(value: Value) -> Value:
    return multivalue(decode(text) for text in as_texts(value))


def decode(text: str) -> str:
    """The text with entities decoded until none is left, eight times at the most."""
    for _ in range(_ROUNDS):
        plain = unescape(text)
        if plain == text:
            break
        text = plain
    return text


def _elements(value: Value) -> Mapping[str, Value]:
    """The text of each element that holds nothing but text."""
    fields: dict[str, Value] = {}
    for text in as_texts(value):
        at = 0
        while (found := _OPEN.search(text, at)) is not None:
            closed = text.startswith(f"{found[1]}>", found.end())
            if closed:
                fields[found[1]] = found[2]
            at = found.end() if closed else found.start() + 1
    return fields
