"""Windows events in XML, read from a log: their times, hosts, sources and fields.

`_time` is UtcTime for Sysmon and TimeCreated/@SystemTime for every other channel, `host` the
Computer, `source` the channel with ``XmlWinEventLog:`` before it, `sourcetype` XmlWinEventLog.
Sysmon for Linux is named as its add-on names it.

An event that is not well-formed keeps its text, and its time, host and source as far as they can
be read from it: Splunk knows these without reading the event.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from spl.events.draft import Fields
from spl.events.found import Found
from spl.events.intake import Intake
from spl.events.split_xml import START, Piece, split_xml
from spl.events.timestamps import read_iso
from spl.events.well_formed import fault
from spl.events.xml import read_event

SOURCETYPE = "XmlWinEventLog"

SYSMON = frozenset({"'Microsoft-Windows-Sysmon'", "'Linux-Sysmon'"})
_LINUX = "Linux-Sysmon/Operational"
_CHANNEL = re.compile(r"<Channel>([^<>\r\n]{1,200})</Channel>")
_COMPUTER = re.compile(r"<Computer>([^<>\r\n]{1,200})</Computer>")
_UTC_TIME = re.compile(r"<Data Name=['\"]UtcTime['\"]>([^<>]{1,40})<")
_SYSTEM_TIME = re.compile(r"<TimeCreated SystemTime=['\"]([^'\"<>]{1,40})['\"]")


def read_windows(blocks: Iterable[str], intake: Intake) -> None:
    """Read all events of a text that arrives in *blocks*."""
    for piece in split_xml(blocks, lambda text: fault(text) is None):
        found, reason = piece_event(piece)
        intake.take(found, piece.line, reason)
        intake.relieve()


def piece_event(piece: Piece) -> tuple[Found, str | None]:
    """The event of a piece, and why it is not well-formed, if it is not."""
    if not piece.text:
        return Found(piece.before, sourcetype=SOURCETYPE), "Text outside of an event"
    reason = fault(piece.text)
    return (windows_event(piece) if reason is None else malformed_event(piece)), reason


def windows_event(piece: Piece) -> Found:
    """The event of a well-formed piece."""
    fields, blocks = read_event(piece.text)
    channel = _one(fields, "Channel")
    return Found(
        piece.before + piece.text,
        _time(fields),
        _one(fields, "Computer"),
        *_names(channel),
        fields,
        blocks,
        channel or "",
    )


def reread(raw: str) -> tuple[Fields, tuple[str, ...]]:
    """The fields and blocks of an event whose text was changed; none where it is not XML now."""
    start = START.search(raw)
    text = "" if start is None else raw[start.start() :].rstrip()
    return read_event(text) if text and fault(text) is None else ({}, ())


def malformed_event(piece: Piece) -> Found:
    """The event of a piece that is not well-formed: what Splunk would know of it."""
    text = piece.text
    channel = _CHANNEL.search(text)
    computer = _COMPUTER.search(text)
    written = _UTC_TIME.search(text) or _SYSTEM_TIME.search(text)
    return Found(
        piece.before + text,
        read_iso(written[1]) if written else None,
        computer[1] if computer else None,
        *_names(channel[1] if channel else None),
        group=channel[1] if channel else "",
    )


def _names(channel: str | None) -> tuple[str | None, str]:
    """Source and sourcetype of the events of a channel."""
    if channel is None:
        return None, SOURCETYPE
    if channel == _LINUX:
        return f"Syslog:{channel}", "sysmon:linux"
    return f"XmlWinEventLog:{channel}", SOURCETYPE


def _time(fields: Fields) -> float | None:
    """When the event happened, in epoch seconds."""
    if _one(fields, "Name") in SYSMON:
        time = read_iso(_one(fields, "UtcTime") or "")
        if time is not None:
            return time
    return read_iso((_one(fields, "SystemTime") or "").strip("'"))


def _one(fields: Fields, name: str) -> str | None:
    """The first value of a field: that of System where EventData has one of the same name."""
    value = fields.get(name)
    return value[0] if isinstance(value, tuple) else value
