"""The wildcard of the search command: ``*`` stands for any run of characters, also an empty one.

``?`` is an ordinary character, and ``*`` cannot be escaped (Splunk, Search Manual: Wildcards). A
pattern must cover the whole value, line breaks included.
"""

from __future__ import annotations

from collections.abc import Callable


def wildcard(pattern: str, *, ignore_case: bool = True) -> Callable[[str], bool]:
    """Return the test whether a text is covered by *pattern*, in time linear in the text."""
    fits = _exact(fold(pattern) if ignore_case else pattern)
    return (lambda text: fits(fold(text))) if ignore_case else fits


def fold(text: str) -> str:
    """Return *text* without regard to case.

    Lower case, character by character: ``fold(a + b) == fold(a) + fold(b)``, which str.lower()
    breaks for a Greek sigma at the end of a word. Choice: ß stays ß, İ becomes i with a dot above.
    """
    return text.lower() if text.isascii() else text.lower().replace("ς", "σ")


def _exact(pattern: str) -> Callable[[str], bool]:
    first, *rest = pattern.split("*")
    if not rest:
        return lambda text: text == pattern
    *inner, last = rest
    middle = [part for part in inner if part]
    if len(middle) == 1 and not first and not last:
        return lambda text: middle[0] in text
    least = len(first) + len(last)

    def fits(text: str) -> bool:
        if len(text) < least or not text.startswith(first) or not text.endswith(last):
            return False
        return not middle or _in_order(middle, text, len(first), len(text) - len(last))

    return fits


def _in_order(parts: list[str], text: str, start: int, end: int) -> bool:
    """Whether the parts stand in the text one after the other: taking the first place is enough."""
    for part in parts:
        place = text.find(part, start, end)
        if place < 0:
            return False
        start = place + len(part)
    return True
