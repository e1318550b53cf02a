"""Logs that were cleared: what the event says stands in its UserData."""

from __future__ import annotations

import io

import pytest

import spl

EVENT = (
    "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
    "<Provider Name='Microsoft-Windows-Eventlog'/><EventID>{code}</EventID><Level>4</Level>"
    "<TimeCreated SystemTime='2021-12-19T14:48:19.294Z'/><Channel>{channel}</Channel>"
    "<Computer>box</Computer></System><UserData><LogFileCleared>"
    "<SubjectUserName>ann</SubjectUserName>{more}</LogFileCleared></UserData></Event>"
)


@pytest.mark.parametrize(
    ("code", "channel", "more", "expected"),
    [
        ("1102", "Security", "", {"object": "audit log", "action": "cleared", "user": "ann"}),
        (
            "104",
            "System",
            "<Channel>Application</Channel>",
            {
                "object": "Application log",
                "action": "cleared",
                "user": "ann",
                "change_type": "audit",
                "object_category": "audit log",
                "result": "log file was cleared",
                "status": "success",
            },
        ),
    ],
)
def test_a_cleared_log_is_an_audit_change(
    code: str, channel: str, more: str, expected: dict[str, str]
) -> None:
    session = spl.Session()
    text = EVENT.format(code=code, channel=channel, more=more)
    session.load(io.BytesIO(text.encode()), source=f"XmlWinEventLog:{channel}")
    (found,) = session.search("search tag=change tag=audit")
    assert {name: found.get(name) for name in expected} == expected
