"""Cryptographic functions."""

from __future__ import annotations

import hashlib

from spl.values.book import eval_function
from spl.values.value import Value, single_text

_HEADING = "Cryptographic functions"


@eval_function("md5(text)", category=_HEADING)
def md5(text: Value) -> Value:
    """Return the MD5 hash of the text in UTF-8, in lower-case hexadecimal.

    Examples:
        md5("Hello World") -> b10a8db164e0754105b7a99be72e3fe5
        md5("") -> d41d8cd98f00b204e9800998ecf8427e
        md5(null()) -> null
    """
    return _digest("md5", text)


@eval_function("sha1(text)", category=_HEADING)
def sha1(text: Value) -> Value:
    """Return the SHA-1 hash of the text in UTF-8, in lower-case hexadecimal.

    Examples:
        sha1("abc") -> a9993e364706816aba3e25717850c26c9cd0d89d
        sha1(null()) -> null
    """
    return _digest("sha1", text)


@eval_function("sha256(text)", category=_HEADING)
def sha256(text: Value) -> Value:
    """Return the SHA-256 hash of the text in UTF-8, in lower-case hexadecimal.

    Examples:
        sha256("abc") -> ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
        sha256(null()) -> null
    """
    return _digest("sha256", text)


@eval_function("sha512(text)", category=_HEADING)
def sha512(text: Value) -> Value:
    """Return the SHA-512 hash of the text in UTF-8, in lower-case hexadecimal.

    Examples:
        substr(sha512("abc"), 1, 32) -> ddaf35a193617abacc417349ae204131
        len(sha512("")) -> 128
        sha512(null()) -> null
    """
    return _digest("sha512", text)


def _digest(kind: str, value: Value) -> Value:
    text = single_text(value)
    if text is None:
        return None
    return hashlib.new(kind, text.encode(errors="replace"), usedforsecurity=False).hexdigest()
