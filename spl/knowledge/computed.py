"""Lookups that are worked out instead of read: those of well-known add-ons that run a script.

No script is ever run. What such a lookup answers is known, so it is written here anew.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from spl.knowledge.lookups import LookupTable


class ComputedLookup(LookupTable):
    """A lookup without rows: one field goes in, others come out."""

    __slots__ = ("_compute",)

    def __init__(
        self, name: str, columns: Sequence[str], compute: Callable[[str], Mapping[str, str]]
    ) -> None:
        """Answer for the first of *columns* what *compute* says of it."""
        super().__init__(name, columns, ())
        self._compute = compute

    def _find(self, keys: Mapping[str, str], time: float | None) -> list[dict[str, str]]:  # noqa: ARG002
        key = self.columns[0]
        if key not in keys:
            return []
        row = {key: keys[key], **self._compute(keys[key])}
        agrees = all(row.get(name) == value for name, value in keys.items())
        return [row] if agrees else []


def shannon(word: str) -> float:
    """Shannon's entropy of the characters of a text, in bits per character; 0 for none."""
    shares = [count / len(word) for count in Counter(word).values()]
    return math.fsum(-share * math.log2(share) for share in shares) if word else 0.0


def computed_lookups() -> dict[str, ComputedLookup]:
    """The lookups by name, as the add-ons call them.

    ``ut_shannon_lookup word OUTPUT ut_shannon`` is that of URL Toolbox.
    """
    entropy = ComputedLookup(
        "ut_shannon_lookup", ("word", "ut_shannon"), lambda word: {"ut_shannon": str(shannon(word))}
    )
    return {entropy.name: entropy}
