"""JSON as spath walks it: members in order and in duplicate, numbers with the text they came in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Protocol


class Step(Protocol):
    """What a step of a path offers; see spl.values.spath."""

    @property
    def name(self) -> str | None:
        """Member to go to."""

    @property
    def index(self) -> int | None:
        """Element to go to."""

    @property
    def attribute(self) -> bool:
        """Whether an attribute of XML is meant."""


class Members(list[tuple[str, Any]]):
    """An object: its members in order; a name may come twice."""


class NumberToken(str):
    """A number as the text spells it."""

    __slots__ = ()


def read_json(text: str) -> Any:
    """Read an object or array; None where *text* is no JSON, or something else."""
    try:
        document = json.loads(
            text,
            object_pairs_hook=Members,
            parse_int=NumberToken,
            parse_float=NumberToken,
            parse_constant=NumberToken,
        )
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, list) else None


def json_values(document: Any, steps: Iterable[Step]) -> list[str]:
    """Return the texts at a path."""
    nodes = [document]
    for step in steps:
        nodes = [found for node in nodes for found in _step(node, step)]
    return [text for node in nodes for text in _shown(node)]


def json_fields(document: Any) -> dict[str, list[str]]:
    """Return the texts of all leaves under their paths."""
    fields: dict[str, list[str]] = {}
    todo = [("", document)]
    while todo:
        path, node = todo.pop()
        if isinstance(node, Members):
            prefix = f"{path}." if path else ""
            todo += [(prefix + name, member) for name, member in reversed(node)]
        elif isinstance(node, list):
            todo += [(f"{path}{{}}", element) for element in reversed(node)]
        else:
            for text in _shown(node):
                fields.setdefault(path, []).append(text)
    return fields


def json_text(node: Any) -> str:
    """Write a node as compact JSON, members in their order, numbers as they were spelled."""
    parts: list[str] = []
    todo = [("", node)]  # what stands before a node, and the node; a sign alone where it is no node
    while todo:
        before, item = todo.pop()
        parts.append(before)
        if item is _NOTHING:
            continue
        if isinstance(item, list):
            opening, closing = "{}" if isinstance(item, Members) else "[]"
            parts.append(opening)
            todo.append((closing, _NOTHING))
            todo += reversed(list(_inside(item)))
        else:
            parts.append(str(item) if isinstance(item, NumberToken) else _quote(item))
    return "".join(parts)


_NOTHING = object()


def _inside(node: list[Any]) -> Iterator[tuple[str, Any]]:
    """What stands in an object or array, each with its comma and name."""
    comma = ""
    for entry in node:
        if isinstance(node, Members):
            yield f"{comma}{_quote(entry[0])}:", entry[1]
        else:
            yield comma, entry
        comma = ","


def _quote(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _step(node: Any, step: Step) -> Iterator[Any]:
    if step.attribute:
        return
    if step.name is not None:
        if isinstance(node, Members):
            yield from (member for name, member in node if name == step.name)
    elif isinstance(node, list) and not isinstance(node, Members):
        if step.index is None:
            yield from node
        elif step.index < len(node):
            yield node[step.index]


def _shown(node: Any) -> Iterator[str]:
    """The text of a node: none for null."""
    if isinstance(node, str):
        yield str(node)
    elif isinstance(node, bool):
        yield "true" if node else "false"
    elif node is not None:
        yield json_text(node)
