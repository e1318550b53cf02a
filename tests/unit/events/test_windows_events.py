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
    "Task": "12",
    "Opcode": "5",
    "Keywords": "0x8020000000000000",
    "EventRecordID": "4711",
    "Computer": "pc.example",
}
# What every event has and no knowledge object derives.
OWN = {"host", "source", "sourcetype", "index", "eventtype", "tag", "punct", "linecount"}
OWN |= {"splunk_server", "timestartpos", "timeendpos"}
OWN_PREFIXES = ("_", "date_", "tag::")
BLOCKS = {"System_Props_Xml", "EventData_Xml", "UserData_Xml"}


def attributes(event: dict[str, Any], *names: str) -> str:
    """Those of the attributes that the event has, as XML."""
    given = [name for name in names if name in event["attributes"]]
    return "".join(f" {name}='{attribute(name)}'" for name in given)


def attribute(name: str) -> str:
    return TIME if name == "SystemTime" else f"{{{name}}}"


def given(event: dict[str, Any], name: str) -> str | None:
    """The text that the case gives to *name* because its value matters."""
    return {**CASES["given"], **event.get("given", {})}.get(name)


def system(event: dict[str, Any]) -> dict[str, str]:
    """The elements of System; a name that EventData has too keeps its text here."""
    data = event.get("data", ())
    return {n: text if n in data else given(event, n) or text for n, text in SYSTEM.items()}


def value(event: dict[str, Any], name: str) -> str:
    """The text of a Data element: no other one of the event has the same."""
    return given(event, name) or f"C:\\in\\{name}"


def clean(name: str) -> str:
    """The field of a Data element."""
    return "".join(c if c.isalnum() else "_" for c in name)


def own(event: dict[str, Any], name: str) -> Value:
    """What a Data element gives: its value, added to that of System where both have the name."""
    text = value(event, name)
    return (SYSTEM[name], text) if name in SYSTEM else text


def user_data(event: dict[str, Any]) -> str:
    return "".join(f"<{name}>{text}</{name}>" for name, text in event["user_data"].items())


def body(event: dict[str, Any]) -> str:
    if "user_data" in event:
        return f"<UserData><LogFileCleared xmlns='x'>{user_data(event)}</LogFileCleared></UserData>"
    data = "".join(f"<Data Name='{n}'>{value(event, n)}</Data>" for n in event.get("data", ()))
    return f"<EventData>{data}</EventData>"


def xml(event: dict[str, Any]) -> str:
    """The event with values that all differ."""
    head = "".join(f"<{name}>{text}</{name}>" for name, text in system(event).items())
    return (
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
        f"<Provider{attributes(event, 'Name', 'Guid', 'EventSourceName')}/>"
        f"<EventID{attributes(event, 'Qualifiers')}>{event['code']}</EventID>{head}"
        f"<TimeCreated SystemTime='{TIME}'/>"
        f"<Correlation{attributes(event, 'ActivityID', 'RelatedActivityID')}/>"
        f"<Execution{attributes(event, 'ProcessID', 'ThreadID')}/>"
        f"<Channel>{event['channel']}</Channel><Security{attributes(event, 'UserID')}/>"
        f"</System>{body(event)}</Event>"
    )


def raw(event: dict[str, Any], place: str) -> str:
    """The value that stands at *place* in the event."""
    if place.startswith("last "):
        return raw(event, place.removeprefix("last ")).rsplit("\\", 1)[-1]
    if place.startswith("@"):
        return attribute(place[1:])
    if place.startswith("'"):
        return f"'{attribute(place[1:-1])}'"
    if place in event.get("data", ()):
        return value(event, place)
    head = system(event)
    fixed = {"EventID": str(event["code"]), "Channel": event["channel"], "host": head["Computer"]}
    return (head | fixed | event.get("user_data", {}))[place]


def fields(event: dict[str, Any]) -> dict[str, Value]:
    loaded = load(io.BytesIO(xml(event).encode()), knowledge=READ(), env=ENV)
    (found,) = loaded.partitions[0].table.rows()
    return found


def derived(event: dict[str, Any]) -> dict[str, Value]:
    """The fields of the event without those that every event has."""
    found = fields(event)
    own = OWN | BLOCKS | {name for name in found if name.startswith(OWN_PREFIXES)}
    return {name: found[name] for name in found.keys() - own}


@pytest.mark.parametrize("event", CASES["events"], ids=lambda e: f"{e['channel']} {e['code']}")
def test_derived_values_are_raw_values(event: dict[str, Any]) -> None:
    """Every field that the event has is named, and no other."""
    without = event.get("without", ())
    places = {n: p for n, p in CASES["common"].items() if n not in without} | event["fields"]
    constants = {n: c for n, c in CASES["constants"].items() if n not in without}
    expected = {
        **{name: raw(event, place) for name, place in places.items()},
        **{name: f"'{attribute(name)}'" for name in event["attributes"]},
        **{clean(name): own(event, name) for name in event.get("data", ())},
        **event.get("user_data", {}),
        **constants,
        **event.get("values", {}),
    }
    assert derived(event) == {
        n: tuple(v) if isinstance(v, list) else v for n, v in expected.items()
    }


@pytest.mark.parametrize("event", CASES["events"], ids=lambda e: f"{e['channel']} {e['code']}")
def test_event_types_give_tags(event: dict[str, Any]) -> None:
    assert sorted(as_texts(fields(event).get("tag"))) == event["tags"]


def test_there_are_as_many_events_as_were_looked_at() -> None:
    assert len({(event["channel"], event["code"]) for event in CASES["events"]}) == 157
