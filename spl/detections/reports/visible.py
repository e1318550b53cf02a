"""Text that a reader can trust: what cannot be seen, or turns text around, is written out."""

from __future__ import annotations

import re

# Control characters but tab and line feed, lone surrogates, and what Unicode calls no character:
# XML forbids them, UTF-8 cannot hold the surrogates. Marks of writing direction are lawful
# everywhere, and make a name read as another name.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


def visible(text: str) -> str:
    r"""Return *text* with every such character as Python would escape it, such as ``\x00``.

    The end of a line of Windows becomes a line feed. The result can be written as UTF-8 and
    stands in XML 1.0.
    """
    return _UNSEEN.sub(_escaped, text.replace("\r\n", "\n"))


def in_one_line(text: str) -> str:
    """`visible`, with every run of white space as one blank."""
    return " ".join(visible(text).split())


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
