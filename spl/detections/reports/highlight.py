"""A search as pieces of text with the kind of each, stage by stage on lines of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spl.commands import shapes
from spl.errors import Span
from spl.language.tokens import Token, tokens

# Kinds that look like ordinary text.
_PLAIN = frozenset({"field", "operator", "punctuation", "value"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the search: its text, its kind ("" for plain), whether the fault is in it."""

    text: str
    kind: str
    fault: bool = False


def pieces(search: str, fault: Span | None = None) -> list[Piece]:
    """The whole search in order.

    A line feed is put before a pipe that does not begin its line: published searches are one line
    of a thousand characters. Inside a subsearch nothing is put in.
    """
    known = tokens(search, shapes())
    breaks = _breaks(search, known)
    found: list[Piece] = []
    for start, end, kind in _stretches(search, known):
        if start in breaks:
            _end_line(found)
        for left, right, is_fault in _cut(start, end, fault):
            _add(found, Piece(search[left:right], kind, is_fault))
    return found


def _end_line(found: list[Piece]) -> None:
    """Put a line feed in the place of the blanks before a pipe."""
    if found and not found[-1].kind:
        last = found.pop()
        _add(found, Piece(last.text.rstrip(), "", last.fault))
    _add(found, Piece("\n", ""))


def _add(found: list[Piece], piece: Piece) -> None:
    """Append a piece, to the last one where that is of the same kind."""
    if found and (found[-1].kind, found[-1].fault) == (piece.kind, piece.fault):
        piece = Piece(found.pop().text + piece.text, piece.kind, piece.fault)
    found.append(piece)


def _breaks(search: str, known: list[Token]) -> set[int]:
    """The pipes outside of subsearches that stand behind something on their line."""
    depth, found = 0, set[int]()
    for token in known:
        text = search[token.start : token.end]
        if token.kind == "punctuation":
            depth += (text == "[") - (text == "]")
        elif token.kind == "pipe" and not depth:
            line = search[search.rfind("\n", 0, token.start) + 1 : token.start]
            found |= {token.start} if line.strip() else set()
    return found


def _stretches(search: str, known: list[Token]) -> Iterator[tuple[int, int, str]]:
    """Every token and everything between them."""
    position = 0
    for token in known:
        if token.start > position:
            yield position, token.start, ""
        if token.end > position:
            kind = "" if token.kind in _PLAIN else token.kind
            yield max(token.start, position), token.end, kind
        position = max(position, token.end)
    if position < len(search):
        yield position, len(search), ""


def _cut(start: int, end: int, fault: Span | None) -> Iterator[tuple[int, int, bool]]:
    """Cut a stretch at the borders of the fault."""
    if fault is None:
        yield start, end, False
        return
    low, high = (min(max(at, start), end) for at in (fault.start, fault.end))
    for left, right, inside in ((start, low, False), (low, high, True), (high, end, False)):
        if left < right:
            yield left, right, inside
