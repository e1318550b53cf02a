"""Packed apps: .tgz, .spl and .tar, read into memory member by member; nothing is unpacked to disk.

An archive may come from anywhere, so it is taken for hostile: a name that leads out of the app is
refused, links and devices are not followed, and what unpacks to more than a limit is refused before
it fills the memory.
"""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO, TYPE_CHECKING, cast

from spl.errors import KnowledgeError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

PACKED = (".tgz", ".tar.gz", ".spl", ".tar")

_LARGEST = 512 * 2**20  # bytes that an archive may unpack to
_MOST = 100_000  # members
_GZIP = b"\x1f\x8b"

Member = tuple[str, str, bytes | None]


def members(path: Path, folders: tuple[str, ...]) -> Iterator[Member]:
    """Yield app, path inside the app, and content of every file that is in one of *folders*.

    The content is None for what is not a plain file: a link, a device.

    Raises:
        KnowledgeError: SPL603 where it is no archive, too large, or leads out of the app.
    """
    try:
        with path.open("rb") as stream:
            yield from _members(stream, path, folders)
    except (tarfile.TarError, OSError, EOFError, zlib.error, ValueError, RecursionError) as error:
        raise _refusal(path, f"Cannot read the packed app {path}: {error}.") from None


def _members(stream: IO[bytes], path: Path, folders: tuple[str, ...]) -> Iterator[Member]:
    packed = stream.read(2) == _GZIP
    stream.seek(0)
    plain = cast(IO[bytes], gzip.GzipFile(fileobj=stream)) if packed else stream
    limited = io.BufferedReader(_Limited(plain, path), 1 << 16)
    with tarfile.open(fileobj=limited, mode="r|") as archive:
        for number, member in enumerate(archive):
            if number >= _MOST:
                raise _refusal(path, f"The packed app {path} has more than {_MOST} members.")
            app, inside = _place(member.name, path)
            if member.isdir() or "/" not in inside or inside.partition("/")[0] not in folders:
                continue
            if member.size > _LARGEST:
                raise _too_large(path)
            content = archive.extractfile(member) if member.isfile() else None
            yield app, inside, None if content is None else content.read()


def _place(name: str, path: Path) -> tuple[str, str]:
    """The app that a member is in, and its path there."""
    parts = [part for part in PurePosixPath(name).parts if part != "."]
    leads_out = ".." in parts or name.startswith(("/", "\\")) or PureWindowsPath(name).drive
    if leads_out or "\0" in name:
        message = f"The packed app {path} is refused: its member '{name}' leads out of the app."
        raise _refusal(path, message)
    return (parts[0], "/".join(parts[1:])) if parts else ("", "")


class _Limited(io.RawIOBase):
    """A stream that gives no more than `_LARGEST` bytes."""

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        self._stream = stream
        self._path = path
        self._left = _LARGEST

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Fill *buffer* as far as the stream gives."""
        view = memoryview(buffer)
        data = self._stream.read(len(view))
        self._left -= len(data)
        if self._left < 0:
            raise _too_large(self._path)
        view[: len(data)] = data
        return len(data)


def _too_large(path: Path) -> KnowledgeError:
    return _refusal(path, f"The packed app {path} unpacks to more than {_LARGEST} bytes.")


def _refusal(path: Path, message: str) -> KnowledgeError:
    return KnowledgeError(message, code="SPL603", origin=str(path))
