"""One thing that was found out about a search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal[
    "clause", "null", "field", "lookup", "wildcard", "precedence", "subsearch", "events", "error"
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found out.

    Attributes:
        kind: what it is about: the clause that rejects the nearest rows, a null BY field, a field
            that no row has, a lookup without a match, a star in where, AND and OR, a subsearch
            without rows, missing events, what stopped the search.
        stage: position of the stage that it is about, from 0.
        title: what was found, in one sentence.
        sentences: the reasons, the most telling first.
        weight: from 0 to 1, how much it counts among the others.
    """

    kind: Kind
    stage: int
    title: str
    sentences: tuple[str, ...] = ()
    weight: float = 1.0
