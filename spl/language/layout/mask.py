"""Comments and macro calls hidden, so that a typed search can be cut and read without macros."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spl.language.comments import blank_comments
from spl.language.expand import call_end

MACRO = "m"
"""What a macro call is overwritten with: a letter, so that it reads as a word."""

_NEXT = re.compile(r'\\.|"(?:[^"\\]++|\\.)*+(?:"|$)|`', re.DOTALL)
_COMMENT = re.compile(r'\\.|"(?:[^"\\]++|\\.)*+"|```.*?```', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Masked:
    """A typed search and what is hidden in it.

    Attributes:
        typed: the text as typed.
        text: the same length, comments blank and each macro call a word.
        comments: offsets of the comments, in order.
        macros: offsets of the macro calls, in order.
    """

    typed: str
    text: str
    comments: tuple[tuple[int, int], ...]
    macros: tuple[tuple[int, int], ...]

    def is_macro(self, start: int) -> bool:
        """Whether a macro call starts at this offset."""
        return any(start == first for first, _ in self.macros)


def mask(typed: str) -> Masked:
    """Hide the comments and macro calls of *typed*.

    Raises:
        SplSyntaxError: SPL108, a comment is not closed.
        MacroError: SPL203, a macro call is not closed.
    """
    plain = blank_comments(typed)
    macros = list(_macros(plain))
    parts, done = list[str](), 0
    for start, end in macros:
        parts += plain[done:start], MACRO * (end - start)
        done = end
    return Masked(typed, "".join(parts) + plain[done:], tuple(_comments(typed)), tuple(macros))


def _macros(plain: str) -> list[tuple[int, int]]:
    found, at = [], 0
    while tick := _NEXT.search(plain, at):
        at = tick.end()
        if tick.group() == "`":
            at = call_end(plain, tick.start())
            found.append((tick.start(), at))
    return found


def _comments(typed: str) -> list[tuple[int, int]]:
    found = _COMMENT.finditer(typed) if "```" in typed else ()
    return [each.span() for each in found if each.group().startswith("```")]
