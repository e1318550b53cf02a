"""tojson: a row as JSON text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Self

from spl.columns.column import Column
from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._wildcards import is_internal, matches_name
from spl.language import ast
from spl.values.value import Value, as_number, as_texts

_KINDS = ("auto", "bool", "json", "none", "num", "str")


@command(
    "tojson [auto|bool|json|none|num|str(field) ...] [default_type=kind] [fill_null=bool] "
    "[include_internal=bool] [output_field=f]",
    shape="options",
    category="Fields",
)
@dataclass(frozen=True)
class Tojson:
    r"""Writes each row as a JSON object into _raw.

    Kinds say how the values of fields are written: ``num`` as numbers, ``str`` as texts, ``bool``
    as true and false, ``json`` as the JSON they are, ``auto`` whichever fits, ``none`` as numbers
    where they are numbers and else as texts. Without any, all fields are written as ``none``.

    Options: `default_type`, the kind of fields that no pattern names, default none; `fill_null`,
    fields without a value are written as null, default false; `include_internal`, internal fields
    are written too, default false; `output_field`, another field than _raw (Splunk, Search
    Reference: tojson).

    Choices: a value that does not fit its kind is left out. A multivalue is an array. Where kinds
    are given, only the fields that they name are written.

    [{"a": "1", "b": "x"}] | tojson output_field=j | table j -> [{"j": "{\"a\":1,\"b\":\"x\"}"}]
    [{"a": "1", "b": "x"}] | tojson str(a) output_field=j | table j -> [{"j": "{\"a\":\"1\"}"}]
    """

    kinds: tuple[tuple[str, str], ...]
    default: str = "none"
    fill_null: bool = False
    internal: bool = False
    output: str = "_raw"

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read kinds and options."""
        options, items = options_and_items(node)
        default = options.choice("default_type", _KINDS, "none")
        fill, internal = options.flag("fill_null"), options.flag("include_internal")
        output = options.text("output_field", "_raw")
        options.close()
        kinds: list[tuple[str, str]] = []
        for word in words_of(node, items):
            kind, _, rest = word.partition("(")
            if kind not in _KINDS:
                hint = f"Kinds: {', '.join(_KINDS)}."
                raise complaint(node, f"Invalid argument: '{word}'", code="SPL350", hint=hint)
            kinds.extend(
                (kind, name.strip()) for name in (rest.removesuffix(")") or "*").split(",")
            )
        return cls(tuple(kinds), default, fill, internal, output)

    def apply(self, table: Table, job: Job) -> Table:
        """Write the rows of one batch."""
        names = [name for name in table.names() if self.internal or not is_internal(name)]
        kinds = {name: kind for name in names if (kind := self._kind(name)) is not None}
        lists = {name: table.column(name).to_list() for name in kinds}
        texts = []
        for row in range(table.size):
            cells = {name: _json(lists[name][row], kind) for name, kind in kinds.items()}
            kept = {n: c for n, c in cells.items() if c is not None or self.fill_null}
            members = ((json.dumps(n, ensure_ascii=False), c or "null") for n, c in kept.items())
            texts.append("{" + ",".join(f"{name}:{cell}" for name, cell in members) + "}")
        return table.with_columns({self.output: Column.of(texts)})

    def _kind(self, name: str) -> str | None:
        for kind, pattern in self.kinds:
            if matches_name(pattern, name):
                return kind
        return None if self.kinds and self.default == "none" else self.default


def _json(value: Value, kind: str) -> str | None:
    """The JSON of a value; None where there is none or it does not fit."""
    texts = as_texts(value)
    if len(texts) > 1:
        items = [item for text in texts if (item := _scalar(text, kind)) is not None]
        return f"[{','.join(items)}]"
    return _scalar(texts[0], kind) if texts else None


def _scalar(text: str, kind: str) -> str | None:
    string = json.dumps(text, ensure_ascii=False)
    number = as_number(text)
    plain = None if number is None else json.dumps(number)
    match kind:
        case "str":
            return string
        case "num":
            return plain
        case "bool":
            return _boolean(text)
        case "json":
            return _document(text)
        case "auto":
            return plain or _boolean(text) or _document(text) or string
    return plain or string


def _boolean(text: str) -> str | None:
    return text.lower() if text.lower() in ("true", "false") else None


def _document(text: str) -> str | None:
    try:
        return json.dumps(json.loads(text), separators=(",", ":"), ensure_ascii=False)
    except (ValueError, RecursionError):
        return None
