"""Paths into JSON such as ``cities{0}.name`` and ``{}.name``: reading, setting and deleting.

Splunk, Search Reference: JSON functions. ``{0}`` is an element of an array, ``{}`` every element.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from functools import lru_cache
from typing import TypeAlias

from spl.values.json_text import Json


class All(Enum):
    """Every element of an array."""

    ELEMENTS = "{}"


Step: TypeAlias = str | int | All
Change: TypeAlias = Callable[[Json], Json]

_SEGMENT = re.compile(r"([^.{}]*)((?:\{[0-9]{0,9}\})*)(?:\.|\Z)")


@lru_cache(maxsize=1024)
def read_path(text: str) -> tuple[Step, ...] | None:
    """Cut a path into keys, numbers of elements and "every element"; None when it is no path."""
    steps: list[Step] = []
    at = 0
    while at < len(text):
        found = _SEGMENT.match(text, at)
        if found is None or found.end() == at:
            return None
        if found[1]:
            steps.append(found[1])
        indexes = re.findall(r"\{([0-9]*)\}", found[2])
        steps += [int(index) if index else All.ELEMENTS for index in indexes]
        at = found.end()
    return tuple(steps) or None


def follow(data: Json, path: Sequence[Step]) -> Iterator[Json]:
    """Everything in *data* to which *path* leads, in the order of the document."""
    nodes = [data]
    for step in path:
        nodes = [child for node in nodes for child in _children(node, step)]
    yield from nodes


def _children(node: Json, step: Step) -> list[Json]:
    """What one step leads to."""
    if step is All.ELEMENTS:
        return node if isinstance(node, list) else []
    if isinstance(step, int):
        return node[step : step + 1] if isinstance(node, list) else []
    return [node[step]] if isinstance(node, dict) and step in node else []


def put(data: Json, path: Sequence[Step], value: Json) -> None:
    """Put *value* where *path* leads, making the objects on the way; in place.

    Where the path does not fit what is there (a key of an array, an element that does not exist),
    nothing changes.
    """
    *way, last = path
    nodes = [data]
    for step, following in zip(way, path[1:], strict=True):
        for node in nodes:
            if isinstance(node, dict) and isinstance(step, str) and isinstance(following, str):
                node.setdefault(step, {})
        nodes = [child for node in nodes for child in _children(node, step)]
    for node in nodes:
        _replace(node, last, lambda _: value, missing=True)


def change(data: Json, path: Sequence[Step], changed: Change) -> None:
    """Replace what *path* leads to by what *changed* makes of it; in place, nothing if absent."""
    *way, last = path
    for node in list(follow(data, way)):
        _replace(node, last, changed, missing=False)


def _replace(node: Json, step: Step, changed: Change, *, missing: bool) -> None:
    """Replace one child, or all elements; *missing* makes a key that is not there."""
    if isinstance(node, dict) and isinstance(step, str):
        if missing or step in node:
            node[step] = changed(node.get(step))
    elif isinstance(node, list) and not isinstance(step, str):
        places = (
            range(len(node)) if isinstance(step, All) else range(step, min(step + 1, len(node)))
        )
        for place in places:
            node[place] = changed(node[place])


def delete(data: Json, key: str) -> None:
    """Remove *key*, itself or as a path of keys joined by dots; in place."""
    if isinstance(data, dict) and key in data:
        del data[key]
        return
    *way, last = key.split(".")
    for node in list(follow(data, way)):
        if isinstance(node, dict):
            node.pop(last, None)
