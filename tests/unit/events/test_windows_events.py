"""Windows events of many channels, event by event: every derived value is a value of the event."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from spl.events.load import load
from spl.knowledge import Knowledge
from spl.values.environment import Environment
from spl.values.value import Value, as_texts

CASES = yaml.safe_load(Path(__file__).with_name("windows_events.yaml").read_text("utf-8"))
ENV = Environment(now=1_700_000_000.0)
READ = cache(Knowledge.read)
TIME = "2024-01-02T03:04:05.678Z"
SYSTEM = {
    "Version": "3",
    "Level": "4",
    "Task": "77",
    "Opcode": "5",
    "Keywords": "0x8020000000000000",
    "EventRecordID": "4711",
    "Computer": "pc.example",
}


def attributes(event: dict[str, Any], *names: str) -> str:
    """Those of the attributes that the event has, as XML."""
    given = [name for name in names if name in event["attributes"]]
    return "".join(f" {name}='{attribute(name)}'" for name in given)


def attribute(name: str) -> str:
    return TIME if name == "SystemTime" else f"{{{name}}}"


def value(name: str) -> str:
    return f"C:\\in\\{name}"


def clean(name: str) -> str:
    """The field of a Data element."""
    return "".join(c if c.isalnum() else "_" for c in name)


def own(name: str) -> Value:
    """What a Data element gives: its value, added to that of System where both have the name."""
    return (SYSTEM[name], value(name)) if name in SYSTEM else value(name)


def xml(event: dict[str, Any]) -> str:
    """The event with values that all differ."""
    head = "".join(f"<{name}>{text}</{name}>" for name, text in SYSTEM.items())
    data = "".join(f"<Data Name='{n}'>{value(n)}</Data>" for n in event.get("data", ()))
    return (
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
        f"<Provider{attributes(event, 'Name', 'Guid', 'EventSourceName')}/>"
        f"<EventID{attributes(event, 'Qualifiers')}>{event['code']}</EventID>{head}"
        f"<TimeCreated SystemTime='{TIME}'/>"
        f"<Correlation{attributes(event, 'ActivityID', 'RelatedActivityID')}/>"
        f"<Execution{attributes(event, 'ProcessID', 'ThreadID')}/>"
        f"<Channel>{event['channel']}</Channel><Security{attributes(event, 'UserID')}/>"
        f"</System><EventData>{data}</EventData></Event>"
    )


def raw(event: dict[str, Any], place: str) -> str:
    """The value that stands at *place* in the event."""
    if place.startswith("last "):
        return raw(event, place.removeprefix("last ")).rsplit("\\", 1)[-1]
    if place.startswith("@"):
        return attribute(place[1:])
    if place.startswith("'"):
        return f"'{attribute(place[1:-1])}'"
    fixed = SYSTEM | {
        "EventID": str(event["code"]),
        "Channel": event["channel"],
        "host": SYSTEM["Computer"],
    }
    return value(place) if place in event.get("data", ()) else fixed[place]


def fields(event: dict[str, Any]) -> dict[str, Value]:
    loaded = load(io.BytesIO(xml(event).encode()), knowledge=READ(), env=ENV)
    (found,) = loaded.partitions[0].table.rows()
    return found


@pytest.mark.parametrize("event", CASES["events"], ids=lambda e: f"{e['channel']} {e['code']}")
def test_derived_values_are_raw_values(event: dict[str, Any]) -> None:
    found = fields(event)
    expected = {
        **{clean(name): own(name) for name in event.get("data", ())},
        **{name: f"'{attribute(name)}'" for name in event["attributes"]},
        **{name: raw(event, place) for name, place in CASES["common"].items()},
        **{name: raw(event, place) for name, place in event.get("fields", {}).items()},
    }
    assert {name: found.get(name) for name in expected} == expected
    assert set(event.get("tags", ())) <= set(as_texts(found.get("tag")))
