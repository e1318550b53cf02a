"""Events in JSON: one object per line, several after each other, spread over lines, or in an array.

`_raw` is the text of the object. What is not JSON is counted and kept, line by line. An object
that Splunk exported is the event or the events that it holds (`spl.events.exports.splunk`).
A Windows event in the JSON of winlogbeat, NXLog or OTRF's data sets is the event that Splunk's XML
would have given (`spl.events.exports.windows_json`), unless the user or an app says a sourcetype:
who names one wants the text as it is.

The fields come from KV_MODE=json when they are asked for.

Choice: `_time` is the first of the usual keys that reads as a time (`TIME_KEYS`), else the first
time anywhere in the object.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import tzinfo

from spl.events.exports.clock import Clock
from spl.events.exports.splunk import exported_event, exported_rows
from spl.events.exports.windows_json import windows_json_event
from spl.events.found import Found
from spl.events.intake import Intake
from spl.events.timestamps import read_epoch, recognise

SOURCETYPE = "_json"
_XML = "xmlwineventlog"
CROWDSTRIKE = "crowdstrike:events:sensor"
TIME_KEYS = (
    "timestamp", "_time", "@timestamp", "time", "event_time", "eventTime", "EventTime", "ts",
    "datetime", "date", "published", "createdDateTime", "CreationTime", "created_at", "createTime",
)  # fmt: skip

_WINDOW = 1 << 16
_BLANK = " \t\r\ufeff"
_decoder = json.JSONDecoder()
_BETWEEN = re.compile(r"(?:[\s\ufeff]|[,\[\]](?=\s*(?:[{,\[\]]|\Z)))*")


def read_json(blocks: Iterable[str], intake: Intake, zone: tzinfo) -> None:
    """Read every object of a text that arrives in *blocks*; times without a zone are in *zone*.

    As long as every line is one object, no more than a block is held; from the first line on that
    is something else, all the rest is.
    """
    near = intake.file_time
    blocks = iter(blocks)
    rest, line = "", 1
    for block in blocks:
        rest += block
        done = 0
        while (end := rest.find("\n", done)) >= 0:
            text = rest[done:end].strip(_BLANK)
            value = _whole(text) if text else None
            if text and value is None:
                _read_rest("".join((rest[done:], *blocks)), line, intake, zone)
                return
            if value is not None:
                for found in _events(text, value, zone, near, _turns(intake)):
                    intake.add(found)
            done, line = end + 1, line + 1
        rest = rest[done:]
    _read_rest(rest, line, intake, zone)


def _whole(text: str) -> dict[str, object] | None:
    """The object that *text* is, None where it is anything else."""
    size, value, _ = _parse(text) if text.startswith("{") else (0, None, False)
    return value if size == len(text) else None


def _read_rest(text: str, line: int, intake: Intake, zone: tzinfo) -> None:
    """Read every object of *text*, which starts on *line*, however it is spread over lines."""
    near = intake.file_time
    objects = _Objects(text)
    pos = 0
    while (start := _BETWEEN.match(text, pos).end()) < len(text):  # type: ignore[union-attr]
        line += text.count("\n", pos, start)
        end, value = objects.read(start)
        piece = text[start:end].rstrip()
        if value is None:
            found = Found(piece, recognise(piece, zone, near), sourcetype=SOURCETYPE)
            intake.add_malformed(found, line, "Not JSON")
        else:
            for found in _events(piece, value, zone, near, _turns(intake)):
                intake.add(found)
        line += text.count("\n", start, end)
        pos = end


class _Objects:
    """Finds the objects of a text, with an eye on how much was read in vain."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._patience = 16 * len(text) + _WINDOW

    def read(self, start: int) -> tuple[int, dict[str, object] | None]:
        """End and value of the object at *start*; the end of the line and None if there is none.

        An object may go on over lines, unless so much was read in vain that the text is not JSON.
        """
        end = self._text.find("\n", start)
        end = len(self._text) if end < 0 else end
        if self._text[start] != "{":
            return end, None
        size, value, more = _parse(self._text[start:end])
        window = _WINDOW
        while value is None and more and end < len(self._text) and self._patience > 0:
            part = self._text[start : start + window]
            size, value, more = _parse(part)
            more = more and len(part) == window
            self._patience -= 0 if value is not None else len(part) if more else size
            window *= 16
        return (end, None) if value is None else (start + size, value)


def _parse(text: str) -> tuple[int, dict[str, object] | None, bool]:
    """Length and value of the object that *text* begins with.

    Without an object: how far it was read, None, and whether more text could make it one.
    """
    try:
        value, size = _decoder.raw_decode(text)
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text) - 8 or error.msg.startswith("Unterminated")
        return error.pos, None, cut
    except (ValueError, RecursionError):  # a number of thousands of digits, thousands of brackets
        return len(text), None, False
    return size, value, False


def json_event(raw: str, zone: tzinfo, near: float) -> Found | None:
    """The event of a text that is one JSON object, None for any other text."""
    value = _whole(raw)
    found = [] if value is None else list(_events(raw, value, zone, near, turn=False))
    return found[0] if len(found) == 1 else None


def clocks(zone: tzinfo, near: float) -> tuple[Clock, Clock]:
    """What reads a value that is a time, and what finds a time in a text."""
    return (
        lambda held: _time({"time": held}, zone, near),
        lambda text: recognise(str(text), zone, near),
    )


def _turns(intake: Intake) -> bool:
    """Whether Windows events in JSON become what Splunk's XML would have given."""
    said = intake.settings.sourcetype
    return intake.assigned is None and (said is None or said.lower().startswith(_XML))


def _events(
    raw: str, value: dict[str, object], zone: tzinfo, near: float, turn: bool
) -> Iterator[Found]:
    """The events of one object."""
    clock, guess = clocks(zone, near)
    rows = exported_rows(value)
    if rows is not None:
        for row in rows:
            yield exported_event(row, clock, guess)
        return
    found = windows_json_event(value, clock) if turn else None
    if found is None:
        sourcetype = CROWDSTRIKE if "event_simpleName" in value else SOURCETYPE
        time = _time(value, zone, near) or recognise(raw, zone, near)
        found = Found(raw, time, sourcetype=sourcetype)
    yield found


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
