"""A stream that unpacks, and ends where what it unpacks is broken: what came before is kept."""

from __future__ import annotations

import io
import lzma
import tarfile
import zipfile
import zlib
from typing import TYPE_CHECKING, Protocol

from spl.errors import DataError
from spl.events.packed.budget import Budget

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

BROKEN = (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError)


_STEP = 1 << 16


class Source(Protocol):
    """What is read from."""

    def read(self, size: int, /) -> bytes:
        """Up to *size* bytes; none at the end."""


class CarefulStream(io.RawIOBase):
    """Reads on as long as it goes.

    Attributes:
        fault: why it ended too early, None where it did not.
    """

    def __init__(self, stream: Source, budget: Budget) -> None:
        """Read *stream*, whose bytes are paid out of *budget*."""
        # What `read` gathered before it comes to the fault would be lost; `read1` gives it first.
        self._once = getattr(stream, "read1", stream.read)
        self._budget = budget
        self.fault: str | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Fill *buffer* as far as the stream gives.

        Raises:
            DataError: SPL512, it gives too much.
            OSError: the file below it cannot be read.
        """
        view = memoryview(buffer)
        data = b"" if self.fault else self._read(len(view))
        self._budget.spend(len(data))
        view[: len(data)] = data
        return len(data)

    def _read(self, size: int) -> bytes:
        try:
            return self._once(min(size, _STEP))
        except BROKEN as error:
            self.fault = str(error) or "it ends too early"
        except OSError as error:
            if error.errno is not None:  # bzip2, gzip and zstd raise OSError without a number
                raise
            self.fault = str(error)
        return b""


def broken(name: str, kind: str, why: object) -> DataError:
    """The error for a packed file that cannot be unpacked (to its end)."""
    reason = str(why).rstrip(".") or "it ends too early"
    return DataError(f"{name} is a broken {kind} file: {reason}.", code="SPL505")
