"""All texts of a dictionary in one buffer without regard to case, to sweep for a literal at once.

One `bytes.find` loop over the buffer answers "which values contain this?" many times faster than
asking value by value. The buffer is that of Arrow, in small letters: texts stand in it one after
the other with nothing between them, so a find that runs over the end of a text is none. Only ASCII
is folded in this way; a text with other characters is asked by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from spl.columns import arrow
from spl.columns.dictionary import Dictionary, Mask
from spl.columns.texts import Texts
from spl.values.search_compare import search_predicate
from spl.values.value import Value, as_texts
from spl.values.wildcard import fold

Codes = NDArray[np.int64]

_LARGEST = 32_000_000  # bytes that are kept in small letters; of more, a stretch at a time is made
_ASCII = 127


class Folded:
    """The texts of a dictionary, one after the other."""

    __slots__ = ("_data", "_ends", "_kept", "_odd", "_owners", "_size")

    def __init__(self, texts: Texts, owners: Codes | None, size: int) -> None:
        """Take *texts*, each of the code in *owners* (None: its own place); *size* codes in all."""
        self._data, self._ends = texts.bytes()
        self._owners = owners
        self._size = size
        self._kept: list[_Stretch] = []
        outside = np.flatnonzero(self._data[: self._ends[-1]] > _ASCII)
        places = np.searchsorted(self._ends, outside, side="right") - 1
        self._odd = np.unique(places[places >= 0])

    def equal(self, pattern: str, dictionary: Dictionary) -> Mask:
        """Answers by code, and False for null, of ``field=pattern`` without regard to case."""
        parts = fold(pattern).split("*")
        test = search_predicate("=", pattern)
        found = self._places(parts)
        if sum(map(bool, parts[1:-1])) > 1:
            return self._asked(np.append(found, self._odd), test, dictionary)
        answers = self._asked(self._odd, test, dictionary)
        answers[self._codes(found)] = True
        return answers

    def containing(self, literal: str, test: Callable[[Value], bool], d: Dictionary) -> Mask:
        """Answers by code of *test*, which only a text that contains *literal* can pass.

        The literal is folded already.
        """
        found = self._places(["", literal, ""])
        return self._asked(np.append(found, self._odd), test, d)

    def _asked(self, places: Codes, test: Callable[[Value], bool], dictionary: Dictionary) -> Mask:
        """What *test* says of the values of the texts at *places*; the others are False."""
        answers = np.zeros(self._size + 1, dtype=np.bool_)
        values = dictionary.values
        for code in self._codes(places).tolist():
            answers[code] = test(values[code])
        return answers

    def _codes(self, places: Codes) -> Codes:
        return places if self._owners is None else self._owners[places]

    def _places(self, parts: list[str]) -> Codes:
        """The ASCII texts in which the parts can stand; exact for one inner part at the most."""
        if not all(part.isascii() for part in parts):
            return np.zeros(0, dtype=np.int64)
        sought = [part.encode() for part in parts]
        return np.concatenate([each.matching(sought) + each.first for each in self._stretches()])

    def _stretches(self) -> Iterator[_Stretch]:
        """The buffer in small letters, cut between texts; kept where it is not too large."""
        if self._kept:
            yield from self._kept
            return
        start, end = int(self._ends[0]), int(self._ends[-1])
        cuts = np.searchsorted(self._ends, np.arange(start, end, _LARGEST))
        edges = np.unique(np.concatenate([[0], cuts, [len(self._ends) - 1]])).tolist()
        for first, last in pairwise(edges):
            own = self._ends[first : last + 1]
            low = self._data[own[0] : own[-1]].tobytes().lower()
            stretch = _Stretch(low, own - own[0], first)
            if end - start <= _LARGEST:
                self._kept.append(stretch)
            yield stretch


class _Stretch:
    """Texts in small letters, of which the first one is the text at *first*."""

    __slots__ = ("_ends", "_low", "first")

    def __init__(self, low: bytes, ends: Codes, first: int) -> None:
        self._low = low
        self._ends = ends
        self.first = first

    def matching(self, parts: list[bytes]) -> Codes:
        """The texts that begin with the first part, end with the last, and hold the longest inner.

        One part alone is the whole text.
        """
        lengths = np.diff(self._ends)
        if len(parts) == 1:
            found = np.flatnonzero(lengths == len(parts[0]))
            return found[self._stands(self._ends[found], parts[0])]
        head, *inner, tail = parts
        found = np.flatnonzero(lengths >= len(head) + len(tail))
        found = found[self._stands(self._ends[found], head)]
        found = found[self._stands(self._ends[found + 1] - len(tail), tail)]
        longest = max(inner, key=len, default=b"")
        if not longest or not len(found):
            return found
        hits = np.array(list(self._hits(longest)), dtype=np.int64)
        owners = np.searchsorted(self._ends, hits, side="right") - 1
        fits = hits >= self._ends[owners] + len(head)
        fits &= hits + len(longest) <= self._ends[owners + 1] - len(tail)
        held = np.zeros(len(lengths), dtype=np.bool_)
        held[owners[fits]] = True
        return found[held[found]]

    def _stands(self, places: Codes, literal: bytes) -> Mask:
        """Whether *literal* stands at each of *places*, all of which have room for it."""
        low = np.frombuffer(self._low, np.uint8)
        left = np.arange(len(places))
        for offset, byte in enumerate(literal):
            left = left[low[places[left] + offset] == byte]
        fits = np.zeros(len(places), dtype=np.bool_)
        fits[left] = True
        return fits

    def _hits(self, sought: bytes) -> Iterator[int]:
        """Where *sought* stands; also one after the other within a text."""
        place = self._low.find(sought)
        while place >= 0:
            yield place
            place = self._low.find(sought, place + 1)


def folded(dictionary: Dictionary) -> Folded | None:
    """The joined texts of *dictionary*, or None where they are no UTF-8."""
    return dictionary.remember("folded", _fold)


def _fold(dictionary: Dictionary) -> Folded | None:
    values = dictionary.values
    if isinstance(values, Texts):
        return Folded(values, None, len(values))
    texts: list[str] = []
    owners: list[int] = []
    for code, value in enumerate(values):
        for text in (value,) if type(value) is str else as_texts(value):
            texts.append(text)
            owners.append(code)
    if not texts:
        return None
    try:
        array = arrow.pa.array(texts, arrow.pa.large_string())
    except UnicodeEncodeError:  # half characters
        return None
    return Folded(Texts(array), np.array(owners, dtype=np.int64), len(dictionary))
