"""spath: fields out of JSON or XML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._extraction import extract, overlay
from spl.commands._job import Job
from spl.language import ast
from spl.values.spath import parse_path, spath_fields, spath_values
from spl.values.value import Value, as_texts, multivalue

_AUTO = 5_000  # Splunk, limits.conf: extraction_cutoff


@command("spath [input=f] [output=f] [[path=]path]", shape="options", category="Fields")
@dataclass(frozen=True)
class Spath:
    r"""Reads fields out of JSON or XML.

    Options: `input`, the field to read, default _raw; `path`, what to read, such as ``a.b``,
    ``list{}.n`` or, in XML, ``e{@attribute}``; `output`, the field that gets it, default the path.
    Without a path every leaf becomes a field that is called as its path; then only the first 5,000
    characters are read (Splunk, Search Reference: spath; limits.conf: extraction_cutoff).

    Objects come back as JSON text, null gives nothing. JSON arrays count from 0, XML from 1.

    Choices: text that is cut in the middle of JSON gives nothing. Where there is nothing at the
    path, the output field keeps what it had.

    [{"_raw": "{\"a\":{\"b\":1},\"s\":[\"p\",\"q\"]}"}] | spath | fields - _raw -> [{"a.b": "1", "s{}": ["p", "q"]}]
    [{"j": "{\"k\":\"v\"}"}] | spath input=j output=o path=k | table o -> [{"o": "v"}]
    [{"_raw": "<e a='1'><f>x</f></e>"}] | spath e.f | table e.f -> [{"e.f": "x"}]
    """  # noqa: E501 - an example stands on one line

    source: str = "_raw"
    path: str | None = None
    output: str | None = None

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the options; the path may stand by itself."""
        options, items = options_and_items(node)
        source, output = options.text("input", "_raw"), options.maybe("output")
        path = options.maybe("path")
        options.close()
        words = words_of(node, items)
        if len(words) > 1 or (words and path is not None):
            raise complaint(node, f"Invalid argument: '{words[-1]}'", code="SPL350")
        path = words[0] if words else path
        if path is None and output is not None:
            raise complaint(node, "You have set output but have not set path.", code="SPL352")
        if path is not None:
            try:
                parse_path(path)
            except ValueError as error:
                raise complaint(node, str(error), code="SPL351") from error
        return cls(source, path, output)

    def apply(self, table: Table, job: Job) -> Table:
        """Read the fields of one batch."""
        return overlay(table, extract(table.column(self.source), self._fields))

    def _fields(self, value: Value) -> Mapping[str, Value]:
        found: dict[str, list[str]] = {}
        for text in as_texts(value):
            if self.path is not None:
                texts = spath_values(text, self.path)
                found.setdefault(self.output or self.path, []).extend(texts)
                continue
            for name, texts in spath_fields(text[:_AUTO]).items():
                found.setdefault(name, []).extend(texts)
        return {name: multivalue(texts) for name, texts in found.items() if texts}
