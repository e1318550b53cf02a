"""Paths into JSON and XML, as the spath command and the spath function write them.

A path is ``a.b{0}.c``: names parted by dots; ``{}`` all elements of an array, ``{n}`` one of them;
in XML ``{@name}`` an attribute (Splunk, Search Reference: spath). Arrays of JSON count from 0,
elements of XML from 1. A value that is absent or JSON null gives nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from spl.values.spath_json import json_fields, json_values, read_json
from spl.values.spath_xml import read_xml, xml_fields, xml_values

_STEP = re.compile(r"\{(@?)([^{}]*)\}|\.?([^.{}]+)|\.")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path.

    Attributes:
        name: member or element of that name, or, with `attribute`, the attribute.
        index: this one of the elements; None with no name means all of them.
    """

    name: str | None = None
    index: int | None = None
    attribute: bool = False


@lru_cache(maxsize=1024)
def parse_path(path: str) -> tuple[Step, ...]:
    """Cut a path into steps; raises ValueError with a message where it is none."""
    steps, place = [], 0
    while place < len(path):
        found = _STEP.match(path, place)
        if found is None:
            raise ValueError(f"The path '{path}' is not valid: see character {place + 1}.")
        place = found.end()
        at, inside, name = found.groups()
        if inside is None:
            if name is not None:
                steps.append(Step(name=name))
        elif at:
            steps.append(Step(name=inside, attribute=True))
        elif inside.strip().isdecimal():
            steps.append(Step(index=int(inside)))
        elif not inside.strip():
            steps.append(Step())
        else:
            raise ValueError(f"The path '{path}' is not valid: '{{{inside}}}' is no index.")
    return tuple(steps)


def spath_values(text: str, path: str) -> list[str]:
    """Return the texts at *path* in document order; none where *text* is neither JSON nor XML.

    Objects and arrays come back as JSON text, elements with children as XML text. Raises
    ValueError for a path that is none.
    """
    steps = parse_path(path)
    if text.lstrip()[:1] == "<":
        root = read_xml(text)
        return [] if root is None else xml_values(root, steps)
    document = read_json(text)
    return [] if document is None else json_values(document, steps)


def spath_fields(text: str) -> dict[str, list[str]]:
    """Return every leaf of *text* under its path, such as ``a.b`` and ``list{}.n``."""
    if text.lstrip()[:1] == "<":
        root = read_xml(text)
        return {} if root is None else xml_fields(root)
    document = read_json(text)
    return {} if document is None else json_fields(document)
