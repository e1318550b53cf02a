"""Fitting a table into a width: which columns keep theirs, and where the texts of others break."""

from __future__ import annotations

import re
from collections.abc import Sequence

NARROWEST = 10
"""A column of texts that break is at least so wide."""

# A path, a command line or a list breaks best behind one of these.
_BREAK = re.compile(r"(?<=[\s\\/,;:&|=])")


def width_of(text: str) -> int:
    """How many columns of a terminal one line of text takes; wide characters take two."""
    if text.isascii() and text.isprintable():
        return len(text)
    from wcwidth import wcswidth  # here, because most texts are told without it

    width = wcswidth(text)
    return len(text) if width < 0 else width


def fitted(
    widths: Sequence[int], room: int, least: Sequence[int] | None = None
) -> list[int] | None:
    """Share *room* among columns of the given natural widths; None where it cannot be.

    Narrow columns (counts, times, codes) keep their width; what is left is shared alike by those
    that need more.

    Args:
        widths: what each column would like to have.
        room: the sum that there is.
        least: below this no column goes; `NARROWEST` or its own width where not given.
    """
    floors = [min(w, NARROWEST) for w in widths] if least is None else list(least)
    if sum(floors) > room:
        return None
    shares = list(widths)
    open_columns = set(range(len(widths)))
    left = room
    while open_columns:
        share = left // len(open_columns)
        settled = {c for c in open_columns if widths[c] <= share or floors[c] >= share}
        if not settled:
            for column in open_columns:
                shares[column] = share
            break
        for column in settled:
            shares[column] = widths[column] if widths[column] <= share else floors[column]
            left -= shares[column]
        open_columns -= settled
    return shares if sum(shares) <= room else None


def broken(text: str, width: int) -> list[str]:
    """The lines of *text*, each at most *width* wide; put together again they are the text."""
    return [part for line in text.split("\n") for part in _broken_line(line, width)]


def _broken_line(line: str, width: int) -> list[str]:
    if width_of(line) <= width:
        return [line]
    lines, current, used = [], "", 0
    for piece in _BREAK.split(line):
        size = width_of(piece)
        if used + size > width and current and (size <= width or used * 2 > width):
            lines.append(current)
            current, used = "", 0
        while used + width_of(piece) > width:
            head = _prefix(piece, width - used)
            lines.append(current + head)
            piece, current, used = piece[len(head) :], "", 0
        current += piece
        used += width_of(piece)
    return [*lines, current] if current else lines


def shortened(text: str, width: int) -> str:
    """The text in at most *width* columns: of a long one the end, which tells paths apart."""
    if width_of(text) <= width:
        return text
    while width_of(text) > width - 1:
        text = text[1:]
    return "…" + text


def _prefix(text: str, width: int) -> str:
    """As many characters as fit, at least one."""
    used = 0
    for place, character in enumerate(text):
        used += 1 if " " <= character <= "~" else max(0, _width(character))
        if used > width and place:
            return text[:place]
    return text


def _width(character: str) -> int:
    from wcwidth import wcwidth

    return wcwidth(character)
