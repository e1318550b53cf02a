"""One Windows event in XML: is it well-formed, and which fields does it give.

The fields are those of Splunk's add-on for Windows, named and valued as it does, which reads the
text of the event and not its meaning: entities stay as they are written (``&gt;``), attributes of
System elements keep their quotes, a tag of System with attributes gives no field of its own name.
`EventCode` always comes from the EventID.

lxml judges every event, with entities, DTDs, network access and huge trees off. Only what it calls
well-formed is taken apart: in one step where it has the rigid shape that Windows writes, else by a
walk over its tags. Both give the same fields.

Choices where Splunk is silent or would find nothing:
    - Double-quoted attributes count like single-quoted ones; kept quotes are written as single.
    - Namespace prefixes are ignored.
    - CDATA is read as the same text with ``& < >`` as entities; character references stay.
    - The value of an element that holds other elements is its text before the first of them.
    - A Data element named like a field of System adds its value to that field (MV_ADD appends);
      System and RenderingInfo never add to a field that is there.
    - UserData gives fields for event codes 1102 and 104 only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from spl.events.draft import Fields
from spl.events.element import Element, read_element
from spl.events.event_columns import BASE

_RIGID = re.compile(
    r"<Event(?: [\w:]+='[^'<>]*')*+><System>"
    r"((?:<\w+(?: (?!xmlns)\w+='[^'<>]*')*+(?:/>|>[^<]*</\w+>))*+)</System>"
    r"(?:<EventData(?: \w+='[^'<>]*')*+>"
    r"((?:<Data(?: Name='[^'<>]*')?+(?:/>|>[^<]*</Data>))*+(?:<Binary(?:/>|>[^<]*</Binary>))?)"
    r"</EventData>|<EventData/>)?</Event>"
)
_PROPERTY = re.compile(
    r"<(\w+)(?: (\w+)=('[^'<>]*'))?+(?: (\w+)=('[^'<>]*'))?+((?: \w+='[^'<>]*')*+)"
    r"(?:/>|>([^<]*)</\w+>)"
)
_ATTRIBUTE = re.compile(r" (\w+)=('[^'<>]*')")
_DATA = re.compile(r"<Data Name='([^'<>]*)'>([^<]+)<")
_UNCLEAN = re.compile(r"[^A-Za-z0-9_]")
_USER_DATA_CODES = frozenset({"1102", "104"})


class XmlEvent(NamedTuple):
    """What one well-formed event says."""

    fields: Fields
    blocks: tuple[str, ...]  # names of the elements that have content


def read_event(text: str) -> XmlEvent:
    """Take apart *text*, an event without a fault."""
    return _read_rigid(text) or read_any(text)


def _read_rigid(text: str) -> XmlEvent | None:
    """The event if it has the shape that Windows writes, else None."""
    shape = _RIGID.fullmatch(text)
    if shape is None:
        return None
    system, data = shape.groups()
    fields: dict[str, str] = {}
    for tag, name, quoted, other, also_quoted, more, value in _PROPERTY.findall(system):
        if not name:
            if value:
                fields.setdefault(tag, value)
        else:
            fields.setdefault(name, quoted)
            if other:
                fields.setdefault(other, also_quoted)
                for third, third_quoted in _ATTRIBUTE.findall(more):
                    fields.setdefault(third, third_quoted)
        if tag == "EventID":
            _set_code(fields, value)
    blocks = ("System",) if system else ()
    if not data:
        return XmlEvent(fields, blocks)
    pairs = _DATA.findall(data)
    named = dict(pairs)
    plain = len(named) == len(pairs) and _all_clean(tuple(named))
    if plain and fields.keys().isdisjoint(named):
        return XmlEvent(fields | named, (*blocks, "EventData"))
    return XmlEvent(_with_data(fields, pairs), (*blocks, "EventData"))


def read_any(text: str) -> XmlEvent:
    """The event, whatever its shape; `read_event` is the same and faster."""
    root = read_element(text)
    fields: dict[str, str] = {}
    if system := root.child("System"):
        for element in system.children:
            _set_property(fields, element)
    if rendering := root.child("RenderingInfo"):
        for element in rendering.children:
            if element.text and not element.children:
                fields.setdefault(element.name, element.text)
    user_data = root.child("UserData")
    if user_data and fields.get("EventCode") in _USER_DATA_CODES:
        for element in user_data.leaves():
            if element.text:
                fields.setdefault(element.name, element.text)
    data = root.child("EventData")
    blocks = tuple(dict.fromkeys(e.name for e in root.children if e.end > e.start))
    return XmlEvent(_with_data(fields, _named(data) if data else ()), blocks)


def _set_property(fields: dict[str, str], element: Element) -> None:
    """What one child of System gives."""
    if element.attributes:
        for name, value in element.attributes:
            fields.setdefault(name, f"'{value}'")
    elif element.text and not element.children:
        fields.setdefault(element.name, element.text)
    if element.name == "EventID":
        _set_code(fields, element.text)


def _set_code(fields: dict[str, str], text: str) -> None:
    code = text.strip()
    if code:
        fields.setdefault("EventCode", code)


def _named(data: Element) -> Iterable[tuple[str, str]]:
    """Name and text of every named Data element that has a text."""
    for element in data.children:
        name = dict(element.attributes).get("Name")
        if element.name == "Data" and name and element.text:
            yield name, element.text


def _with_data(fields: dict[str, str], data: Iterable[tuple[str, str]]) -> Fields:
    """*fields* and those of EventData; a name that comes again makes a multivalue."""
    again: dict[str, list[str]] = {}
    for name, value in data:
        clean = _clean(name)
        if clean not in fields:
            if clean:
                fields[clean] = value
        else:
            again.setdefault(clean, [fields[clean]]).append(value)
    return (
        {**fields, **{name: tuple(values) for name, values in again.items()}} if again else fields
    )


@lru_cache(4096)
def _clean(name: str) -> str:
    """The field's name: as CLEAN_KEYS of transforms.conf makes it; none for a default field's."""
    clean = _UNCLEAN.sub("_", name).lstrip("_0123456789")
    return "" if clean in BASE else clean


@lru_cache(4096)
def _all_clean(names: tuple[str, ...]) -> bool:
    """Whether the fields are called as the elements are."""
    return all(name and _clean(name) == name for name in names)
