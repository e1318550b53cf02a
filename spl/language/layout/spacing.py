"""Where a blank stands between two words of a command: the style in which trees are printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spl.language.layout.pieces import Context

OPERATORS = frozenset({"PLUS", "MINUS", "DOT", "STAR", "SLASH", "PERCENT", "CMP"})
KEYWORDS = frozenset(
    {
        "_AND", "_OR", "NOT", "IN", "NOT_IN", "_E_AND", "_E_OR", "_E_XOR", "E_NOT", "E_IN", "LIKE",
        "_AS", "_TO", "_BY", "_OVER", "_WHERE", "_FROM", "_SORTBY", "OUTPUT", "_WITH", "_IN_FIELDS",
    }
)  # fmt: skip
FUNCTIONS = frozenset({"E_FUNCTION", "A_WORD", "C_WORD", "T_WORD", "C_FUNCTION", "SORT_KIND"})
EXPRESSIONS: Mapping[str, Context] = {
    "search": "search",
    "eval": "each",
    "where": "eval",
    "head": "eval",
    "join": "eval",
    "inputlookup": "search",
}
"""Shapes whose parentheses all belong to expressions, and how their words belong together."""

_TIGHT = frozenset({"S_OP", "X_OP", "_EQUAL"})
_SIGNS = frozenset({"PLUS", "MINUS", "BANG"})
_BEFORE_OPERANDS = OPERATORS | KEYWORDS | {"", "LPAR", "_COMMA", "_EQUAL", "SIGNED", "name"}


@dataclass(slots=True)
class Word:
    """One word of a stage: a terminal of the grammar, a comment, the command's name."""

    kind: str
    start: int
    end: int


def name_signs(words: Sequence[Word]) -> None:
    """Call the signs of numbers and negations SIGNED, apart from the operators they look like."""
    before = ""
    for word in words:
        if word.kind == "BANG" or (word.kind in _SIGNS and before in _BEFORE_OPERANDS):
            word.kind = "SIGNED"
        before = word.kind


def has_gap(before: Word | None, here: Word, typed: str) -> bool:
    """Whether a blank stands between two words; *typed* is the whole search as it was typed."""
    if before is None:
        return True
    if here.kind == "_COMMA":
        return False
    if before.kind in ("_COMMA", "comment") or here.kind == "comment":
        return True
    if before.kind in ("LPAR", "SIGNED", "SORT_SIGN") or here.kind == "RPAR":
        return False
    if before.kind in _TIGHT or here.kind in _TIGHT:
        # "< >x" compares with ">x"; without the blank it would be another operator.
        return before.kind in _TIGHT and typed[here.start] in "=<>"
    if here.kind == "SUB":
        return True
    if here.kind == "LPAR":
        return before.kind not in FUNCTIONS
    spaced = KEYWORDS | OPERATORS | {"RPAR"}
    return before.kind in spaced or here.kind in spaced or before.end < here.start


def written(word: Word, typed: str) -> str:
    """The text of a word: names of commands in lower case, keywords in upper case."""
    text = typed[word.start : word.end]
    if word.kind == "name":
        return text.lower()
    return " ".join(text.upper().split()) if word.kind in KEYWORDS else text
