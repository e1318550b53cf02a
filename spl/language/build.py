"""What all tree builders share: where the arguments stand, leaves, and how deep a tree may grow."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

from lark import Token, Transformer

from spl.errors import Span, SplSyntaxError
from spl.language import ast
from spl.language.literals import unescape_string
from spl.language.source import SourceMap

MAX_DEPTH = 200

# What a backslash protects in a field in single quotes, which protect nothing themselves.
_ESCAPED_MARK = re.compile(r"""\\(['"|\[\]])""")


@dataclass(slots=True)
class Place:
    """The arguments that are being built.

    Attributes:
        command: name of the command, for messages.
        text: the expanded search.
        base: offset in `text` at which the arguments start.
        source: the way from `text` to what the user typed.
        typed: what the user typed.
        subsearches: parsed subsearches by the offset of their bracket in `text`.
    """

    command: str = ""
    text: str = ""
    base: int = 0
    source: SourceMap = field(default_factory=SourceMap)
    typed: str = ""
    subsearches: dict[int, ast.Subsearch] = field(default_factory=dict)

    def error(
        self, code: str, message: str, start: int, end: int, hint: str | None = None
    ) -> SplSyntaxError:
        """A syntax error at text[start:end], shown in the typed text."""
        span = self.source.span(start, max(end, start + 1))
        return SplSyntaxError(message, code=code, span=span, hint=hint, text=self.typed)


class Builder(Transformer[Token, Any]):
    """Callbacks of the grammar's rules; each gets its children and returns a node."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Place()
        self._depths: dict[int, tuple[ast.Node, int]] = {}

    def begin(self, place: Place) -> None:
        """Take up the arguments at *place*."""
        self.place = place
        self._depths.clear()

    def _at(self, token: Token) -> Span:
        """The span of a token in the typed text."""
        base = self.place.base
        return self.place.source.span(base + (token.start_pos or 0), base + (token.end_pos or 0))

    def _raw(self, first: Token, last: Token, inside: bool = False) -> str:
        """The text from one token to another, or what stands between the two."""
        base = self.place.base
        start = (first.end_pos if inside else first.start_pos) or 0
        end = (last.start_pos if inside else last.end_pos) or 0
        return self.place.text[base + start : base + end]

    def _fail(
        self, code: str, message: str, first: Token, last: Token | None, hint: str | None = None
    ) -> NoReturn:
        """Raise a syntax error that spans the two tokens."""
        base, end = self.place.base, (last or first).end_pos
        raise self.place.error(
            code, message, base + (first.start_pos or 0), base + (end or 0), hint
        )

    def _field(self, token: Token) -> ast.FieldName:
        """A field named bare, in single or in double quotes."""
        return ast.FieldName(_unquote_name(token), span=self._at(token))

    def _text(self, token: Token) -> ast.Text:
        return ast.Text(str(token[1:-1]), span=self._at(token))

    def _text_or_word(self, token: Token) -> ast.Text | ast.Word | ast.Subsearch:
        if token.type == "STRING":
            return self._text(token)
        if token.type == "SUB":
            return self._subsearch(token)
        if token.type == "SQ":
            raw = str(token[1:-1]).replace('"', '\\"')
            return ast.Text(raw, span=self._at(token))
        return ast.Word(str(token), span=self._at(token))

    def _subsearch(self, token: Token) -> ast.Subsearch:
        return self.place.subsearches[self.place.base + (token.start_pos or 0)]

    def _deeper(self, node: ast.Node, *children: Any) -> Any:
        """Note how deep *node* is, and refuse what later stages could not walk."""
        depths = self._depths
        depth = 1 + max(
            (depths[id(child)][1] for child in children if id(child) in depths), default=0
        )
        if depth > MAX_DEPTH:
            raise SplSyntaxError(
                f"The expression nests deeper than {MAX_DEPTH} levels.",
                code="SPL109",
                span=node.span,
                hint="Split it over several commands.",
                text=self.place.typed,
            )
        depths[id(node)] = (node, depth)
        return node


def _unquote_name(token: Token) -> str:
    if token[:1] == '"' and token[-1:] == '"' and len(token) > 1:
        return unescape_string(token[1:-1])
    if token[:1] == "'" and token[-1:] == "'" and len(token) > 1:
        return _ESCAPED_MARK.sub(r"\1", token[1:-1])
    return str(token)


def spanning(items: list[Any]) -> Span:
    """The span from the first node to the last one."""
    first: Span = items[0].span
    return first.to(items[-1].span)


def nodes_of(children: list[Any], kind: type[ast.Node]) -> tuple[Any, ...]:
    """The nodes of one class among *children*."""
    return tuple(child for child in children if isinstance(child, kind))
