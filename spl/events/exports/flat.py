"""Events in flat JSON, System and EventData in one object: NXLog's, and those of OTRF's data sets.

An object is such an event where it names EventID, Channel, SourceName and Hostname. Names that
NXLog and Logstash add are not the event's; NXLog's EventType (``INFO``) stands in the way of
Sysmon's, which is then read out of the message.

Choice: EventTime has no zone. Where there is ``@timestamp``, the time of receipt in UTC, the zone
is the quarter of an hour that brings them closest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from spl.events.exports.clock import Clock
from spl.events.exports.system import (
    AUDITING,
    WindowsEvent,
    keywords_of,
    number_of,
    pairs_of,
    text_of,
)

_NEEDED = ("EventID", "Channel", "SourceName", "Hostname")
_SYSTEM = frozenset(
    (*_NEEDED, "ProviderGuid", "Version", "Level", "Task", "TaskValue", "OpcodeValue", "Opcode",
     "Keywords", "RecordNumber", "EventRecordID", "ExecutionProcessID", "ExecutionThreadID",
     "ActivityID", "RelatedActivityID", "UserID", "TimeCreated", "EventTime", "Message",
     "@timestamp", "@version", "Qualifiers")
)  # fmt: skip
_NXLOG = frozenset(
    ("EventReceivedTime", "SourceModuleName", "SourceModuleType", "Severity", "SeverityValue",
     "Category", "Domain", "AccountName", "AccountType", "EventTypeOrignal", "ThreadID", "host",
     "port", "tags")
)  # fmt: skip
_TYPES = re.compile(r"INFO|WARNING|ERROR|CRITICAL|VERBOSE|DEBUG|AUDIT_(?:SUCCESS|FAILURE)")
_TOLD_TYPE = re.compile(r"^EventType: (\w+)", re.MULTILINE)
_LEVELS = {"1": "5", "2": "4", "3": "3", "4": "2", "5": "1"}  # by SeverityValue
_QUARTER = 900.0


def flat_event(value: Mapping[str, Any], clock: Clock) -> WindowsEvent | None:
    """The event of an object; None where it is none.

    Args:
        value: the object.
        clock: reads a time.
    """
    if any(name not in value for name in _NEEDED) or not isinstance(value["Channel"], str):
        return None
    by_nxlog = "SourceModuleType" in value or "EventReceivedTime" in value
    return WindowsEvent(
        text_of(value["SourceName"]),
        text_of(value["EventID"]),
        value["Channel"],
        text_of(value["Hostname"]),
        _time(value, clock),
        _system(value),
        text_of(value.get("ProviderGuid")),
        text_of(value.get("UserID")),
        _process(value, by_nxlog),
        (text_of(value.get("ActivityID")), text_of(value.get("RelatedActivityID"))),
        list(pairs_of(_data(value, by_nxlog))),
    )


def _time(value: Mapping[str, Any], clock: Clock) -> float | None:
    received = clock(value.get("@timestamp"))
    written = clock(value.get("EventTime", value.get("TimeCreated")))
    if written is None or received is None:
        return written if received is None else received
    return written + round((received - written) / _QUARTER) * _QUARTER


def _system(value: Mapping[str, Any]) -> dict[str, str]:
    severity = _LEVELS.get(text_of(value.get("SeverityValue")), "")
    level = number_of(value.get("Level"))
    return {
        "Version": number_of(value.get("Version")),
        "Level": level or ("0" if value["SourceName"] == AUDITING else severity),
        "Task": number_of(value.get("Task", value.get("TaskValue"))),
        "Opcode": number_of(value.get("OpcodeValue", value.get("Opcode"))),
        "Keywords": keywords_of(value.get("Keywords")),
        "EventRecordID": number_of(value.get("RecordNumber", value.get("EventRecordID"))),
    }


def _process(value: Mapping[str, Any], by_nxlog: bool) -> tuple[str, str]:
    old = value.get("ProcessID") if by_nxlog and "ExecutionProcessID" not in value else None
    thread = value.get("ExecutionThreadID", value.get("ThreadID") if by_nxlog else None)
    return text_of(value.get("ExecutionProcessID", old)), text_of(thread)


def _data(value: Mapping[str, Any], by_nxlog: bool) -> dict[str, Any]:
    """What belongs to EventData."""
    left_out = _SYSTEM | _NXLOG if by_nxlog else _SYSTEM
    data = {name: each for name, each in value.items() if name not in left_out}
    if by_nxlog and "ExecutionProcessID" not in value and isinstance(data.get("ProcessID"), int):
        del data["ProcessID"]
    if by_nxlog and _TYPES.fullmatch(text_of(data.get("EventType"))):
        told = _TOLD_TYPE.search(text_of(value.get("Message")))
        if told:
            data["EventType"] = told[1]
        else:
            del data["EventType"]
    return data
