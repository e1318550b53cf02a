"""How much a packed file may unpack to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from spl.errors import DataError

FREE = 256 << 20
"""Bytes that every file may unpack to."""

RATIO = 250
"""How many times its own size a file may unpack to beyond that: Windows events in XML reach 40."""

MOST_MEMBERS = 100_000
DEEPEST = 4
"""How many wrappers a log may lie in: a .tar.gz in a zip is three."""

HELD = 256 << 20
"""Bytes of a zip archive that does not lie on a disk of its own: it is held in memory."""


@dataclass(slots=True)
class Budget:
    """What one file on the disk, or one stream, may still unpack to.

    Attributes:
        path: the file.
        packed: bytes of it, as far as they are known.
        unpacked: bytes that came out of it so far, on every level.
        members: how many files were found in it.
    """

    path: str
    packed: Callable[[], int]
    unpacked: int = 0
    members: int = 0

    def spend(self, size: int) -> None:
        """Count *size* bytes that came out.

        Raises:
            DataError: SPL512, they are too many.
        """
        self.unpacked += size
        if self.unpacked > FREE and self.unpacked > RATIO * self.packed():
            raise DataError(
                f"{self.path} was not read to its end: it unpacks to more than {RATIO} times its "
                f"size, {self.unpacked >> 20:,} MB so far.",
                code="SPL512",
                hint="Unpack it yourself if you trust it, and give what is in it.",
            )

    def enter(self) -> None:
        """Count one more file in it.

        Raises:
            DataError: SPL512, they are too many.
        """
        self.members += 1
        if self.members > MOST_MEMBERS:
            raise DataError(
                f"{self.path} was not read to its end: more than {MOST_MEMBERS:,} files are in it.",
                code="SPL512",
                hint="Unpack it yourself if you trust it, and give the folder.",
            )
