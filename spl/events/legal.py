"""Bytes of a text that no well-formed XML can have, wherever in an element they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from spl.columns import arrow

_REFERENCE = re.compile(
    rb"&(?:lt|gt|amp|quot|apos|#(?P<decimal>[0-9]{1,7})|#x(?P<hex>[0-9A-Fa-f]{1,6}));"
)
_LONGEST = 11  # bytes of a reference
_NAMED = (b"&lt;", b"&gt;", b"&amp;", b"&quot;", b"&apos;")
_WORD = 8
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")  # U+FFFE and U+FFFF
_ESCAPED = re.compile("[\udc80-\udcff]")
_SPACES = (9, 10, 13)  # the only control characters that XML allows
_EF = 0xEF

Places = NDArray[np.intp]


def places(mask: NDArray[np.bool_]) -> Places:
    """Where *mask* holds; made for masks that seldom do."""
    whole = len(mask) // 8 * 8
    eights = np.flatnonzero(mask[:whole].view(np.uint64) != 0)
    within = np.flatnonzero(mask[:whole].reshape(-1, 8)[eights])
    found = eights[within >> 3] * 8 + (within & 7)
    rest = np.flatnonzero(mask[whole:]) + whole
    return np.concatenate([found, rest]) if len(rest) else found


def suspects(data: bytes) -> tuple[Places, Places]:
    r"""The places of bytes that are illegal, and those of line feeds.

    Illegal are control characters, what is no character, what is not UTF-8, an ``&`` that begins no
    reference to a character, and ``]]>``, which only an attribute may have.
    """
    array = np.frombuffer(data, np.uint8)
    controls = places(array < 32)
    codes = array[controls]
    feeds = codes == ord("\n")
    wrong: list[int] = controls[~feeds][~np.isin(codes[~feeds], _SPACES)].tolist()
    wrong.extend(_no_references(data, _each(data, b"&")))
    wrong.extend(place for place in _each(data, b"]") if data.startswith(b"]]>", place))
    if not data.isascii():
        wrong.extend(_undecodable(data))
        wrong.extend(
            place
            for place in places(array == _EF).tolist()
            if data.startswith(_NO_CHARACTERS, place)
        )
    return np.array(sorted(wrong), np.intp), controls[feeds]


def _each(data: bytes, byte: bytes) -> Iterator[int]:
    """The places of a byte that is rare: each is found at the speed of C."""
    place = data.find(byte)
    while place >= 0:
        yield place
        place = data.find(byte, place + 1)


def _no_references(data: bytes, ampersands: Iterable[int]) -> Iterator[int]:
    """The places of *ampersands* that begin neither a known entity nor a legal number."""
    found = np.fromiter(ampersands, np.intp)
    words = np.ndarray((max(0, len(data) - _WORD + 1),), "<u8", data, strides=(1,))
    inner = found[found < len(words)]
    rest = np.ones(len(found), np.bool_)
    for text in _NAMED:
        bits = np.uint64((1 << 8 * len(text)) - 1)
        rest[: len(inner)] &= words[inner] & bits != np.uint64(int.from_bytes(text, "little"))
    known: dict[bytes, bool] = {}
    for place in found[rest].tolist():
        text = data[place : place + _LONGEST].partition(b";")[0]
        if text not in known:
            known[text] = _is_reference(text + b";")
        if not known[text]:
            yield place


def _is_reference(text: bytes) -> bool:
    match = _REFERENCE.fullmatch(text)
    if match is None:
        return False
    if match["decimal"] is None and match["hex"] is None:
        return True
    number = int(match["decimal"]) if match["decimal"] else int(match["hex"], 16)
    return (
        number in _SPACES
        or 0x20 <= number <= 0xD7FF
        or 0xE000 <= number <= 0xFFFD
        or 0x10000 <= number <= 0x10FFFF
    )


def _undecodable(data: bytes) -> Iterator[int]:
    """The places of bytes that are not UTF-8."""
    bounds = arrow.pa.py_buffer(np.array([0, len(data)]))
    whole = arrow.pa.Array.from_buffers(
        arrow.pa.large_binary(), 1, [None, bounds, arrow.pa.py_buffer(data)]
    )
    try:
        whole.cast(arrow.pa.large_string())  # as strict as Python, and makes no text
    except arrow.pa.ArrowInvalid:
        pass
    else:
        return
    text = data.decode(errors="surrogateescape")
    place = last = 0
    for match in _ESCAPED.finditer(text):
        place += len(text[last : match.start()].encode())
        yield place
        place += 1
        last = match.end()
