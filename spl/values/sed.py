"""Edits of a text as sed writes them: ``s/regex/replacement/flags`` and ``y/abc/xyz/``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from spl.values.regex import Regex, compile_regex

_GAP = re.compile(r"[\s;]*")
_FLAGS = re.compile(r"(?:g|[0-9]{1,6})?")


class BadEdit(ValueError):  # noqa: N818 - read as "except BadEdit"
    """The text is no edit; `message` says so in Splunk's words."""

    def __init__(self, message: str) -> None:
        """Keep the *message*."""
        self.message = message
        super().__init__(message)


class Edit(Protocol):
    """One edit of a text."""

    def of(self, text: str) -> str:
        """The text after the edit."""


@dataclass(frozen=True)
class Substitution:
    """``s/regex/replacement/flags``; `number` is the match to replace, 0 for all."""

    regex: Regex
    replacement: str
    number: int

    def of(self, text: str) -> str:
        """The text with one match or all of them replaced."""
        if self.number <= 1:
            return self.regex.sub(self.replacement, text, self.number)
        for number, match in enumerate(self.regex.finditer(text), start=1):
            if number == self.number:
                new = self.regex.expand(self.replacement, match)
                return text[: match.start()] + new + text[match.end() :]
        return text


@dataclass(frozen=True)
class Transliteration:
    """``y/abc/xyz/``: character by character."""

    table: dict[int, int]

    def of(self, text: str) -> str:
        """The text with its characters exchanged."""
        return text.translate(self.table)


def read_edits(text: str) -> tuple[Edit, ...]:
    """Read the edits in *text*; BadEdit where there is none, BadRegex for a broken pattern."""
    edits: list[Edit] = []
    at = _skip(text, 0)
    while at < len(text):
        edit, at = _edit(text, at)
        edits.append(edit)
        at = _skip(text, at)
    if not edits:
        raise _failure(text)
    return tuple(edits)


def _edit(text: str, at: int) -> tuple[Edit, int]:
    """The edit at *at* and where it ends."""
    verb, delimiter = text[at], text[at + 1 : at + 2]
    if verb not in "sy" or not delimiter or delimiter.isalnum() or delimiter.isspace():
        raise _failure(text)
    first, at = _part(text, at + 2, delimiter)
    second, at = _part(text, at, delimiter)
    if first is None or second is None:
        raise _failure(text)
    if verb == "y":
        if len(first) != len(second):
            raise BadEdit("The two strings of a sed transliteration must have the same length.")
        return Transliteration(str.maketrans(first, second)), at
    flags = _FLAGS.match(text, at)
    assert flags is not None
    number = 0 if flags[0] == "g" else int(flags[0] or 1)
    return Substitution(compile_regex(first), second, number), flags.end()


def _part(text: str, at: int, delimiter: str) -> tuple[str | None, int]:
    """The text up to the delimiter; a backslash takes the delimiter's meaning away."""
    piece: list[str] = []
    while at < len(text) and text[at] != delimiter:
        if text[at] == "\\" and text[at + 1 : at + 2] == delimiter:
            piece.append(delimiter)
            at += 2
        else:
            width = 2 if text[at] == "\\" else 1
            piece.append(text[at : at + width])
            at += width
    return ("".join(piece) if at < len(text) else None), at + 1


def _skip(text: str, at: int) -> int:
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


def _failure(text: str) -> BadEdit:
    return BadEdit(f"Failed to initialize sed. Invalid sed expression '{text}'.")
