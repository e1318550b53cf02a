"""An event as a reader found it, on its way into a partition."""

from __future__ import annotations

from typing import NamedTuple

from spl.events.draft import Fields
from spl.events.trail import Trail

_NONE: Fields = {}


class Found(NamedTuple):
    """An event as a reader found it; what it does not tell is None."""

    raw: str
    time: float | None = None
    host: str | None = None
    source: str | None = None
    sourcetype: str | None = None
    fields: Fields = _NONE
    blocks: tuple[str, ...] = ()
    group: str = ""  # events of different groups are kept apart, say one per channel
    home: str | None = None  # the index, where an app or an export says so
    trail: Trail = ()  # the index-time settings that made it what it is

    @property
    def is_xml(self) -> bool:
        """Whether it was read as an event in XML."""
        return bool(self.blocks or self.group)
