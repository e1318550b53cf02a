"""A column: one value per row, as a code into a dictionary of values."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from spl.columns.dictionary import Codes, Dictionary, Mask, encode
from spl.columns.numbers import Numbers
from spl.columns.texts import Texts
from spl.values.value import Value

Rows = NDArray[np.intp]


class Column:
    """Values of one field, one per row; code -1 is null.

    Attributes:
        codes: int32, one per row.
        dictionary: the values that the codes stand for; may hold values that no row uses.
    """

    __slots__ = ("codes", "dictionary")

    def __init__(self, codes: Codes, dictionary: Dictionary) -> None:
        """Pair codes with the dictionary that they count in."""
        self.codes = codes
        self.dictionary = dictionary

    @classmethod
    def of(cls, values: Iterable[Value]) -> Column:
        """Make a column of *values*, each distinct value kept once."""
        return cls(*encode(values))

    @classmethod
    def plain(cls, values: Sequence[Value]) -> Column:
        """Make a column of values that hardly repeat, without looking for repeats; no nulls."""
        codes = np.arange(len(values), dtype=np.int32)
        return cls(codes, Dictionary(values, distinct=False))

    @classmethod
    def constant(cls, value: Value, size: int) -> Column:
        """Make a column that holds *value* in every row."""
        if value is None:
            return cls(np.full(size, -1, dtype=np.int32), Dictionary(()))
        return cls(np.zeros(size, dtype=np.int32), Dictionary((value,)))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> Value:
        code = self.codes[row]
        return None if code < 0 else self.dictionary.values[code]

    def to_list(self) -> list[Value]:
        """The values, row by row."""
        values = self.dictionary.values
        return [None if code < 0 else values[code] for code in self.codes.tolist()]

    def take(self, rows: Rows | Mask | slice) -> Column:
        """The column of the given rows: positions, a mask or a slice."""
        return Column(self.codes[rows], self.dictionary)

    def present(self) -> Mask:
        """True where the row has a value."""
        return self.codes >= 0

    def distinct(self) -> Column:
        """This column with a dictionary of distinct values (itself where that holds already)."""
        if self.dictionary.distinct:
            return self
        codes, dictionary = self.dictionary.remember("distinct", lambda d: encode(d.values))
        return Column(self._gather(codes, -1), dictionary)

    def used(self) -> Codes | None:
        """The codes in use where they are far fewer than the dictionary, else None."""
        if len(self.codes) * 2 >= len(self.dictionary):
            return None
        there = np.zeros(len(self.dictionary) + 1, dtype=np.bool_)
        there[self.codes] = True  # null, which is -1, takes the extra place
        return np.flatnonzero(there[:-1]).astype(np.int32)

    def test(self, predicate: Callable[[Value], bool | None], key: Hashable = None) -> Mask:
        """True where *predicate* holds of the value; null never does.

        The predicate runs once per value. With a *key* the answers are kept with the dictionary.
        """
        used = self.used()
        if key is not None and used is None:
            table = self.dictionary.remember(("test", key), lambda d: _table(predicate, d))
        else:
            table = _table(predicate, self.dictionary, used)
        return table[self.codes]

    def map(self, function: Callable[[Value], Value], key: Hashable = None) -> Column:
        """The column of ``function(value)``; null stays null.

        The function runs once per value. With a *key* its results are kept with the dictionary.
        """
        used = self.used()
        if key is not None and used is None:
            codes, dictionary = self.dictionary.remember(
                ("map", key), lambda d: encode(function(value) for value in d.values)
            )
            return Column(self._gather(codes, -1), dictionary)
        if used is None:
            codes, dictionary = encode(function(value) for value in self.dictionary.values)
        else:
            values = self.dictionary.values
            some, dictionary = encode(function(values[code]) for code in used.tolist())
            codes = np.full(len(self.dictionary), -1, dtype=np.int32)
            codes[used] = some
        return Column(self._gather(codes, -1), dictionary)

    def numbers(self, read: Callable[[Value], float | None], key: Hashable) -> NDArray[np.float64]:
        """A float64 array of ``read(value)``, NaN for null and for what is not a number."""
        values = self.dictionary.values
        if isinstance(values, Numbers) and key == "number":
            return self._gather(values.array.astype(np.float64, copy=False), np.nan)

        def convert(dictionary: Dictionary) -> NDArray[np.float64]:
            if isinstance(values, Texts) and key == "number":
                found = np.full(len(values), np.nan)
                for code in values.numeric().tolist():
                    number = read(values[code])
                    found[code] = np.nan if number is None else number
                return found
            read_all = (read(value) for value in dictionary.values)
            return np.array([np.nan if n is None else n for n in read_all], dtype=np.float64)

        return self._gather(self.dictionary.remember(("numbers", key), convert), np.nan)

    def _gather(self, table: NDArray, null: object) -> NDArray:  # type: ignore[type-arg]
        """``table[code]`` per row, *null* where the code is -1."""
        padded = np.append(table, np.array([null], dtype=table.dtype))
        return padded[self.codes]


def _table(
    predicate: Callable[[Value], bool | None], dictionary: Dictionary, used: Codes | None = None
) -> Mask:
    """Answers by code; the extra last place, which code -1 finds, is False."""
    answers = np.zeros(len(dictionary) + 1, dtype=np.bool_)
    values = dictionary.values
    if used is None:
        answers[:-1] = [bool(predicate(value)) for value in values]
    else:
        answers[used] = [bool(predicate(values[code])) for code in used.tolist()]
    return answers
