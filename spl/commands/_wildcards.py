"""Field names and values with ``*`` in them: what they match and what each star stood for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def captures(pattern: str, text: str) -> tuple[str, ...] | None:
    """What each ``*`` of *pattern* stands for in *text*, or None where the pattern does not match.

    The first stars take as little as they can. Linear in the length of the text.
    """
    first, *rest = pattern.split("*")
    if not rest:
        return () if text == pattern else None
    *middle, last = rest
    if not text.startswith(first):
        return None
    found, at = [], len(first)
    for piece in middle:
        place = text.find(piece, at)
        if place < 0:
            return None
        found.append(text[at:place])
        at = place + len(piece)
    end = len(text) - len(last)
    if end < at or not text.endswith(last):
        return None
    return (*found, text[at:end])


def fill(pattern: str, parts: Sequence[str]) -> str:
    """*pattern* with its stars replaced by *parts*, in order."""
    pieces = pattern.split("*")
    return "".join(
        piece + (parts[i] if i < len(pieces) - 1 else "") for i, piece in enumerate(pieces)
    )


def is_internal(name: str) -> bool:
    """Whether a field is internal: a wildcard that does not start with ``_`` passes it by."""
    return name.startswith("_")


def matches_name(pattern: str, name: str) -> bool:
    """Whether a field name satisfies *pattern*; case counts, ``*`` does not reach ``_time``."""
    if "*" not in pattern:
        return pattern == name
    if is_internal(name) and not pattern.startswith("_"):
        return False
    return captures(pattern, name) is not None


def select_names(patterns: Iterable[str], names: Iterable[str]) -> list[str]:
    """The *names* that the patterns select, in the order of the patterns, each once.

    A pattern without a star stands for itself, whether or not it is among the names.
    """
    known = list(names)
    chosen: dict[str, None] = {}
    for pattern in patterns:
        if "*" in pattern:
            chosen.update(dict.fromkeys(n for n in known if matches_name(pattern, n)))
        else:
            chosen[pattern] = None
    return list(chosen)


def has_wildcard(names: Iterable[str]) -> bool:
    """Whether any of *names* holds a star."""
    return any("*" in name for name in names)
