"""What a check looks at: a rule file or a file of SPL, its search read as far as it can be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spl.detections.lint._finding import Flaw
from spl.detections.lint._sources import DataSources
from spl.detections.rule import Rule
from spl.detections.rule_place import span_in_file
from spl.detections.yaml_file import Document, Key
from spl.detections.yaml_places import Scalar
from spl.errors import Span, SplError
from spl.knowledge import Knowledge
from spl.language import ast
from spl.language.expand import call_end
from spl.language.walk import walk
from spl.plan.flow import Fields, Passed
from spl.values.environment import Environment

_PARENTHESES = re.compile(r'"(?:[^"\\]++|\\.)*+"|\\.|[()]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Subject:
    """One file.

    Attributes:
        path: the file.
        content: its text.
        document: what a rule file says; None for a file of SPL.
        rule: the rule; None for a file of SPL.
        search: the search, as YAML reads it.
        scalar: where it stands in the rule file.
        pipeline: its tree; None where it cannot be read.
        passed: its commands, with the fields before and behind each.
        errors: what a search of it would be refused with.
        knowledge: lookups, data models, macros.
        environment: the clock and zone for what must be read.
        sources: the data sources that the checkout describes.
    """

    path: Path
    content: str
    search: str
    knowledge: Knowledge
    environment: Environment
    sources: DataSources = field(default_factory=DataSources)
    document: Document | None = None
    rule: Rule | None = None
    scalar: Scalar | None = None
    pipeline: ast.Pipeline | None = None
    passed: tuple[Passed, ...] = ()
    errors: tuple[SplError, ...] = ()

    def in_search(self, message: str, span: Span, hint: str | None = None) -> Flaw:
        """A flaw at a place of the search."""
        here = span if self.scalar is None else span_in_file(self.scalar, span)
        return Flaw(message, here, hint)

    def in_keys(self, message: str, *keys: Key, hint: str | None = None) -> Flaw:
        """A flaw in what a path of keys leads to; as far as it leads."""
        span = self.document.span(*keys) if self.document is not None else Span(0, 1)
        return Flaw(message, span, hint)

    def in_text(self, message: str, part: str, *keys: Key, hint: str | None = None) -> Flaw:
        """A flaw at the first place of *part* in the text that a path of keys leads to."""
        scalar = self.document.scalar(*keys) if self.document is not None else None
        at = scalar.value.find(part) if scalar is not None else -1
        if scalar is None or at < 0:
            return self.in_keys(message, *keys, hint=hint)
        return Flaw(message, span_in_file(scalar, Span(at, at + len(part))), hint)

    def value(self, *keys: Key) -> Any:
        """What a path of keys leads to in the rule file; None where it leads nowhere."""
        here: Any = self.document.mapping if self.document is not None else None
        for key in keys:
            if isinstance(here, list) and isinstance(key, int):
                here = here[key] if key < len(here) else None
            else:
                here = here.get(key) if isinstance(here, dict) else None
        return here

    def nodes(self, *kinds: type[ast.Node]) -> Iterator[ast.Node]:
        """The nodes of some kinds in all commands, except what came out of a macro as a whole."""
        for passed in self.passed:
            for node in walk(passed.node.arguments):
                if isinstance(node, kinds) and not self.in_macro(node.span):
                    yield node

    def in_macro(self, span: Span) -> bool:
        """Whether a place of the search is all of a macro's call, and nothing beside it."""
        return (
            span.macro is not None
            and self.search[span.start : span.start + 1] == "`"
            and call_end(self.search, span.start) >= span.end
        )

    def output(self) -> Fields | None:
        """The fields of the result rows; None where the search cannot be read."""
        last = [each for each in self.passed if not each.depth]
        return last[-1].after if last else None

    def typed(self, span: Span) -> str:
        """The text of the search at a place."""
        return self.search[span.start : span.end]

    def in_parentheses(self, span: Span) -> bool:
        """Whether exactly this stretch of the search stands between two parentheses."""
        span = _widened(self.search, span)
        before = len(self.search[: span.start].rstrip())
        after = span.end + len(self.search[span.end :]) - len(self.search[span.end :].lstrip())
        if self.search[before - 1 : before] != "(" or self.search[after : after + 1] != ")":
            return False
        return _closing(self.search, before - 1) == after


def word_of(node: ast.Command) -> Span:
    """Where the name of a command stands; the whole call where it came out of a macro."""
    if node.span.macro is not None:
        return node.span
    return Span(node.span.start, node.span.start + len(node.name))


def _widened(text: str, span: Span) -> Span:
    """*span* with the parentheses around its first and last part, which trees leave out."""
    opened = unopened = 0
    for mark in _PARENTHESES.findall(text[span.start : span.end]):
        if mark == "(":
            opened += 1
        elif mark == ")" and opened:
            opened -= 1
        elif mark == ")":
            unopened += 1
    start, end = span.start, span.end
    for _ in range(unopened):
        start = max(text.rfind("(", 0, start), 0)
    for _ in range(opened):
        end = text.find(")", end) + 1 or len(text)
    return Span(start, end)


def _closing(text: str, opens: int) -> int:
    """The offset of the parenthesis that closes the one at *opens*; -1 where none does."""
    depth = 0
    for found in _PARENTHESES.finditer(text, opens):
        depth += {"(": 1, ")": -1}.get(found.group(), 0)
        if not depth:
            return found.start()
    return -1
