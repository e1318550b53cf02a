"""Windows events in the JSON of other tools, as the events that Splunk's XML would have given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spl.events.exports.clock import Clock
from spl.events.exports.flat import flat_event
from spl.events.exports.winlogbeat import winlogbeat_event
from spl.events.found import Found
from spl.events.split_xml import Piece
from spl.events.well_formed import fault
from spl.events.windows import windows_event


def windows_json_event(value: Mapping[str, Any], clock: Clock) -> Found | None:
    """The event of an object, None where it is no Windows event.

    Args:
        value: the object.
        clock: reads a time.
    """
    event = winlogbeat_event(value, clock) or flat_event(value, clock)
    if event is None:
        return None
    text = event if isinstance(event, str) else event.xml()
    if fault(text) is not None:
        return None
    return windows_event(Piece(text, "", 1))
