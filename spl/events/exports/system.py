"""An event of Windows as parts, and the XML that Splunk would index for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

NAMESPACE = "http://schemas.microsoft.com/win/2004/08/events/event"
AUDITING = "Microsoft-Windows-Security-Auditing"


@dataclass(slots=True)
class WindowsEvent:
    """What an export says of an event; what it has lost is empty.

    Attributes:
        provider: name of the program that wrote it.
        code: its EventID.
        channel: the log that it was written to.
        computer: where.
        time: when, in epoch seconds; None where nobody knows.
        system: other elements of System by name: Version, Level, Task, Opcode, Keywords and so on.
        guid: the provider's GUID.
        user: SID of the account that wrote it.
        process: process and thread that wrote it.
        activity: ActivityID and RelatedActivityID.
        data: names and values of EventData, in order.
        user_data: name of the element in UserData, and its children.
    """

    provider: str
    code: str
    channel: str
    computer: str
    time: float | None = None
    system: dict[str, str] = field(default_factory=dict)
    guid: str = ""
    user: str = ""
    process: tuple[str, str] = ("", "")
    activity: tuple[str, str] = ("", "")
    data: list[tuple[str, str]] = field(default_factory=list)
    user_data: tuple[str, list[tuple[str, str]]] | None = None

    def xml(self) -> str:
        """The event as Splunk's forwarder writes it."""
        known = self.system
        parts = [
            _closed("Provider", ("Name", self.provider), ("Guid", braced(self.guid))),
            _element("EventID", self.code),
            *(_element(name, known.get(name, "")) for name in _FIRST),
            _closed("TimeCreated", ("SystemTime", _written(self.time))),
            _element("EventRecordID", known.get("EventRecordID", "")),
            _closed(
                "Correlation",
                ("ActivityID", braced(self.activity[0])),
                ("RelatedActivityID", braced(self.activity[1])),
            ),
            _closed("Execution", ("ProcessID", self.process[0]), ("ThreadID", self.process[1])),
            _element("Channel", self.channel),
            _element("Computer", self.computer),
            _closed("Security", ("UserID", self.user)),
        ]
        return f"<Event xmlns='{NAMESPACE}'><System>{''.join(parts)}</System>{self._body()}</Event>"

    def _body(self) -> str:
        if self.user_data is not None:
            name, children = self.user_data
            inner = "".join(_element(child, value) for child, value in children if _is_name(child))
            return f"<UserData><{name}>{inner}</{name}></UserData>"
        data = "".join(f"<Data Name={quoted(name)}>{escaped(v)}</Data>" for name, v in self.data)
        return f"<EventData>{data}</EventData>"


_FIRST = ("Version", "Level", "Task", "Opcode", "Keywords")


def _is_name(name: str) -> bool:
    return name.isidentifier() and name.isascii()


def escaped(text: str) -> str:
    """The text with entities where Splunk has them; what XML does not allow becomes U+FFFD."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text if text.isprintable() else "".join(map(_legal, text))


def quoted(text: str) -> str:
    """The text as an attribute."""
    return "'" + escaped(text).replace("'", "&apos;") + "'"


def _legal(char: str) -> str:
    illegal = char < " " and char not in "\t\r\n"
    return "\ufffd" if illegal or char in "\ufffe\uffff" or "\ud800" <= char <= "\udfff" else char


def _element(name: str, value: str) -> str:
    return f"<{name}>{escaped(value)}</{name}>" if value else ""


def _closed(name: str, *attributes: tuple[str, str]) -> str:
    return f"<{name}{''.join(f' {key}={quoted(value)}' for key, value in attributes if value)}/>"


def braced(guid: str) -> str:
    """The GUID in braces, nothing for none."""
    return f"{{{guid.strip('{}')}}}" if guid else ""


def _written(time: float | None) -> str:
    if time is None:
        return ""
    try:
        moment = datetime.fromtimestamp(time, UTC)
    except (OverflowError, ValueError, OSError):
        return ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{round(time % 1 * 1e6) % 1_000_000:06}000Z"


def text_of(value: object) -> str:
    """A value of JSON as the text that it had in the event."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return (
        str(value) if isinstance(value, int) and not isinstance(value, bool) else json.dumps(value)
    )


def pairs_of(data: Mapping[str, object]) -> Iterable[tuple[str, str]]:
    """Names and values; a list is one value after the other."""
    for name, value in data.items():
        for each in value if isinstance(value, list) else (value,):
            yield name, text_of(each)


def keywords_of(value: object) -> str:
    """Keywords, a number with or without its sign, as Windows writes them."""
    text = text_of(value).strip()
    try:
        return f"{int(text, 0) & (1 << 64) - 1:#018x}"
    except ValueError:
        return ""


def number_of(value: object) -> str:
    """The value if it is a whole number, else nothing: a name says less than an error would."""
    text = text_of(value).strip()
    return text if text.isdecimal() and text.isascii() else ""
