"""One value as the text of a table cell."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

Cell = str | list[str] | None


def cell_text(name: str, value: Cell, zone: tzinfo = UTC) -> str:
    """The text of a cell: several values on lines of their own, _time as a readable time."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(value)
    return readable_time(value, zone) if name == "_time" else value


def readable_time(epoch: str, zone: tzinfo) -> str:
    """Epoch seconds as ``2024-11-13 10:00:00.123``; other text as it is."""
    try:
        moment = datetime.fromtimestamp(float(epoch), zone)
    except (ValueError, OverflowError, OSError):
        return epoch
    text = moment.strftime("%Y-%m-%d %H:%M:%S")
    return f"{text}.{moment.microsecond // 1000:03d}" if moment.microsecond else text
