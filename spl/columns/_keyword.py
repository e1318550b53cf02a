"""Keywords and phrases: whole tokens of _raw (Splunk, segmenters.conf; Search Reference: search).

A token ends at a breaker. A keyword is found where it stands between breakers, major or minor; a
TERM where it stands between major ones. ``*`` stands for any run without a major breaker, and where
it opens or closes a keyword, no breaker is asked for on that side.

Choice: a phrase is found as it is written, the blanks and marks between its words included.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from spl.values.value import Value, as_texts
from spl.values.wildcard import fold

_MAJOR_MARKS = "[]<>(){}|!;,'\"*\n\r \t&?+"
_MINOR_MARKS = "/:=@.-$#%\\_"
_ENCODED = [
    "%21",
    "%26",
    "%2526",
    "%3b",
    "%7c",
    "%20",
    "%2b",
    "%3d",
    "--",
    "%2520",
    "%5d",
    "%5b",
    "%3a",
    "%0a",
    "%2c",
    "%28",
    "%29",
]
_MAJOR = re.compile(
    "|".join([f"[{re.escape(_MAJOR_MARKS)}]", *map(re.escape, _ENCODED)]), re.IGNORECASE
)
_MARKS = frozenset(_MAJOR_MARKS)
_ANY_MARK = _MARKS | frozenset(_MINOR_MARKS)
_BEFORE = (*_ENCODED, *(code.upper() for code in _ENCODED))


def keyword(
    pattern: str, *, case_sensitive: bool = False, whole: bool = False
) -> Callable[[Value], bool]:
    """Return the test whether *pattern* is among the tokens of a text.

    Args:
        pattern: the keyword or phrase; ``*`` is a wildcard.
        case_sensitive: whether case counts, as in ``CASE(x)``.
        whole: only major breakers end it, as in ``TERM(x)``.
    """
    search = _Search(pattern if case_sensitive else fold(pattern), whole)

    def holds(value: Value) -> bool:
        return any(search.found(t if case_sensitive else fold(t)) for t in as_texts(value))

    return holds


def longest_part(pattern: str) -> str:
    """The longest run of *pattern* without wildcard, folded: what any matching text contains."""
    return max(fold(pattern).split("*"), key=len)


class _Search:
    """A keyword cut at its wildcards."""

    def __init__(self, pattern: str, whole: bool) -> None:
        parts = pattern.split("*")
        self._open_start = len(parts) > 1 and not parts[0]
        self._open_end = len(parts) > 1 and not parts[-1]
        self._parts = [part for part in parts if part]
        self._marks = _MARKS if whole else _ANY_MARK
        self._whole = whole

    def found(self, text: str) -> bool:
        """Whether a place in *text* fits; takes time in proportion to the text."""
        if not self._parts:
            return True
        first = self._parts[0]
        place = text.find(first)
        while place >= 0:
            if self._open_start or self._starts(text, place):
                stop = self._follow(text, place + len(first))
                if stop < 0:
                    return True
                place = text.find(first, max(place + 1, stop))
            else:
                place = text.find(first, place + 1)
        return False

    def _follow(self, text: str, end: int) -> int:
        """-1 where the rest of the parts follow; else a place before which no other start can."""
        skip = 0
        for number, part in enumerate(self._parts[1:], 2):
            stop = _MAJOR.search(text, end)
            limit = stop.start() if stop else len(text)
            last = number == len(self._parts) and not self._open_end
            place = self._place(text, part, end, limit, last=last)
            if place < 0:
                return skip if skip or _MAJOR.search(part) else limit
            end = place + len(part)
            if _MAJOR.search(part):
                skip = 1
        if len(self._parts) > 1 or self._open_end or self._ends(text, end):
            return -1
        return 0

    def _place(self, text: str, part: str, start: int, limit: int, *, last: bool) -> int:
        """Where *part* begins, from *start* to *limit*; a *last* one must end at a breaker."""
        place = text.find(part, start, limit + len(part))
        while place >= 0 and last and not self._ends(text, place + len(part)):
            place = text.find(part, place + 1, limit + len(part))
        return place

    def _starts(self, text: str, place: int) -> bool:
        if place == 0 or text[place] in self._marks or text[place - 1] in self._marks:
            return True
        return text.endswith(_BEFORE, max(0, place - 5), place)

    def _ends(self, text: str, end: int) -> bool:
        if end == len(text) or text[end - 1] in self._marks or text[end] in self._marks:
            return True
        return self._whole and text.startswith(_BEFORE, end)
