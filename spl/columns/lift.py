"""Scalar functions lifted over columns: once per distinct value or tuple of values, then gathered.

A `Domain` says which rows share an answer; a `Vector` holds one value per member of a domain. An
expression over one field stays in that field's domain, so every operator in it runs once per
distinct value and no code is gathered before the end. Where two domains meet, their rows are
grouped by the tuples that occur. Where tuples hardly repeat the domain is the rows themselves, so
that lifting is never slower than going row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spl.columns.column import Column
from spl.columns.dictionary import Codes, Dictionary, Mask, encode, identity
from spl.values.value import Value

Positions = NDArray[np.int64]

_SAMPLE = 4096
_LARGEST_KEY = 2**62
_MANY = 10_000


class Domain:
    """Which member each row belongs to.

    Attributes:
        ids: one per row, an index into the members' values; -1 is the last member.
        size: number of members.
    """

    __slots__ = ("ids", "size")

    def __init__(self, ids: NDArray[Any], size: int) -> None:
        """Pair the rows' members with their number."""
        self.ids = ids
        self.size = size

    @classmethod
    def rows(cls, size: int) -> Domain:
        """The domain in which every row is a member."""
        return cls(np.arange(size), size)


class Answers:
    """One value per member of a domain, and the same values with each distinct one kept once."""

    __slots__ = ("_coded", "values")

    def __init__(
        self, values: Sequence[Value], coded: tuple[Codes, Dictionary] | None = None
    ) -> None:
        """Wrap *values*; *coded* where their codes and dictionary are known already."""
        self.values = values
        self._coded = coded

    def coded(self) -> tuple[Codes, Dictionary]:
        """A code per member, and the dictionary that it counts in."""
        if self._coded is None:
            self._coded = collect(self.values)
        return self._coded


class Vector:
    """One value per member of a domain; without a domain, one value for all rows."""

    __slots__ = ("answers", "domain")

    def __init__(self, answers: Answers, domain: Domain | None = None) -> None:
        """Pair values with the domain that they are given for."""
        self.answers = answers
        self.domain = domain

    @classmethod
    def constant(cls, value: Value) -> Vector:
        """The same value for every row."""
        return cls(Answers((value,)))

    @classmethod
    def of(cls, column: Column) -> Vector:
        """The column's own domain: its dictionary, and null as the last member."""
        column = compact(column)
        answers = column.dictionary.remember("answers", _members)
        return cls(answers, Domain(column.codes, len(answers.values)))

    @property
    def values(self) -> Sequence[Value]:
        """The value of each member."""
        return self.answers.values

    def column(self, size: int) -> Column:
        """The column of *size* rows that this vector stands for."""
        if self.domain is None:
            return Column.constant(self.values[0], size)
        codes, dictionary = self.answers.coded()
        return Column(codes[self.domain.ids], dictionary)

    def mask(self, test: Callable[[Value], bool], size: int) -> Mask:
        """True where *test* holds."""
        if self.domain is None:
            return np.full(size, test(self.values[0]), dtype=np.bool_)
        answers = np.fromiter(map(test, self.values), dtype=np.bool_, count=len(self.values))
        mask: Mask = answers[self.domain.ids]
        return mask


def _members(dictionary: Dictionary) -> Answers:
    """The values of a dictionary, and null after them, which code -1 finds."""
    codes = np.append(np.arange(len(dictionary), dtype=np.int32), np.int32(-1))
    return Answers([*dictionary.values, None], (codes, dictionary))


def compact(column: Column) -> Column:
    """The column with a dictionary of what it uses, where it uses but little of its own."""
    used = column.used()
    if used is None:
        return column
    place = np.full(len(column.dictionary) + 1, -1, dtype=np.int32)
    place[used] = np.arange(len(used), dtype=np.int32)
    return Column(place[column.codes], column.dictionary.only(used))


def lift(function: Callable[..., Value], columns: Sequence[Column], size: int) -> Column:
    """The column of ``function(value, …)``, which runs once per distinct tuple of values.

    Null is handed to the function as None. The function must be pure.
    """
    return apply(function, [Vector.of(column) for column in columns], size).column(size)


def apply(
    function: Callable[..., Value],
    arguments: Sequence[Vector],
    size: int,
    at_once: Callable[..., list[Value] | None] | None = None,
) -> Vector:
    """The vector of ``function(value, …)`` in the domain that the arguments share.

    *at_once* is the function for the values of all members, where it can tell.
    """
    domain, lists = align(arguments, size)
    if domain is None:
        return Vector.constant(function(*(argument.values[0] for argument in arguments)))
    answers = None if at_once is None else at_once(*lists)
    return Vector(Answers(list(map(function, *lists)) if answers is None else answers), domain)


def align(arguments: Sequence[Vector], size: int) -> tuple[Domain | None, list[Iterable[Value]]]:
    """Bring the arguments into one domain; None where all of them are constants."""
    domains = {id(v.domain): v.domain for v in arguments if v.domain is not None}
    if not domains:
        return None, [v.values for v in arguments]
    if len(domains) == 1:
        domain = next(iter(domains.values()))
        return domain, [repeat(v.values[0]) if v.domain is None else v.values for v in arguments]
    return _meet(arguments, size)


def tuples(
    codes: Sequence[NDArray[Any]], sizes: Sequence[int]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Number the distinct tuples of *codes* in the order of first appearance.

    Args:
        codes: arrays of one length, each from -1 to its size less one.
        sizes: for each array, one more than its largest possible code.

    Returns:
        The number of each row's tuple, and the first row of each tuple.
    """
    key = codes[0].astype(np.int64) + 1
    width = sizes[0] + 1
    for array, size in zip(codes[1:], sizes[1:], strict=True):
        if width * (size + 1) > _LARGEST_KEY:
            key, width = _dense(key)
        key = key * (size + 1) + (array + 1)
        width *= size + 1
    ids, count = _dense(key)
    first = np.empty(count, dtype=np.int64)
    first[ids[::-1]] = np.arange(len(ids) - 1, -1, -1)
    return ids, first


def numbered(key: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The distinct keys in the order of first appearance, and the place of each among them."""
    places, count = _dense(key)
    distinct = np.empty(count, dtype=np.int64)
    distinct[places] = key
    return distinct, places


def collect(values: Sequence[Value]) -> tuple[Codes, Dictionary]:
    """Like `encode`, but without looking for repeats where a sample shows hardly any."""
    sample = {identity(value) for value in values[:_SAMPLE]}
    if len(values) <= 2 * _SAMPLE or len(sample) < 0.9 * _SAMPLE:
        return encode(values)
    kept = [value for value in values if value is not None]
    codes = np.arange(len(values), dtype=np.int32)
    if len(kept) < len(values):
        null = np.fromiter((value is None for value in values), np.bool_, len(values))
        codes = np.where(null, -1, np.cumsum(~null) - 1).astype(np.int32)
    return codes, Dictionary(kept, distinct=False)


def _dense(key: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    """Number the distinct keys in the order of first appearance."""
    if len(key) < _MANY:
        _, first, ids = np.unique(key, return_index=True, return_inverse=True)
        places = np.empty(len(first), dtype=np.int64)
        places[np.argsort(first)] = np.arange(len(first))
        return places[ids], len(first)
    import pyarrow as pa  # here, because a small search ends before it would be imported

    encoded = pa.array(key).dictionary_encode()
    return encoded.indices.to_numpy().astype(np.int64), len(encoded.dictionary)


def _meet(arguments: Sequence[Vector], size: int) -> tuple[Domain, list[Iterable[Value]]]:
    """Group the rows by the tuples that occur, or go by rows where they hardly repeat."""
    varying = [v for v in arguments if v.domain is not None]
    coded = [v.answers.coded() for v in varying]
    codes = [c[v.domain.ids] for v, (c, _) in zip(varying, coded, strict=True) if v.domain]
    sizes = [len(dictionary) for _, dictionary in coded]
    if max(sizes) * 2 > size or _hardly_repeat(codes, sizes):
        domain, rows = Domain.rows(size), codes
    else:
        ids, first = tuples(codes, sizes)
        domain, rows = Domain(ids, len(first)), [c[first] for c in codes]
    columns = (Column(r, d) for r, (_, d) in zip(rows, coded, strict=True))
    lists: Iterator[list[Value]] = (column.to_list() for column in columns)
    return domain, [repeat(v.values[0]) if v.domain is None else next(lists) for v in arguments]


def _hardly_repeat(codes: Sequence[Codes], sizes: Sequence[int]) -> bool:
    """Whether a sample of the rows says that there are about as many tuples as rows.

    Of s rows drawn from k equally frequent tuples about s * s / 2k repeat one drawn before.
    """
    size = len(codes[0])
    if size < 4 * _SAMPLE:
        return False
    sample = [array[:: size // _SAMPLE] for array in codes]
    drawn = len(sample[0])
    repeated = drawn - len(tuples(sample, sizes)[1])
    return drawn * drawn > 2 * max(repeated, 1) * size
