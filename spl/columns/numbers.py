"""Numbers that stand in one array, such as times and counts: a Python number only when asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray


class Numbers(Sequence[float]):
    """The values of a dictionary that are all decimals, or all whole numbers.

    Attributes:
        array: the numbers, as float64 or int64.
    """

    __slots__ = ("array",)

    def __init__(self, array: NDArray[np.float64] | NDArray[np.int64]) -> None:
        """Wrap *array*."""
        self.array = array

    def __len__(self) -> int:
        return len(self.array)

    @overload
    def __getitem__(self, code: int) -> float: ...

    @overload
    def __getitem__(self, code: slice) -> Sequence[float]: ...

    def __getitem__(self, code: int | slice) -> float | Sequence[float]:
        """The number at *code*."""
        found: float | list[float] = self.array[code].tolist()
        return found

    def __iter__(self) -> Iterator[float]:
        return iter(self.array.tolist())

    @property
    def whole(self) -> bool:
        """Whether they are whole numbers."""
        return self.array.dtype.kind == "i"

    def take(self, codes: NDArray[np.integer]) -> Numbers:
        """The numbers at *codes*."""
        return Numbers(self.array[codes])
