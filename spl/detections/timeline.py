"""When the events were that the rows of a rule are made of, as far as the rows tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from spl.detections.tokens import Row
from spl.values.value import as_number

_TIMES = ("_time", "firstTime", "lastTime")


def timeline(rows: Iterable[Row]) -> tuple[float, ...]:
    """The times in ``_time``, ``firstTime`` and ``lastTime`` of the rows, sorted, each once.

    Published rules end by writing the last two as 2024-11-13T05:41:55, in the time zone of the
    searching user, which is read as UTC here.
    """
    values = (row.get(name) for row in rows for name in _TIMES)
    texts = (t for v in values if v is not None for t in (v if isinstance(v, list) else [v]))
    times = {time for text in texts if (time := _time(text)) is not None}
    return tuple(sorted(times))


def _time(text: str) -> float | None:
    number = as_number(text)
    if number is not None:
        return float(number)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
