"""The logs that a file holds, whatever it is packed with.

Told by the first bytes, never by the name. Names in archives are shown, never used as paths;
links, devices and hidden files in them are passed over.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import IO, cast

from spl.errors import DataError
from spl.events.packed.budget import DEEPEST, HELD, Budget
from spl.events.packed.careful import BROKEN, CarefulStream, Source, broken

_BUFFER = 1 << 20
_TAR_MARK = b"ustar"
_TAR_PLACE = 257
_LOCKED = 1  # flag of a member of a zip archive
_ZIP = (b"PK\3\4", b"PK\5\6")  # the second one is an archive without members


def _zstd(stream: IO[bytes]) -> Source:
    from pyarrow import CompressedInputStream, PythonFile

    return cast(Source, CompressedInputStream(PythonFile(stream, "r"), "zstd"))


_STREAMS: tuple[tuple[bytes, str, Callable[[IO[bytes]], Source]], ...] = (
    (b"\x1f\x8b", "gzip", lambda stream: gzip.GzipFile(fileobj=stream)),
    (b"BZh", "bzip2", bz2.BZ2File),
    (b"\xfd7zXZ\0", "xz", lzma.LZMAFile),
    (b"\x28\xb5\x2f\xfd", "zstd", _zstd),
)


@dataclass(frozen=True, slots=True)
class Layer:
    """What something is packed in.

    Attributes:
        name: what is packed.
        kind: how.
        stream: what is in it.
    """

    name: str
    kind: str
    stream: CarefulStream

    def check(self) -> None:
        """Raise DataError SPL505 if it ended too early."""
        if self.stream.fault:
            raise broken(self.name, self.kind, self.stream.fault)


@dataclass(frozen=True, slots=True)
class Member:
    """One log.

    Attributes:
        name: the file's path, and the member's name behind a colon where it lies in an archive.
        stream: its bytes.
        time: when it was last changed, where the archive says so.
        outside: what the archive that it lies in is packed in, the outermost first.
        layers: what it is packed in itself.
        is_inside: whether it lies in an archive, perhaps with others.
    """

    name: str
    stream: io.BufferedReader
    time: float | None = None
    outside: tuple[Layer, ...] = ()
    layers: tuple[Layer, ...] = ()
    is_inside: bool = False

    @property
    def depth(self) -> int:
        """How often it is packed."""
        return len(self.outside) + len(self.layers)

    def check_outside(self) -> None:
        """Raise DataError SPL505 if the archive around it ended too early."""
        for layer in self.outside:
            layer.check()

    def check(self) -> None:
        """Raise DataError SPL505 if it was not read whole."""
        self.check_outside()
        for layer in self.layers:
            layer.check()


def unpack(member: Member, budget: Budget, skipped: list[tuple[str, str]]) -> Iterator[Member]:
    """Yield the logs in *member*, each to be read before the next one is asked for.

    Args:
        member: a file as it is, its stream buffered.
        budget: what it may unpack to.
        skipped: members of archives that are not to be read, each with the reason.

    Raises:
        DataError: SPL505 it is broken, SPL512 it unpacks to too much, SPL514 it is locked, or
            packed in a way that is not known.
    """
    head = member.stream.peek(_BUFFER)
    for mark, kind, opened in _STREAMS:
        if head.startswith(mark):
            yield from unpack(_unwrapped(member, kind, opened, budget), budget, skipped)
            return
    if head.startswith(_ZIP):
        yield from _zip_members(member, budget, skipped)
    elif head.startswith(_TAR_MARK, _TAR_PLACE):
        yield from _tar_members(member, budget, skipped)
    else:
        yield member


def _unwrapped(
    member: Member, kind: str, opened: Callable[[IO[bytes]], Source], budget: Budget
) -> Member:
    """The log in a wrapper that holds just one."""
    _check_depth(member)
    careful = CarefulStream(opened(member.stream), budget)
    layers = (*member.layers, Layer(member.name, kind, careful))
    return replace(member, stream=io.BufferedReader(careful, _BUFFER), layers=layers)


def _zip_members(
    archive: Member, budget: Budget, skipped: list[tuple[str, str]]
) -> Iterator[Member]:
    """The files in a zip archive, in its order."""
    try:
        opened = zipfile.ZipFile(_seekable(archive))
        for info in opened.infolist():
            budget.enter()
            if info.is_dir() or _is_hidden(info.filename):
                continue
            name = _shown(archive.name, info.filename)
            if info.flag_bits & _LOCKED:
                skipped.append((name, "it is locked with a password"))
                continue
            inside = _inside(archive, name, "zip", opened.open(info), budget)
            yield from unpack(inside, budget, skipped)
    except NotImplementedError as error:
        raise DataError(
            f"{archive.name} cannot be unpacked: {error}.",
            code="SPL514",
            hint="Unpack it yourself, and give what is in it.",
        ) from None
    except (*BROKEN, ValueError, RuntimeError, struct.error) as error:
        raise broken(archive.name, "zip", error) from None


def _tar_members(
    archive: Member, budget: Budget, skipped: list[tuple[str, str]]
) -> Iterator[Member]:
    """The files in a tar archive, in its order."""
    inside: Member | None = None
    try:
        with tarfile.open(fileobj=archive.stream, mode="r|", bufsize=_BUFFER) as opened:
            for info in opened:
                budget.enter()
                if not info.isreg() or _is_hidden(info.name):
                    continue
                name, stream = _shown(archive.name, info.name), opened.extractfile(info)
                assert stream is not None  # it is a file
                inside = _inside(archive, name, "tar", stream, budget, float(info.mtime))
                yield from unpack(inside, budget, skipped)
        archive.check()
    except BROKEN as error:
        archive.check()
        if inside is not None and any(layer.stream.fault for layer in inside.layers):
            return  # it ends in this member, which told so
        raise broken(archive.name, "tar", error) from None


def _inside(
    archive: Member,
    name: str,
    kind: str,
    stream: IO[bytes],
    budget: Budget,
    time: float | None = None,
) -> Member:
    """A file in an archive."""
    _check_depth(archive)
    careful = CarefulStream(stream, budget)
    return Member(
        name,
        io.BufferedReader(careful, _BUFFER),
        archive.time if time is None else time,
        (*archive.outside, *archive.layers),
        (Layer(name, kind, careful),),
        is_inside=True,
    )


def _is_hidden(name: str) -> bool:
    """Whether the name of a member begins with a dot, or that of a folder it lies in."""
    parts = PurePosixPath(name).parts
    return any(part.startswith((".", "__MACOSX")) and part != ".." for part in parts)


def _seekable(archive: Member) -> IO[bytes]:
    """The archive, so that it can be read at any place: a zip archive begins at its end."""
    if archive.stream.seekable():
        return archive.stream
    data = archive.stream.read(HELD + 1)
    archive.check()
    if len(data) > HELD:
        raise DataError(
            f"{archive.name} cannot be unpacked: it is a zip archive of more than "
            f"{HELD >> 20} MB inside of something else.",
            code="SPL514",
            hint="Unpack it yourself, and give what is in it.",
        )
    return io.BytesIO(data)


def _shown(archive: str, name: str) -> str:
    """The name of a member, without what a terminal would take for a command."""
    return f"{archive}:" + "".join(each if each.isprintable() else "?" for each in name)


def _check_depth(member: Member) -> None:
    if member.depth >= DEEPEST:
        raise DataError(
            f"{member.name} cannot be unpacked: it is packed more than {DEEPEST} times.",
            code="SPL514",
            hint="Unpack it yourself, and give what is in it.",
        )
