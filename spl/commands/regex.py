"""regex: keeps the events in which a regular expression finds something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import arguments_of, complaint
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._patterns import bind_regex, pattern_text
from spl.language import ast
from spl.values.regex import Regex
from spl.values.value import Value, as_texts


@command("regex [field=|field!=]pattern", shape="regex", category="Filter")
@dataclass(frozen=True)
class RegexCommand:
    r"""Keeps the events in which a regular expression finds something, or with ``!=`` nothing.

    The field is _raw unless one is named. The expression is PCRE, finds anywhere in the value and
    minds case. Of a multivalue any value will do (Splunk, Search Reference: regex).

    Choices: an event without the field is dropped by ``=`` and kept by ``!=``.

    [{"u": "bob"}, {"u": "BOB"}] | regex u="^BOB$" -> [{"u": "BOB"}]
    [{"u": "bob"}, {"u": "al"}, {"v": "1"}] | regex u!="^b" -> [{"u": "al"}, {"v": "1"}]
    [{"_raw": "src 10.9.9.9"}, {"_raw": "src 1.1"}] | regex "\b10\.9" -> [{"_raw": "src 10.9.9.9"}]
    """

    regex: Regex
    field: str = "_raw"
    negated: bool = False

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Compile the expression."""
        arguments = arguments_of(node, ast.RegexArguments)
        text = pattern_text(node, arguments.pattern)
        place = (arguments.pattern or arguments).span
        if not text:
            raise complaint(node, "Usage: regex <field> (=|!=) <regex>.", code="SPL352")
        field = arguments.field.name if arguments.field else "_raw"
        return cls(bind_regex(node, text, place), field, arguments.negated)

    def apply(self, table: Table, job: Job) -> Table:
        """Filter one batch."""
        found = table.column(self.field).test(self._finds)
        return table.take(~found if self.negated else found)

    def _finds(self, value: Value) -> bool:
        return any(self.regex.search(text) is not None for text in as_texts(value))
