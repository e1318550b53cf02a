"""Texts that stand in Arrow memory, decoded only when somebody looks at one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, overload

import numpy as np
from numpy.typing import NDArray

from spl.columns import arrow

if TYPE_CHECKING:
    import pyarrow as pa


_FIRST = np.isin(np.arange(256), list(b"+-.0123456789"))
_NUMBER = r"^[+-]?[0-9]*\.?[0-9]*(?:[eE][+-]?[0-9]*)?$"
_MANY = 64
_LAST = np.isin(np.arange(256), list(b".0123456789"))


class Texts(Sequence[str]):
    """The values of a dictionary whose texts stand in an Arrow array without nulls.

    A kernel works on `arrow` as it is; whoever wants Python texts gets each decoded on demand, or
    all at once, and then they are kept.

    Attributes:
        arrow: the texts, as UTF-8.
    """

    __slots__ = ("_decoded", "arrow")

    def __init__(self, arrow: pa.Array) -> None:
        """Wrap *arrow*, an array of string or large_string that holds no null."""
        self.arrow = arrow
        self._decoded: list[str] | None = None

    def __len__(self) -> int:
        return len(self.arrow)

    @overload
    def __getitem__(self, code: int) -> str: ...

    @overload
    def __getitem__(self, code: slice) -> Sequence[str]: ...

    def __getitem__(self, code: int | slice) -> str | Sequence[str]:
        """The text at *code*."""
        if isinstance(code, slice):
            return self.decoded()[code]
        if self._decoded is not None:
            return self._decoded[code]
        return self.arrow[code].as_py()  # type: ignore[no-any-return]  # pyarrow is untyped

    def __iter__(self) -> Iterator[str]:
        return iter(self.decoded())

    def numeric(self) -> NDArray[np.int64]:
        """The codes of the texts that may read as a number: all that do, and hardly any else."""
        data, ends = self.bytes()
        some = np.flatnonzero(ends[1:] > ends[:-1])
        found: NDArray[np.int64] = some[_FIRST[data[ends[some]]] & _LAST[data[ends[some + 1] - 1]]]
        if len(found) < _MANY:
            return found
        texts = self.arrow.take(arrow.pa.array(found))
        fits = arrow.pc.match_substring_regex(texts, _NUMBER).to_numpy(zero_copy_only=False)
        return found[fits]  # type: ignore[no-any-return]  # pyarrow is untyped

    def bytes(self) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """The buffer that holds all texts as UTF-8, and where each starts and the last one ends."""
        _, places, data = self.arrow.buffers()
        wide = arrow.pa.types.is_large_string(self.arrow.type)
        starts = np.frombuffer(places or b"\0" * 8, np.dtype(np.int64 if wide else np.int32))
        ends = starts[self.arrow.offset :][: len(self.arrow) + 1].astype(np.int64)
        return np.frombuffer(data or b"", np.uint8), ends

    def take(self, codes: NDArray[np.integer]) -> Texts:
        """The texts at *codes*."""
        return Texts(self.arrow.take(arrow.pa.array(codes)))

    def decoded(self) -> list[str]:
        """All texts as Python texts, decoded once."""
        if self._decoded is None:
            self._decoded = self.arrow.to_pylist()
        return self._decoded
