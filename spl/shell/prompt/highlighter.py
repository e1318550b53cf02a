"""Highlighting from the parser's own tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.lexers import Lexer
from prompt_toolkit.styles import Style

from spl.commands import shapes
from spl.language.tokens import Token, tokens
from spl.shell.prompt.dot import is_dot
from spl.values.book import functions

STYLE = Style.from_dict(
    {
        "spl.command": "bold ansiblue",
        "spl.keyword": "bold",
        "spl.function": "ansicyan",
        "spl.field": "",
        "spl.string": "ansigreen",
        "spl.regex": "ansired",
        "spl.number": "ansimagenta",
        "spl.operator": "ansiyellow",
        "spl.option": "ansiyellow",
        "spl.macro": "ansimagenta",
        "spl.comment": "italic ansibrightblack",
        "spl.pipe": "bold",
        "spl.error": "underline ansired",
        "spl.here": "bold underline",
        "spl.range": "bold",
    }
)


class SplLexer(Lexer):
    """Colours each line of the input by the kind of its tokens."""

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        """Return a function from line number to styled pieces."""
        text = document.text
        lines: list[StyleAndTextTuples] = [[]]
        for style, piece in _pieces(text):
            first, *more = piece.split("\n")
            lines[-1].append((style, first))
            lines += [[(style, part)] for part in more]
        return lambda number: lines[number] if number < len(lines) else []


def _pieces(text: str) -> list[tuple[str, str]]:
    """The whole text in order, each token styled, everything between them plain."""
    if is_dot(text):
        return [("class:spl.keyword", text)]
    pieces = []
    position = 0
    for token in with_regexes(tokens(text, shapes()), text):
        pieces.append(("", text[position : token.start]))
        pieces.append((f"class:spl.{token.kind}", text[token.start : token.end]))
        position = token.end
    return [*pieces, ("", text[position:])]


_REGEX_COMMANDS = frozenset({"rex", "regex"})


@dataclass(slots=True)
class _Open:
    """A call that is open: which argument is a regular expression, and which one is being read."""

    regex: int | None
    argument: int = 0


def with_regexes(found: Iterable[Token], text: str) -> Iterator[Token]:
    """The tokens, texts that are regular expressions told from others.

    Those are the texts of rex and regex, and arguments of functions such as match().
    """
    command, function = "", ""
    calls: list[_Open] = []
    for token in found:
        said = text[token.start : token.end].lower()
        if token.kind == "command":
            command, calls = said, []
        elif said == "(":
            entry = functions.get(function) if function else None
            calls.append(_Open(None if entry is None else entry.regex))
        elif said == ")" and calls:
            calls.pop()
        elif said == "," and calls:
            calls[-1].argument += 1
        elif token.kind == "string":
            inside = bool(calls) and calls[-1].argument == calls[-1].regex
            if inside or command in _REGEX_COMMANDS:
                token = replace(token, kind="regex")
        function = said if token.kind == "function" else ""
        yield token
