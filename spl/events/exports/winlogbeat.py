"""Events as winlogbeat and the Elastic agent write them: ``winlog.event_data…`` in JSON.

Whole (``{"winlog": {…}}``), flat (``{"winlog.channel": …}``), or as a hit of a search
(``{"_source": {…}}``). Where the event's own XML was kept (``event.original``), that is the event.

What winlogbeat has turned into words goes back into Windows' numbers where one word means one
number: levels, opcodes, audit keywords. Task is left out unless it is a number.
"""

from __future__ import annotations

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

_LEVELS = {"critical": "1", "error": "2", "warning": "3", "information": "4", "verbose": "5"}
_OPCODES = {"info": "0", "start": "1", "stop": "2"}
_AUDITS = {"audit success": 0x8020 << 48, "audit failure": 0x8010 << 48}
_PLAIN = 0x8000 << 48


def winlogbeat_event(value: Mapping[str, Any], clock: Clock) -> WindowsEvent | str | None:
    """The event of a document: its parts, or the XML that was kept of it; None where it is none.

    Args:
        value: the document.
        clock: reads a time.
    """
    source = value.get("_source")
    document = source if isinstance(source, dict) else value
    winlog = document.get("winlog")
    if not isinstance(winlog, dict):
        winlog = _unfolded(document) if "winlog.channel" in document else None
    if winlog is None or not isinstance(winlog.get("channel"), str):
        return None
    original = _at(document, "event", "original")
    if isinstance(original, str) and original.lstrip().startswith("<Event"):
        return original.strip()
    return _event(document, winlog, clock)


def _event(document: Mapping[str, Any], winlog: Mapping[str, Any], clock: Clock) -> WindowsEvent:
    provider = text_of(winlog.get("provider_name") or _at(document, "event", "provider"))
    event = WindowsEvent(
        provider,
        text_of(winlog.get("event_id") or _at(document, "event", "code")),
        winlog["channel"],
        text_of(winlog.get("computer_name") or _at(document, "host", "name")),
        clock(document.get("@timestamp")),
        _system(document, winlog, provider),
        text_of(winlog.get("provider_guid")),
        text_of(_at(winlog, "user", "identifier")),
        (text_of(_at(winlog, "process", "pid")), text_of(_at(winlog, "process", "thread", "id"))),
        (text_of(winlog.get("activity_id")), text_of(winlog.get("related_activity_id"))),
    )
    data, user_data = winlog.get("event_data"), winlog.get("user_data")
    if isinstance(data, dict):
        event.data = list(pairs_of(data))
    if isinstance(user_data, dict) and isinstance(name := user_data.get("xml_name"), str):
        children = {key: each for key, each in user_data.items() if key != "xml_name"}
        event.user_data = (name, list(pairs_of(children))) if name.isidentifier() else None
    return event


def _system(
    document: Mapping[str, Any], winlog: Mapping[str, Any], provider: str
) -> dict[str, str]:
    level = "0" if provider == AUDITING else _named(_at(document, "log", "level"), _LEVELS)
    return {
        "Version": number_of(winlog.get("version")),
        "Level": level,
        "Task": number_of(winlog.get("task")),
        "Opcode": _named(winlog.get("opcode"), _OPCODES),
        "Keywords": _keywords(winlog.get("keywords")),
        "EventRecordID": text_of(winlog.get("record_id")),
    }


def _named(value: object, numbers: Mapping[str, str]) -> str:
    return number_of(value) or numbers.get(text_of(value).lower(), "")


def _keywords(value: object) -> str:
    if value is not None and not isinstance(value, list):
        return keywords_of(value)
    words = [text_of(each).lower() for each in value or ()]
    return keywords_of(next((_AUDITS[word] for word in words if word in _AUDITS), _PLAIN))


def _at(value: Mapping[str, Any], *names: str) -> Any:
    """What lies at a path, whether its names are folded or not."""
    flat = value.get(".".join(names))
    found: Any = value
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return flat if found is None else found


def _unfolded(document: Mapping[str, Any]) -> dict[str, Any]:
    """The part ``winlog`` of a flat document, with its data folded up."""
    start = "winlog."
    flat = {key.removeprefix(start): v for key, v in document.items() if key.startswith(start)}
    for part in ("event_data", "user_data"):
        inner = {k.removeprefix(f"{part}."): v for k, v in flat.items() if k.startswith(f"{part}.")}
        if inner:
            flat[part] = inner
    return flat
