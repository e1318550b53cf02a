"""An XML element as it is written: names, attributes and text with nothing decoded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(?P<cdata>.*?)\]\]>"
    r"|<(?P<end>/?)(?P<name>[^\s/>]+)"
    r"(?P<attributes>(?:\s+[^\s=]+\s*=\s*(?:'[^']*'|\"[^\"]*\"))*)\s*(?P<empty>/?)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"\s([^\s=]+)\s*=\s*(?:'([^']*)'|\"([^\"]*)\")")


@dataclass(slots=True)
class Element:
    """A part of a well-formed text.

    Attributes:
        name: its name without prefix.
        attributes: names without prefix and values without quotes; no namespace declarations.
        children: the elements in it.
        text: its text before the first of them, CDATA written with entities.
        start: where its content starts.
        end: where its content ends.
    """

    name: str
    attributes: list[tuple[str, str]]
    children: list[Element] = field(default_factory=list)
    text: str = ""
    start: int = 0
    end: int = 0

    def child(self, name: str) -> Element | None:
        """The first child called *name*."""
        return next((child for child in self.children if child.name == name), None)

    def leaves(self) -> list[Element]:
        """The elements below this one that hold no others, in order."""
        found: list[Element] = []
        waiting = self.children[::-1]
        while waiting:
            element = waiting.pop()
            if element.children:
                waiting.extend(reversed(element.children))
            else:
                found.append(element)
        return found


def read_element(text: str) -> Element:
    """Take apart *text*, one element that a parser has found well-formed."""
    root = Element("", [])
    inside = [root]
    pos = 0
    for token in _TOKEN.finditer(text):
        here = inside[-1]
        if not here.children:
            here.text += text[pos : token.start()] + _escaped(token["cdata"] or "")
        pos = token.end()
        if token["name"] is None:
            continue
        if token["end"]:
            inside.pop().end = token.start()
            continue
        element = Element(_local(token["name"]), _attributes(token["attributes"]))
        element.start = element.end = token.end()
        here.children.append(element)
        if not token["empty"]:
            inside.append(element)
    return root.children[0]


def _attributes(text: str) -> list[tuple[str, str]]:
    return [
        (_local(match[1]), match[2] if match[2] is not None else match[3])
        for match in _ATTRIBUTE.finditer(text)
        if match[1] != "xmlns" and not match[1].startswith("xmlns:")
    ]


def _local(name: str) -> str:
    """The name without its namespace prefix."""
    return name.rpartition(":")[2]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
