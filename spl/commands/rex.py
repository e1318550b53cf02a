"""rex: fields out of a text by a regular expression, or a text changed as sed would."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import Options, arguments_of, complaint
from spl.commands._book import Scope, command
from spl.commands._extraction import extract, overlay
from spl.commands._job import Job
from spl.commands._patterns import bind_edits, bind_regex, pattern_text
from spl.language import ast
from spl.values.regex import Match, Regex
from spl.values.sed import Edit
from spl.values.value import Value, as_texts, multivalue


@command(
    "rex [field=f] [max_match=n] [offset_field=f] [mode=sed] pattern",
    shape="rex",
    category="Fields",
)
@dataclass(frozen=True)
class Rex:
    r"""Reads fields out of a text by the named groups of a regular expression (PCRE).

    Options: `field` to read, default _raw; `max_match`, how many matches to take, default 1, 0 for
    all, several give a multivalue; `offset_field`, a field for the places of the groups;
    ``mode=sed`` changes the field itself by ``s/regex/replacement/flags`` (flags: ``g`` or the
    number of the match to replace) or ``y/abc/xyz/`` (Splunk, Search Reference: rex).

    Without a match all fields stay as they are; a group that took no part sets nothing.

    Choices: each value of a multivalue is searched, and what is found is put together. The offset
    field shows ``group=first-last``, counted from 0, with ``&`` between several groups. Several
    edits of sed may follow each other.

    [{"_raw": "x user=bob y"}, {"_raw": "none"}] | rex "user=(?<u>\w+)" | table u -> [{"u": "bob"}, {}]
    [{"a": "1 2 3"}] | rex field=a max_match=0 "(?<d>\d)" | table d -> [{"d": ["1", "2", "3"]}]
    [{"a": "banana"}] | rex field=a mode=sed "s/a/o/g" -> [{"a": "bonono"}]
    [{"a": "abc"}] | rex field=a offset_field=o "b(?<x>c)" -> [{"a": "abc", "x": "c", "o": "x=2-2"}]
    """  # noqa: E501 - an example stands on one line

    field: str
    regex: Regex | None
    edits: tuple[Edit, ...] = ()
    max_match: int = 1
    offset_field: str | None = None

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Compile the pattern, which must name a group, or read the edits."""
        arguments = arguments_of(node, ast.RexArguments)
        options = Options(node, arguments.options)
        field = options.text("field", "_raw")
        max_match = options.whole("max_match", 1)
        offset = options.maybe("offset_field")
        mode = options.choice("mode", ("sed",), "")
        options.close()
        text = pattern_text(node, arguments.pattern)
        place = (arguments.pattern or arguments).span
        if not text:
            raise complaint(node, "Missing regular expression.", code="SPL352")
        if mode:
            return cls(field, None, bind_edits(node, text, place))
        regex = bind_regex(node, text, place)
        if not regex.names:
            sentence = (
                f"The regex '{text}' does not extract anything. "
                "It should specify at least one named group. Format: (?<name>...)."
            )
            raise complaint(node, sentence, code="SPL354", span=place)
        return cls(field, regex, (), max_match, offset)

    def apply(self, table: Table, job: Job) -> Table:
        """Read or change one batch."""
        column = table.column(self.field)
        if self.regex is None:
            if table.find(self.field) is None:
                return table
            return table.with_columns({self.field: column.map(self._edited)})
        return overlay(table, extract(column, self._fields))

    def _edited(self, value: Value) -> Value:
        texts = list(as_texts(value))
        for edit in self.edits:
            texts = [edit.of(text) for text in texts]
        return multivalue(texts)

    def _fields(self, value: Value) -> Mapping[str, Value]:
        """What the groups found in all matches that are asked for."""
        assert self.regex is not None
        matches = self._matches(value)
        fields: dict[str, Value] = {}
        for name in self.regex.names if matches else ():
            texts = [text for match in matches if (text := match.group(name)) is not None]
            if texts:
                fields[name] = multivalue(texts)
        if self.offset_field and matches:
            fields[self.offset_field] = multivalue(map(self._offsets, matches))
        return fields

    def _matches(self, value: Value) -> list[Match]:
        """The first matches of each text in *value*."""
        assert self.regex is not None
        matches: list[Match] = []
        for text in as_texts(value):
            if self.max_match == 1:
                match = self.regex.search(text)
                matches.extend([match] if match is not None else [])
            else:
                several = list(self.regex.finditer(text))
                matches.extend(several[: self.max_match] if self.max_match else several)
        return matches

    def _offsets(self, match: Match) -> str:
        assert self.regex is not None
        names = [name for name in self.regex.names if match.group(name) is not None]
        spans = [f"{match.start(name)}-{match.end(name) - 1}" for name in names]
        return "&".join(f"{name}={span}" for name, span in zip(names, spans, strict=True))
