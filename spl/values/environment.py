"""What a function may know besides its arguments: the clock, the time zone, a source of chance."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import tzinfo
from zoneinfo import ZoneInfo

from spl.values.value import Value


@dataclass(frozen=True, slots=True)
class Environment:
    """The outside of an expression, fixed for one search.

    Attributes:
        now: start of the search, in epoch seconds: what ``now()`` gives.
        zone: time zone of the searching user; snaps and strftime use it.
        clock: reads the wall clock, for ``time()``.
        chance: source of ``random()``.
        lookup: what ``lookup()`` asks: a table's name, JSON in, JSON out; None without tables.
    """

    now: float
    zone: tzinfo = field(default_factory=lambda: ZoneInfo("UTC"))
    clock: Callable[[], float] = lambda: 0.0
    chance: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311
    lookup: Callable[[Value, Value, Value], Value] | None = None
