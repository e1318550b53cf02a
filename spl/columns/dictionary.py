"""The distinct values of a column, and what has been worked out about them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from spl.columns.numbers import Numbers
from spl.columns.texts import Texts
from spl.values.value import NumericText, Value

Codes = NDArray[np.int32]
Mask = NDArray[np.bool_]
T = TypeVar("T")


class Dictionary:
    """Values without null, shared by every column that was cut from the same one.

    Answers about the values (which satisfy a predicate, what a function makes of them) are kept
    here under a key, so the next search that asks the same question pays nothing.

    Attributes:
        values: the values, by code.
        distinct: no value stands here twice (text by text and type by type). Columns whose values
            hardly repeat, such as _raw, are kept without looking for repeats.
    """

    __slots__ = ("_memo", "distinct", "values")

    def __init__(self, values: Sequence[Value], *, distinct: bool = True) -> None:
        """Wrap *values*; the caller says whether they are distinct."""
        self.values = values
        self.distinct = distinct
        self._memo: dict[Hashable, object] = {}

    def __len__(self) -> int:
        return len(self.values)

    def only(self, codes: Codes) -> Dictionary:
        """The dictionary of just the values at *codes*, in that order."""
        values = self.values
        if isinstance(values, Texts | Numbers):
            return Dictionary(values.take(codes), distinct=self.distinct)
        return Dictionary([values[code] for code in codes.tolist()], distinct=self.distinct)

    def holds_texts(self) -> bool:
        """Whether every value is a plain text."""
        values = self.values
        if isinstance(values, Texts | Numbers):
            return isinstance(values, Texts)
        return self._kinds() <= {str}

    def holds_multivalues(self) -> bool:
        """Whether some value is a multivalue."""
        values = self.values
        if isinstance(values, Texts | Numbers):
            return False
        return tuple in self._kinds()

    def _kinds(self) -> frozenset[type]:
        """The types of the values."""
        return self.remember("kinds", lambda _: frozenset(map(type, self.values)))

    def remember(self, key: Hashable, work: Callable[[Dictionary], T]) -> T:
        """Return what *work* makes of this dictionary, worked out once per *key*."""
        if key not in self._memo:
            self._memo[key] = work(self)
        return self._memo[key]  # type: ignore[return-value]  # a key names one kind of answer

    def recall(self, key: Hashable) -> object | None:
        """Return what is kept under *key*, or None."""
        return self._memo.get(key)

    def replace(self, key: Hashable, answer: object) -> None:
        """Keep *answer* under *key* in place of what is there."""
        self._memo[key] = answer


def identity(value: Value) -> Hashable:
    """A key that tells 1 from 1.0, True and "1", which Python's own equality does not."""
    if isinstance(value, tuple):
        return (tuple, *(identity(item) for item in value))
    return value if type(value) is str else (type(value), value)


_ALIKE = (str, int, float, bool, NumericText)


def encode(values: Iterable[Value]) -> tuple[Codes, Dictionary]:
    """Give each distinct value a code in the order of first appearance; null is -1."""
    rows = values if isinstance(values, list) else list(values)
    kinds = set(map(type, rows))
    kinds.discard(type(None))
    if len(kinds) <= 1 and kinds.issubset(_ALIKE):
        return _encode_alike(rows)
    return _encode_mixed(rows)


def _encode_alike(rows: list[Value]) -> tuple[Codes, Dictionary]:
    """Encode values of one type, which Python's own equality tells apart."""
    places = dict.fromkeys(rows)
    places.pop(None, None)
    distinct = list(places)
    codes: dict[Value, int] = {value: code for code, value in enumerate(distinct)}
    codes[None] = -1
    found = np.fromiter(map(codes.__getitem__, rows), dtype=np.int32, count=len(rows))
    return found, Dictionary(distinct)


def _encode_mixed(rows: list[Value]) -> tuple[Codes, Dictionary]:
    """Encode values of several types."""
    seen: dict[Hashable, int] = {}
    distinct: list[Value] = []
    codes: list[int] = []
    for value in rows:
        if value is None:
            codes.append(-1)
            continue
        key = identity(value)
        code = seen.get(key)
        if code is None:
            code = seen[key] = len(distinct)
            distinct.append(value)
        codes.append(code)
    return np.array(codes, dtype=np.int32), Dictionary(distinct)
