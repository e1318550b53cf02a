"""Events in JSON: one object per line, several after each other, spread over lines, or in an array.

`_raw` is the text of the object. What is not JSON is counted and kept, line by line. An object
that is a row of Splunk's own export (``{"result": {…}}``, or just the row with its `_raw`) is the
event that it holds, with the default fields that it names.

The fields come from KV_MODE=json when they are asked for.

Choice: `_time` is the first of the usual keys that reads as a time (`TIME_KEYS`), else the first
time anywhere in the object.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import tzinfo

from spl.events.intake import Found, Intake
from spl.events.split_xml import START, Piece
from spl.events.timestamps import read_epoch, recognise
from spl.events.windows import windows_event
from spl.events.xml import fault

SOURCETYPE = "_json"
CROWDSTRIKE = "crowdstrike:events:sensor"
TIME_KEYS = (
    "timestamp", "_time", "@timestamp", "time", "event_time", "eventTime", "EventTime", "ts",
    "datetime", "date", "published", "createdDateTime", "CreationTime", "created_at", "createTime",
)  # fmt: skip

_decoder = json.JSONDecoder()
_BETWEEN = re.compile(r"(?:[\s\ufeff]|[,\[\]](?=\s*(?:[{,\[\]]|\Z)))*")


def read_json(text: str, intake: Intake, zone: tzinfo) -> None:
    """Read every object of *text* as an event; times without a zone are in *zone*."""
    pos, line, patience = 0, 1, 16 * len(text) + (1 << 16)
    while True:
        start = _BETWEEN.match(text, pos).end()  # type: ignore[union-attr]  # matches the empty text
        if start == len(text):
            return
        line += text.count("\n", pos, start)
        end, value, tried = _object(text, start, patience)
        patience -= tried
        piece = text[start:end].rstrip()
        if value is None:
            time = recognise(piece, zone, intake.file_time)
            intake.add_malformed(Found(piece, time, sourcetype=SOURCETYPE), line, "Not JSON")
        else:
            intake.add(_event(piece, value, zone, intake.file_time))
        line += text.count("\n", start, end)
        pos = end


def _object(text: str, start: int, patience: int) -> tuple[int, dict[str, object] | None, int]:
    """End and value of the object at *start*, or the line's end and None; and how far was read.

    An object may go on over lines, unless so much was read in vain that the log is not JSON.
    """
    line_end = text.find("\n", start)
    line_end = len(text) if line_end < 0 else line_end
    if text[start] != "{":
        return line_end, None, 0
    if patience <= 0:
        text = text[:line_end]
    try:
        value, end = _decoder.raw_decode(text, start)
    except json.JSONDecodeError as error:
        return line_end, None, error.pos - start
    except (ValueError, RecursionError):  # a number of thousands of digits, thousands of brackets
        return line_end, None, 1 << 16
    return end, value, 0


def _event(raw: str, value: dict[str, object], zone: tzinfo, near: float) -> Found:
    """The event of one object."""
    row = value.get("result")
    if not isinstance(row, dict):
        row = value
    if isinstance(row.get("_raw"), str):
        return _exported(row, zone, near)
    sourcetype = CROWDSTRIKE if "event_simpleName" in value else SOURCETYPE
    return Found(raw, _time(value, zone, near) or recognise(raw, zone, near), sourcetype=sourcetype)


def _exported(row: Mapping[str, object], zone: tzinfo, near: float) -> Found:
    """The event of a row that Splunk exported."""
    raw = str(row["_raw"])
    found = Found(raw)
    start = START.search(raw)
    if start and fault(raw[start.start() :].rstrip()) is None:
        found = windows_event(Piece(raw[start.start() :].rstrip(), raw[: start.start()], 1))
    named = {name: row[name] for name in ("host", "source", "sourcetype") if _is_text(row, name)}
    time = _time({"_time": row.get("_time")}, zone, near) or found.time
    return found._replace(**named, time=time or recognise(raw, zone, near))  # type: ignore[arg-type]


def _is_text(row: Mapping[str, object], name: str) -> bool:
    value = row.get(name)
    return isinstance(value, str) and bool(value)


def _time(value: Mapping[str, object], zone: tzinfo, near: float) -> float | None:
    """The first of the usual keys that reads as a time."""
    for key in TIME_KEYS:
        held = value.get(key)
        if isinstance(held, str | int | float) and not isinstance(held, bool):
            text = str(held).strip()
            time = read_epoch(text)
            time = recognise(text, zone, near) if time is None else time
            if time is not None:
                return time
    return None
