"""What a search may carry that was pasted from a web page or a word processor."""

from __future__ import annotations

import re

_STRAIGHT = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_CURLY = re.compile(r"[\u2018\u2019\u201c\u201d\u201e\u201f]")
_ENTITY = re.compile(r"&(?:gt|lt|amp|quot|#39);")
_MEANT = {"&gt;": ">", "&lt;": "<", "&amp;": "&", "&quot;": '"', "&#39;": "'"}


def pasted_hint(text: str) -> str | None:
    """Return what to say about typographic quotes or entities of HTML outside straight quotes.

    Splunk takes both for ordinary characters, so that a search finds nothing and says nothing.
    """
    plain = _STRAIGHT.sub("", text)
    if found := _CURLY.search(plain):
        return f"The character {found[0]} is no quote in SPL; write \" or ' instead."
    if found := _ENTITY.search(plain):
        return f"Write {_MEANT[found[0]]} instead of {found[0]}, which is HTML."
    return None
