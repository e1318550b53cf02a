"""fromjson: the members of a JSON object as fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from spl.columns.table import Table
from spl.commands._arguments import only_word, options_and_items
from spl.commands._book import Scope, command
from spl.commands._extraction import extract, overlay
from spl.commands._job import Job
from spl.language import ast
from spl.values.value import Scalar, Value, as_texts, multivalue


@command("fromjson field [prefix=s]", shape="options", category="Fields")
@dataclass(frozen=True)
class Fromjson:
    r"""Makes a field of each member of a JSON object.

    `prefix` goes before the names. Arrays become multivalues, objects stay JSON text, null gives
    nothing (Splunk, Search Reference: fromjson).

    Choices: what is no JSON object is passed by. ``true`` and ``false`` become these texts.

    [{"j": "{\"a\":1,\"b\":[1,2],\"c\":{\"x\":1}}"}] | fromjson j prefix=p_ | fields - j -> [{"p_a": "1", "p_b": ["1", "2"], "p_c": "{\"x\":1}"}]
    """  # noqa: E501 - an example stands on one line

    field: str
    prefix: str = ""

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the field and the prefix."""
        options, items = options_and_items(node)
        prefix = options.text("prefix", "")
        options.close()
        return cls(only_word(node, items, "a field"), prefix)

    def apply(self, table: Table, job: Job) -> Table:
        """Read the members in one batch."""
        return overlay(table, extract(table.column(self.field), self._members))

    def _members(self, value: Value) -> Mapping[str, Value]:
        fields: dict[str, Value] = {}
        for text in as_texts(value):
            try:
                found = json.loads(text)
            except (ValueError, RecursionError):
                continue
            if isinstance(found, dict):
                fields.update((self.prefix + name, _value(item)) for name, item in found.items())
        return {name: item for name, item in fields.items() if item is not None}


def _value(item: Any) -> Value:
    if isinstance(item, list):
        return multivalue(_scalar(one) for one in item if one is not None)
    return None if item is None else _scalar(item)


def _scalar(item: Any) -> Scalar:
    """A value as results show it: booleans and objects as JSON text."""
    if isinstance(item, str | int | float) and not isinstance(item, bool):
        return item
    return json.dumps(item, separators=(",", ":"), ensure_ascii=False)
