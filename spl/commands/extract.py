"""extract: pairs of names and values out of the text of events."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items
from spl.commands._book import Scope, command
from spl.commands._extraction import extract, overlay
from spl.commands._job import Job
from spl.language import ast
from spl.values.value import Value, as_texts, multivalue

_MAXCHARS = 10_240
_LIMIT = 100  # Splunk, limits.conf: kv limit
_NAME = re.compile(r"[^A-Za-z0-9_.{}@$-]")


@command(
    "extract [pairdelim=s kvdelim=s] [clean_keys=bool] [mv_add=bool] [limit=n] [maxchars=n]",
    shape="options",
    category="Fields",
    aliases=("kv",),
)
@dataclass(frozen=True)
class Extract:
    r"""Reads pairs such as ``a=1`` or ``b="x y"`` out of _raw.

    Options: `pairdelim`, characters between pairs, default blanks, commas, semicolons and bars;
    `kvdelim`, characters between name and value, default ``=``; `clean_keys`, other characters of
    names become ``_``, default true; `mv_add`, a name that repeats gets several values, default
    false, then the first holds; `limit`, how many fields, default 100; `maxchars`, how much text,
    default 10,240; `auto`, `reload` and `segment` are understood and change nothing (Splunk, Search
    Reference: extract).

    Deviations: an extraction cannot be named. Choices: a field that is there already is kept.

    [{"_raw": "a=1 b=\"x y\", c=z"}] | extract | fields - _raw -> [{"a": "1", "b": "x y", "c": "z"}]
    [{"_raw": "a:1|b:2"}] | extract pairdelim="|" kvdelim=":" | fields - _raw -> [{"a": "1", "b": "2"}]
    """  # noqa: E501 - an example stands on one line

    pattern: re.Pattern[str]
    clean: bool = True
    several: bool = False
    limit: int = _LIMIT
    maxchars: int = _MAXCHARS

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the options."""
        options, items = options_and_items(node)
        pairs, middle = options.text("pairdelim", " \t\r\n,;|"), options.text("kvdelim", "=")
        clean, several = options.flag("clean_keys", True), options.flag("mv_add")
        limit, maxchars = options.whole("limit", _LIMIT), options.whole("maxchars", _MAXCHARS)
        for name in ("auto", "reload", "segment"):
            options.flag(name)
        options.close()
        if items:
            sentence = "The name of an extraction is not supported here."
            raise complaint(node, sentence, code="SPL350", span=items[0].span)
        if not pairs or not middle:
            raise complaint(node, "A delimiter must not be empty.", code="SPL351")
        return cls(_pattern(pairs, middle), clean, several, limit, maxchars)

    def apply(self, table: Table, job: Job) -> Table:
        """Read the pairs of one batch."""
        found = extract(table.column("_raw"), self._pairs)
        if self.several:
            return overlay(table, found)
        old = {name: column for name in found if (column := table.find(name)) is not None}
        return overlay(overlay(table, found), old)

    def _pairs(self, value: Value) -> Mapping[str, Value]:
        fields: dict[str, list[str]] = {}
        for text in as_texts(value):
            for found in self.pattern.finditer(text[: self.maxchars]):
                name = _NAME.sub("_", found[1]) if self.clean else found[1]
                quoted = found[2]
                value_text = found[3] if quoted is None else quoted.replace('\\"', '"')
                if len(fields) < self.limit or name in fields:
                    fields.setdefault(name, []).append(value_text)
        return {n: multivalue(v if self.several else v[:1]) for n, v in fields.items()}


def _pattern(pairs: str, middle: str) -> re.Pattern[str]:
    """A name, a delimiter, and a value in quotes or up to the end of the pair."""
    pair, key = re.escape(pairs), re.escape(middle)
    name = rf"(?<![^{pair}(\[{{])([^\s{pair}{key}\"=(\[{{][^{pair}{key}\"]{{0,255}})"
    return re.compile(rf"{name}[{key}]\s?(?:\"((?:[^\"\\]|\\.)*)\"|([^{pair}\"][^{pair}]*))")
