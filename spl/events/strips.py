"""Values of one field in some rows, as codes into their own dictionary; many make a column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from spl.columns import arrow
from spl.columns.column import Column
from spl.columns.dictionary import Codes, Dictionary
from spl.columns.texts import Texts
from spl.values.value import Value

if TYPE_CHECKING:
    import pyarrow as pa


Held: TypeAlias = str | tuple[str, ...]
Rows: TypeAlias = NDArray[np.int64]


def text_type() -> pa.DataType:
    """The type of texts in Arrow memory."""
    return arrow.pa.large_string()


@dataclass(frozen=True, slots=True)
class Strip:
    """Values in rows that no other strip of the field has values in.

    Attributes:
        rows: the rows.
        codes: the code of each, -1 for none.
        values: what the codes stand for: texts in Arrow memory, or texts and multivalues that a
            reader found one by one.
        distinct: no value stands there twice.
    """

    rows: Rows
    codes: Codes
    values: pa.Array | Sequence[Held]
    distinct: bool = True

    @classmethod
    def constant(cls, rows: Rows, value: Held) -> Strip:
        """The same value in all *rows*."""
        return cls(rows, np.zeros(len(rows), np.int32), [value])

    def moved(self, rows: Rows) -> Strip:
        """The strip where row 0 is `rows[0]`, and so on."""
        return Strip(rows[self.rows], self.codes, self.values, self.distinct)


def joined(strips: Sequence[Strip], size: int) -> Column:
    """The column of *size* rows that has the values of *strips*; all other rows are null."""
    split = [_split(strip.values) for strip in strips]
    distinct = all(strip.distinct for strip in strips)
    union, places = _union([texts for texts, _ in split], distinct=distinct)
    others = dict.fromkeys(value for _, more in split for value in more)
    known = {value: len(union) + number for number, value in enumerate(others)}
    codes = np.full(size, -1, dtype=np.int32)
    for strip, (_, more), own in zip(strips, split, places, strict=True):
        table = _spread(strip.values, own, known) if more else own
        codes[strip.rows] = np.append(table, np.int32(-1))[strip.codes]
    values: Sequence[Value] = Texts(union)
    return Column(codes, Dictionary([*values, *known] if known else values, distinct=distinct))


def text_array(values: Sequence[str]) -> pa.Array:
    """*values* in Arrow memory; UnicodeEncodeError where one holds half a character."""
    return arrow.pa.array(values, text_type())


def _split(values: pa.Array | Sequence[Held]) -> tuple[pa.Array, list[Held]]:
    """The texts, and what Arrow's texts cannot hold: multivalues, halves of characters."""
    if isinstance(values, arrow.pa.Array):
        return values, []
    texts = [value for value in values if _is_text(value)]
    more = [] if len(texts) == len(values) else [v for v in values if not _is_text(v)]
    return text_array(texts), more  # type: ignore[arg-type]  # texts they are


def _is_text(value: Held) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return value.isascii() or bool(value.encode())
    except UnicodeEncodeError:
        return False


def _union(parts: Sequence[pa.Array], *, distinct: bool) -> tuple[pa.Array, list[Codes]]:
    """The texts, each once if they are to be distinct, and for each part its codes in it."""
    whole = parts[0] if len(parts) == 1 else arrow.pa.concat_arrays(parts)
    codes = np.arange(len(whole), dtype=np.int32)
    if distinct and len(parts) > 1:
        encoded = whole.dictionary_encode()
        whole, codes = encoded.dictionary, encoded.indices.to_numpy()
    return whole, np.split(codes, np.cumsum([len(part) for part in parts])[:-1])


def _spread(values: Sequence[Held], own: Codes, known: Mapping[Held, int]) -> Codes:
    """The code of each of *values*: of its texts, in order, the own ones, of others the known."""
    texts = iter(own.tolist())
    return np.array([next(texts) if _is_text(v) else known[v] for v in values], np.int32)
