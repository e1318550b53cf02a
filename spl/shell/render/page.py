"""What a layout depends on besides the rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from spl.language.sought import Sought


@dataclass(frozen=True, slots=True)
class Page:
    """Where results are shown, and to whom.

    Attributes:
        zone: time zone of the times.
        width: columns of the terminal; None for a pipe or file, where nothing is laid out anew.
        height: its lines; None where there is no terminal.
        colours: whether texts may have colours.
        sought: what the search looked for, to be marked in events.
        title: what stands above a page or picture; the search.
    """

    zone: tzinfo = UTC
    width: int | None = None
    height: int | None = None
    colours: bool = False
    sought: Sought = field(default_factory=Sought)
    title: str = ""
