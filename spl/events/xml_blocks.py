"""The fields that hold whole parts of an XML event, such as EventData_Xml, cut when asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from spl.columns.column import Column, Rows
from spl.events.element import Element, read_element
from spl.events.split_xml import START
from spl.events.well_formed import fault
from spl.values.value import Value

_FIELDS = {
    "System": "System_Props_Xml",
    "EventData": "EventData_Xml",
    "UserData": "UserData_Xml",
    "DebugData": "DebugData_Xml",
    "RenderingInfo": "RenderingInfo_Xml",
}
_ELEMENTS = {field: element for element, field in _FIELDS.items()}

_START_TAG = r"(?:\s[^<>\"']*(?:(?:'[^'<>]*'|\"[^\"<>]*\")[^<>\"']*)*)?(?<!/)>"
_USUAL = re.compile(
    rf"\s*<Event{_START_TAG}\s*<System{_START_TAG}(?P<System>.*?)</System>\s*"
    rf"<EventData{_START_TAG}(?P<EventData>.*?)</EventData>\s*</Event>\s*\Z",
    re.DOTALL,
)
_UNUSUAL = ("<!", "<?")


class XmlBlocks:
    """Lazy fields of a partition of XML events: the inner text of the parts, nothing decoded."""

    def __init__(
        self, raw: Column, malformed: Sequence[int] | NDArray[np.int64], blocks: Iterable[str]
    ) -> None:
        """Cut from *raw*, except in the rows *malformed*; *blocks* are the parts that occur."""
        codes = raw.codes.copy()
        codes[np.asarray(malformed, dtype=np.intp)] = -1
        self._raw = Column(codes, raw.dictionary)
        self._names = [field for element, field in _FIELDS.items() if element in set(blocks)]

    def column(self, name: str) -> Column | None:
        """The column of the field *name*, or None where no event has such a part."""
        if name not in self._names:
            return None
        element = _ELEMENTS[name]
        return Column.of(_inner(text, element) for text in self._raw.to_list())

    def names(self) -> Sequence[str]:
        """The names of the parts that at least one event has."""
        return self._names

    def narrowed(self, rows: Rows) -> XmlBlocks:
        """The same parts of just these rows."""
        return XmlBlocks(self._raw.take(rows), (), [_ELEMENTS[name] for name in self._names])


def _inner(raw: Value, name: str) -> str | None:
    """The inner text of the part *name* of an event, or None."""
    if not isinstance(raw, str):
        return None
    usual = _usual(raw)
    if usual is not None:
        return usual[name] or None if name in usual.re.groupindex else None
    start = START.search(raw)
    if start is None:
        return None
    text = raw[start.start() :]
    if fault(text) is not None:  # an app may have changed it after it was read
        return None
    part: Element | None = read_element(text).child(name)
    return (text[part.start : part.end] or None) if part else None


def _usual(raw: str) -> re.Match[str] | None:
    """The parts of a well-formed event that is System and EventData and nothing else."""
    if any(mark in raw for mark in _UNUSUAL):
        return None
    found = _USUAL.match(raw)
    if found is None or any("<" + name in found[name] for name in found.re.groupindex):
        return None
    return found
