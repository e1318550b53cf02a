"""The words of dates, in English whatever the locale, and the shorthands of time formats."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")

SHORTHANDS: Mapping[str, str] = MappingProxyType(
    {
        "%c": "%a %b %e %H:%M:%S %Y",
        "%+": "%a %b %e %H:%M:%S %Z %Y",
        "%D": "%m/%d/%y",
        "%F": "%Y-%m-%d",
        "%R": "%H:%M",
        "%r": "%I:%M:%S %p",
        "%T": "%H:%M:%S",
        "%x": "%m/%d/%Y",
        "%X": "%H:%M:%S",
    }
)
"""Variables that stand for several others."""


def expand_shorthands(time_format: str) -> str:
    """Replace every shorthand by what it stands for; ``%%T`` is a per cent sign and a T."""
    parts = time_format.split("%%")
    for short, long in SHORTHANDS.items():
        parts = [part.replace(short, long) for part in parts]
    return "%%".join(parts)
