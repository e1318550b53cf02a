"""Files that are big enough to be read in stretches by several processes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from spl.events.intake import Intake
from spl.events.stretches.processes import Processes, Readers
from spl.events.stretches.reading import Adopt, StretchReading


class BigFiles:
    """Reads big files into an intake and the parts of a store."""

    def __init__(
        self, *, intake: Intake, folder: Path, adopt: Adopt, size: int, count: int,
        readers: Readers | None = None,
    ) -> None:  # fmt: skip
        """Set up, but start nothing.

        Args:
            intake: where events arrive that are read here.
            folder: where parts go.
            adopt: takes over parts that were written by others.
            size: bytes of a stretch at the most, more or less.
            count: how many processes read; one is none but this.
            readers: what reads stretches, if not processes.
        """
        self._intake = intake
        self._folder = folder
        self._adopt = adopt
        self._size = size
        self._count = count
        self._readers = readers

    def takes(self, path: Path) -> bool:
        """Whether it is worth while to read the file at *path* so."""
        able = bool(sys.executable) and not getattr(sys, "frozen", False)
        return able and self._count > 1 and path.stat().st_size > self._count * self._size

    def read(self, path: Path, start: int) -> Iterator[int]:
        """Read the file at *path* from *start* on.

        Yields:
            How many bytes were read so far, now and then.
        """
        if self._readers is None:
            self._readers = Processes(self._count)
        with path.open("rb") as file:
            reading = StretchReading(path, file, self._intake, self._readers, self._folder)
            yield from reading.read(start, path.stat().st_size, self._size, self._adopt)

    def close(self) -> None:
        """End what is still being read."""
        if self._readers is not None:
            self._readers.close()
