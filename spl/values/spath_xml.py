"""XML as spath walks it: elements under the names they are written with, and their attributes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from spl.values.spath_json import Step

_DECLARATION = re.compile(r"\s*<\?xml.*?\?>", re.DOTALL)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_xml(text: str) -> Any:
    """Read an element as far as it is well-formed; None where *text* is no XML.

    Nothing outside the text is read, and entities that the text declares are not expanded.
    """
    body = _NOT_XML.sub("\ufffd", _DECLARATION.sub("", text, count=1))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        return etree.fromstring(body.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def xml_values(root: Any, steps: Iterable[Step]) -> list[str]:
    """Return the texts at a path, which starts with the name of the root element."""
    groups: list[list[Any]] = [[root]]  # elements of one name under one parent, or texts
    at_root = True
    for step in steps:
        groups = [found for group in groups for found in _step(group, step, at_root=at_root)]
        at_root = False
    shown = (_shown(node) for group in groups for node in group)
    return [text for text in shown if text is not None]


def xml_fields(root: Any) -> dict[str, list[str]]:
    """Return the texts of all leaves and attributes under their paths."""
    fields: dict[str, list[str]] = {}
    todo = [(_name(root, root.tag), root)]
    while todo:
        path, element = todo.pop()
        for name, value in element.attrib.items():
            fields.setdefault(f"{path}{{@{_name(element, name)}}}", []).append(value)
        children = list(element.iterchildren(etree.Element))
        todo += [(f"{path}.{_name(child, child.tag)}", child) for child in reversed(children)]
        text = _own_text(element)
        if text.strip():
            fields.setdefault(path, []).append(text.strip() if children else text)
    return fields


def _step(group: list[Any], step: Step, *, at_root: bool) -> Iterator[list[Any]]:
    if at_root:
        yield [node for node in group if _name(node, node.tag) == step.name]
    elif step.attribute:
        yield [value for node in group for value in _attribute(node, step.name)]
    elif step.name is None:
        yield group if step.index is None else group[max(step.index, 1) - 1 : step.index]
    else:
        for node in group:
            if not isinstance(node, str):
                children = node.iterchildren(etree.Element)
                yield [child for child in children if _name(child, child.tag) == step.name]


def _attribute(node: Any, wanted: str | None) -> Iterator[str]:
    if not isinstance(node, str):
        yield from (value for name, value in node.attrib.items() if _name(node, name) == wanted)


def _name(element: Any, tag: str) -> str:
    """The name with the prefix that the text gives it."""
    if not tag.startswith("{"):
        return tag
    space, _, local = tag[1:].partition("}")
    if tag == element.tag:
        return f"{element.prefix}:{local}" if element.prefix else local
    prefixes = {uri: prefix for prefix, uri in element.nsmap.items() if prefix}
    prefix = prefixes.get(space, "xml" if "XML/1998" in space else None)
    return f"{prefix}:{local}" if prefix else local


def _own_text(element: Any) -> str:
    """The text between the tags of an element; an entity stays the reference that it is.

    Not XPath's string(): that expands entities, and an entity of entities never ends.
    """
    parts = [element.text]
    for child in element:
        parts += [child.text if child.tag is etree.Entity else None, child.tail]
    return "".join(part for part in parts if part)


def _shown(node: Any) -> str | None:
    """The text of a leaf or attribute, the markup inside any other element."""
    if isinstance(node, str):
        return str(node)
    children = list(node.iterchildren(etree.Element))
    if not children:
        return _own_text(node) or None
    inner = [node.text or "", *(etree.tostring(child, encoding="unicode") for child in children)]
    return "".join(inner).strip()
