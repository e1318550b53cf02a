"""A stream that tells how much of it was read."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer


class WatchedStream(io.RawIOBase):
    """Reads another stream, at any place where that one can."""

    def __init__(self, stream: BinaryIO, tell: Callable[[int], None]) -> None:
        """Call *tell* with the number of bytes read so far."""
        self._stream = stream
        self._tell = tell
        self._count = 0
        self._most = _size(stream)

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Whether the other stream is."""
        return self._stream.seekable()

    def seek(self, place: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to another place."""
        return self._stream.seek(place, whence)

    def tell(self) -> int:
        """The place."""
        return self._stream.tell()

    def readinto(self, buffer: Buffer) -> int:
        """Fill *buffer* as far as the stream gives."""
        view = memoryview(buffer)
        data = self._stream.read(len(view))
        view[: len(data)] = data
        self._count += len(data)
        self._tell(self.size())
        return len(data)

    def size(self) -> int:
        """How many of its bytes were read so far."""
        return self._count if self._most is None else min(self._count, self._most)


def _size(stream: BinaryIO) -> int | None:
    """Bytes of a stream that can be read at any place, None for any other."""
    if not stream.seekable():
        return None
    place = stream.tell()
    size = stream.seek(0, os.SEEK_END)
    stream.seek(place)
    return size
