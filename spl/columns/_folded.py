"""All texts of a dictionary in one string without regard to case, to sweep for a literal at once.

One `str.find` loop over the string answers "which values contain this?" many times faster than
asking value by value. Texts are kept apart by a character that none of them holds.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

import numpy as np

from spl.columns.dictionary import Dictionary, Mask
from spl.values.search_compare import search_predicate
from spl.values.value import as_texts
from spl.values.wildcard import fold

_APART = "\x1f"
_LARGEST = 200_000_000


class Folded:
    """The texts of a dictionary, joined."""

    __slots__ = ("_exact", "_joined", "_owners", "_size", "_starts")

    def __init__(self, texts: list[str], owners: list[int], size: int) -> None:
        """Join *texts*, of which each belongs to the code in *owners*; *size* codes in all."""
        self._joined = _APART + _APART.join(texts) + _APART
        self._starts = list(accumulate((len(text) + 1 for text in texts[:-1]), initial=1))
        self._owners = owners
        self._size = size
        self._exact: dict[str, list[int]] = {}
        for text, owner in zip(texts, owners, strict=True):
            self._exact.setdefault(text, []).append(owner)

    def equal(self, pattern: str, dictionary: Dictionary) -> Mask:
        """Answers by code, and False for null, of ``field=pattern`` without regard to case."""
        answers = np.zeros(self._size + 1, dtype=np.bool_)
        first, *rest = fold(pattern).split("*")
        if not rest:
            answers[self._exact.get(first, [])] = True
            return answers
        parts = [first, *rest]
        longest = max(parts, key=len)
        if not longest:
            answers[:-1] = True
            return answers
        place = parts.index(longest)
        before = _APART if place == 0 else ""
        after = _APART if place == len(parts) - 1 else ""
        found = self.containing(before + longest + after)
        if sum(map(bool, parts)) > 1:
            test = search_predicate("=", pattern)
            found = [code for code in found if test(dictionary.values[code])]
        answers[found] = True
        return answers

    def containing(self, literal: str) -> list[int]:
        """The codes of the texts that contain *literal*, which is folded already."""
        joined, starts, owners = self._joined, self._starts, self._owners
        found = []
        anchored = literal.startswith(_APART)
        place = joined.find(literal)
        while place >= 0:
            index = bisect_right(starts, place + anchored) - 1
            found.append(owners[index])
            if index + 1 >= len(starts):
                break
            place = joined.find(literal, starts[index + 1] - 1)
        return found


def folded(dictionary: Dictionary) -> Folded | None:
    """The joined texts of *dictionary*, or None where they are too many or cannot be kept apart."""
    return dictionary.remember("folded", _fold)


def _fold(dictionary: Dictionary) -> Folded | None:
    texts: list[str] = []
    owners: list[int] = []
    length = 0
    for code, value in enumerate(dictionary.values):
        for text in (value,) if type(value) is str else as_texts(value):
            length += len(text)
            if length > _LARGEST or _APART in text:
                return None
            texts.append(fold(text))
            owners.append(code)
    return Folded(texts, owners, len(dictionary)) if texts else None
