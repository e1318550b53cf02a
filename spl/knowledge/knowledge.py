"""Everything that apps say, in one immutable object."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The knowledge objects of a session."""
