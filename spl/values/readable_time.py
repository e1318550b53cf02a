"""Times as people read them, where a table shows _time."""

from __future__ import annotations

from datetime import datetime, tzinfo


def readable_time(epoch: str, zone: tzinfo) -> str | None:
    """Epoch seconds as ``2024-11-13 10:00:00.123`` in *zone*; None for what is no time."""
    try:
        moment = datetime.fromtimestamp(float(epoch), zone)
    except (ValueError, OverflowError, OSError):
        return None
    text = moment.strftime("%Y-%m-%d %H:%M:%S")
    return f"{text}.{moment.microsecond // 1000:03d}" if moment.microsecond else text
