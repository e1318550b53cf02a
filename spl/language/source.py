"""Where a stretch of the expanded text came from in the text that the user typed."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from spl.errors import Inside, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of expanded text; with `macro` it stands for a whole call, else it is verbatim.

    `text` is what the call stands for.
    """

    out: int
    start: int
    end: int
    macro: str | None = None
    text: str = ""


@dataclass(slots=True)
class SourceMap:
    """Translates offsets of the expanded text into spans of the typed one.

    Without pieces the two texts are the same.
    """

    pieces: list[Piece] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)

    def add(self, piece: Piece) -> None:
        """Append the next piece; pieces come in the order of the expanded text."""
        self.pieces.append(piece)
        self._starts.append(piece.out)

    def span(self, start: int, end: int) -> Span:
        """Return the typed stretch behind expanded[start:end], the whole call inside a macro."""
        if not self.pieces:
            return Span(start, end)
        first, last = self._piece(start), self._piece(max(start, end - 1))
        begin = first.start if first.macro else first.start + start - first.out
        stop = last.end if last.macro else last.start + end - last.out
        if first is not last or first.macro is None:
            return Span(begin, max(begin, stop))
        inside = Inside(first.text, start - first.out, end - first.out)
        return Span(begin, max(begin, stop), first.macro, inside)

    def _piece(self, offset: int) -> Piece:
        return self.pieces[max(0, bisect_right(self._starts, offset) - 1)]
