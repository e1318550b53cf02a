"""Texts that stand in Arrow memory, decoded only when somebody looks at one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, overload

import numpy as np
from numpy.typing import NDArray

from spl.columns import arrow

if TYPE_CHECKING:
    import pyarrow as pa


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

    def take(self, codes: NDArray[np.integer]) -> Texts:
        """The texts at *codes*."""
        return Texts(self.arrow.take(arrow.pa.array(codes)))

    def decoded(self) -> list[str]:
        """All texts as Python texts, decoded once."""
        if self._decoded is None:
            self._decoded = self.arrow.to_pylist()
        return self._decoded
