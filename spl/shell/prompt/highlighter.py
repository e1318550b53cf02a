"""Highlighting from the parser's own tokens."""

from __future__ import annotations

from collections.abc import Callable

from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.lexers import Lexer
from prompt_toolkit.styles import Style

from spl.commands import shapes
from spl.language.tokens import tokens

STYLE = Style.from_dict(
    {
        "spl.command": "bold ansiblue",
        "spl.keyword": "bold",
        "spl.function": "ansicyan",
        "spl.field": "",
        "spl.string": "ansigreen",
        "spl.number": "ansimagenta",
        "spl.operator": "ansiyellow",
        "spl.option": "ansiyellow",
        "spl.macro": "ansimagenta",
        "spl.comment": "italic ansibrightblack",
        "spl.pipe": "bold",
        "spl.error": "underline ansired",
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
    if text.lstrip().startswith("."):
        return [("class:spl.keyword", text)]
    pieces = []
    position = 0
    for token in tokens(text, shapes()):
        pieces.append(("", text[position : token.start]))
        pieces.append((f"class:spl.{token.kind}", text[token.start : token.end]))
        position = token.end
    return [*pieces, ("", text[position:])]
