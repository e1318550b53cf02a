"""Bytes of a log as blocks of text, whatever their encoding; no byte is lost."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Protocol

from spl.events.report import Report

BLOCK = 4 << 20

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its first half is the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"<\?xml[^>]{0,100}?\sencoding\s*=\s*['\"]([A-Za-z0-9._:-]{1,40})['\"]")
_ONE_BYTE = re.compile(r"(?i)(iso-?8859|windows-|cp|latin|us-ascii|koi8)")
_ESCAPED = re.compile("[\udc80-\udcff]")


class ByteSource(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Up to *size* bytes; none at the end."""


def encoding_of(head: bytes) -> tuple[str, int]:
    """The encoding that the first bytes of a file tell of, and the length of its mark.

    A byte order mark wins, then UTF-16 without one (ASCII text with a zero in every other byte),
    then an XML declaration that names a one-byte encoding, then UTF-8.
    """
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name, len(mark)
    if len(head) >= 4 and head[1] == head[3] == 0 and head[0] and head[2]:
        return "utf-16-le", 0
    if len(head) >= 4 and head[0] == head[2] == 0 and head[1] and head[3]:
        return "utf-16-be", 0
    declared = _DECLARED.match(head)
    if declared and _ONE_BYTE.match(name := declared[1].decode("ascii")):
        try:
            return codecs.lookup(name).name, 0
        except LookupError:
            pass
    return "utf-8", 0


def decode_blocks(stream: ByteSource, head: bytes, report: Report) -> Iterator[str]:
    r"""Yield the text of *head* and the rest of *stream*, a few MB at a time.

    A byte that the encoding does not allow becomes the Latin-1 character of its number and is
    counted in *report*. Choice: Splunk writes such a byte as ``\xHH``; Latin-1 keeps old Western
    logs readable.
    """
    encoding, skip = encoding_of(head)
    wide = encoding.startswith(("utf-16", "utf-32"))
    errors = "replace" if wide else "surrogateescape"
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    data = head
    report.bytes += len(head)
    text = decoder.decode(data[skip:])
    while data:
        if text:
            yield _mend(text, wide, report)
        data = stream.read(BLOCK)
        report.bytes += len(data)
        text = decoder.decode(data, final=not data)
    if text:
        yield _mend(text, wide, report)


def _mend(text: str, wide: bool, report: Report) -> str:
    """Turn escaped bytes into Latin-1 characters, and count them."""
    if wide and not text.isascii():
        report.undecodable += text.count("\ufffd")
        return text
    text, count = mended(text)
    report.undecodable += count
    return text


def mended(text: str) -> tuple[str, int]:
    """The text with Latin-1 characters in place of escaped bytes, and how many there were."""
    if text.isascii():
        return text, 0
    try:
        text.encode()  # the quickest way to see that no byte was escaped
    except UnicodeEncodeError:
        return _ESCAPED.subn(lambda match: chr(ord(match[0]) - 0xDC00), text)
    return text, 0
