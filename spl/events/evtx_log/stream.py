"""A binary event log as a stream of XML: chunk by chunk, so that a broken one costs only itself.

A log is a header of 4,096 bytes and chunks of 65,536, each with all that its events need. The
package evtx (an extra) takes the chunks apart, and gets each with a header of its own.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

from spl.errors import DataError
from spl.events.evtx_log.shape import splunk_shape
from spl.events.packed.careful import Source, broken

_CHUNK_MAGIC = b"ElfChnk\0"
_HEADER = 4096
_CHUNK = 65536
_COUNT = slice(42, 44)  # of the header: how many chunks there are
_FIRST, _LAST = slice(8, 16), slice(16, 24)  # of a chunk: numbers of its records
_MOST_RECORDS = _CHUNK // 24

Parse = Callable[[io.BytesIO], Iterator[Any]]


class EvtxStream:
    """The XML of a log's events, one behind the other, as UTF-8.

    Attributes:
        lost: records that cannot be read.
        bad_chunks: chunks that cannot be read.
        replaced: characters that XML does not allow.
        fault: why it ended too early, None where it did not.
    """

    def __init__(self, stream: Source, path: str) -> None:
        """Read *stream*, a log called *path*.

        Raises:
            DataError: SPL513, the package evtx is not there.
        """
        self.lost = self.bad_chunks = self.replaced = 0
        self.fault: str | None = None
        self._stream = stream
        self._path = path
        self._parse = _parser(path)
        self._texts = self._read_chunks()
        self._rest = b""

    def read(self, size: int, /) -> bytes:
        """Up to *size* bytes of XML; none at the end."""
        while not self._rest:
            text = next(self._texts, None)
            if text is None:
                return b""
            self._rest = text.encode()
        data, self._rest = self._rest[:size], self._rest[size:]
        return data

    def check(self) -> None:
        """See that it was read whole.

        Raises:
            DataError: SPL505, parts of it cannot be read.
        """
        found = [self.fault] if self.fault else []
        if self.bad_chunks:
            found.append(f"{self.bad_chunks:,} of its chunks cannot be read")
        if self.lost:
            found.append(f"{self.lost:,} of its records cannot be read")
        if found:
            raise broken(self._path, "evtx", ", ".join(found))

    def notes(self) -> list[str]:
        """Sentences about what is not as the log has it."""
        if not self.replaced:
            return []
        return [f"{self._path}: {self.replaced:,} characters that XML does not allow became U+FFFD"]

    def _read_chunks(self) -> Iterator[str]:
        header = _whole(self._stream, _HEADER)
        count = int.from_bytes(header[_COUNT], "little")
        seen = 0
        while chunk := _whole(self._stream, _CHUNK):
            is_cut = len(chunk) < _CHUNK
            if chunk.startswith(_CHUNK_MAGIC):
                yield self._chunk(header, chunk, is_cut=is_cut)
            elif seen < count and not is_cut:
                self.bad_chunks += 1
            seen += not is_cut
        if len(header) < _HEADER or seen < count:
            self.fault = f"it ends after {seen:,} of {count:,} chunks"

    def _chunk(self, header: bytes, chunk: bytes, *, is_cut: bool) -> str:
        """The events of one chunk; Windows leaves the room behind the last one unused."""
        one = header[: _COUNT.start] + b"\1\0" + header[_COUNT.stop :]
        texts: list[str] = []
        errors = 0
        records = self._parse(io.BytesIO(one + chunk.ljust(_CHUNK, b"\0")))
        for _ in range(_MOST_RECORDS):
            try:
                record = next(records, None)
            except (RuntimeError, OSError, ValueError):
                errors += 1
                continue
            if record is None:
                break
            texts.append(record["data"])
        if errors or is_cut:
            self.lost += max(errors, _records(chunk) - len(texts))
        text, replaced = splunk_shape(texts)
        self.replaced += replaced
        return text


def _records(chunk: bytes) -> int:
    """How many records a chunk says it has; 0 where that cannot be."""
    first, last = (int.from_bytes(chunk[part], "little") for part in (_FIRST, _LAST))
    return last - first + 1 if 0 <= last - first < _MOST_RECORDS else 0


def _whole(stream: Source, size: int) -> bytes:
    """*size* bytes, fewer at the end only."""
    parts: list[bytes] = []
    while size and (data := stream.read(size)):
        parts.append(data)
        size -= len(data)
    return b"".join(parts)


def _parser(path: str) -> Parse:
    try:
        from evtx import PyEvtxParser  # here: an extra
    except ImportError:
        raise DataError(
            f"{path} is a binary Windows event log (.evtx); reading it needs the package evtx.",
            code="SPL513",
            hint="Install it with: pip install 'evtx<0.15'. Or export the log as XML: "
            "wevtutil qe FILE.evtx /lf /f:XML > FILE.xml.",
        ) from None

    def parse(log: io.BytesIO) -> Iterator[Any]:
        return iter(PyEvtxParser(log, 1).records())

    return parse
