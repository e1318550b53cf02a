"""One value as the text of a table cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, tzinfo

from spl.values.readable_time import readable_time
from spl.values.stats.sparkline import MARK

Cell = str | list[str] | None

# What a terminal would obey: a log must not move the cursor, change the title or clear the screen.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_BARS = "▁▂▃▄▅▆▇█"


def cell_text(name: str, value: Cell, zone: tzinfo = UTC) -> str:
    r"""The text of a cell: several values on lines of their own, _time as a readable time.

    Control characters are written out, as in ``\x1b``, and a tab is four blanks.
    """
    if value is None:
        return ""
    if isinstance(value, list):
        if value[:1] == [MARK]:
            return sparkline(value[1:])
        return printable("\n".join(value))
    told = readable_time(value, zone) if name == "_time" else None
    return printable(value) if told is None else told


def printable(text: str) -> str:
    """The text without anything that a terminal would obey; lines stay lines."""
    return _CONTROL.sub(_written_out, text.replace("\r\n", "\n").expandtabs(4))


def _written_out(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def sparkline(numbers: Sequence[str]) -> str:
    """A small chart in one line: the higher the number, the higher the block."""
    heights = [_number(text) for text in numbers]
    most = max((h for h in heights if h is not None), default=0.0)
    return "".join(_block(height, most) for height in heights)


def _block(height: float | None, most: float) -> str:
    if height is None:
        return " "
    share = height / most if most > 0 else 0.0
    return _BARS[max(0, min(len(_BARS) - 1, round(share * (len(_BARS) - 1))))]


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
