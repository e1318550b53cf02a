r"""KV_MODE: how a text names its own fields, as JSON, XML or ``name=value``.

Splunk, props.conf.spec. JSON: ``a.b`` for nested objects, ``a{}`` and ``a{}.b`` for arrays, numbers
as they are written, ``true`` and ``false``, and the text ``null``. XML: paths of elements, and
``path{@attribute}``. auto: an empty value gives no field; a backslash before a quote means nothing.
auto_escaped: ``\"`` and ``\\`` inside quotes are a quote and a backslash. multi: the columns of the
table that the text is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from spl.knowledge.transforms import clean_key
from spl.values.text_table import read_text_table

KeyValues = Callable[[str], Mapping[str, tuple[str, ...]]]

_PAIR = re.compile(
    r"""(?<![\w.$-])(?P<name>[A-Za-z_$][\w.$:-]*)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s,;|&"]+))"""
)
_ESCAPED_PAIR = re.compile(
    r"""(?<![\w.$-])(?P<name>[A-Za-z_$][\w.$:-]*)="""
    r"""(?:"(?P<quoted>(?:[^"\\]|\\.)*+)"|(?P<bare>[^\s,;|&"]+))""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"""\\(["\\])""")


def key_values(mode: str, *, auto_json: bool = True) -> KeyValues | None:
    """The reader for a KV_MODE; None for none."""
    match mode:
        case "json":
            return from_json
        case "xml":
            return from_xml
        case "multi":
            return from_table
        case "auto":
            return from_json_or_pairs if auto_json else from_pairs
        case "auto_escaped":
            return from_json_or_escaped_pairs if auto_json else from_escaped_pairs
        case _:
            return None


def from_json_or_pairs(text: str) -> Mapping[str, tuple[str, ...]]:
    """Read JSON where the text is JSON, else pairs."""
    return _json_else(from_pairs, text)


def from_json_or_escaped_pairs(text: str) -> Mapping[str, tuple[str, ...]]:
    """Read JSON where the text is JSON, else pairs with escapes."""
    return _json_else(from_escaped_pairs, text)


def _json_else(other: KeyValues, text: str) -> Mapping[str, tuple[str, ...]]:
    return from_json(text) or other(text) if text.lstrip()[:1] == "{" else other(text)


def from_json(text: str) -> Mapping[str, tuple[str, ...]]:
    """Read a JSON object; a text that is none has no fields."""
    try:
        content = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
        found: dict[str, list[str]] = {}
        for name, value in _leaves("", content):
            found.setdefault(name, []).append(value)
    except (ValueError, RecursionError):
        return {}
    return {name: tuple(values) for name, values in found.items()}


def from_pairs(text: str) -> Mapping[str, tuple[str, ...]]:
    """Read ``name=value`` and ``name="value"``; the first value of a name counts."""
    return _first_values(_PAIR, text, str)


def from_escaped_pairs(text: str) -> Mapping[str, tuple[str, ...]]:
    """Read pairs whose quoted values may hold an escaped quote or backslash."""
    return _first_values(_ESCAPED_PAIR, text, lambda quoted: _ESCAPE.sub(r"\1", quoted))


def _first_values(
    pattern: re.Pattern[str], text: str, unescape: Callable[[str], str]
) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for pair in pattern.finditer(text):
        name = clean_key(pair["name"])
        value = unescape(pair["quoted"]) if pair["bare"] is None else pair["bare"]
        if name and value and name not in found:
            found[name] = (value,)
    return found


def from_table(text: str) -> Mapping[str, tuple[str, ...]]:
    """Read a table: each column is a field with the cells of all rows, from the top."""
    found: dict[str, list[str]] = {}
    for row in read_text_table(text):
        for name, cell in row.cells.items():
            found.setdefault(clean_key(name), []).append(cell)
    return {name: tuple(cells) for name, cells in found.items() if name}


def from_xml(text: str) -> Mapping[str, tuple[str, ...]]:
    """Read an XML document; a text that is none has no fields."""
    try:
        root = etree.fromstring(text.encode(), _parser())
    except (etree.XMLSyntaxError, ValueError):
        return {}
    found: dict[str, list[str]] = {}
    for name, value in _elements(root):
        found.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in found.items()}


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _leaves(path: str, content: object) -> Iterator[tuple[str, str]]:
    match content:
        case dict():
            for name, value in content.items():
                yield from _leaves(f"{path}.{name}" if path else str(name), value)
        case list():
            for value in content:
                yield from _leaves(path + "{}", value)
        case bool():
            yield from _leaf(path, "true" if content else "false")
        case None:
            yield from _leaf(path, "null")
        case _:
            yield from _leaf(path, str(content))


def _leaf(path: str, text: str) -> Iterator[tuple[str, str]]:
    if path:
        yield path, text


def _elements(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Paths and texts, without recursion: how deep a log nests is its own affair."""
    stack = [(root, "")]
    while stack:
        element, above = stack.pop()
        if not isinstance(element.tag, str):
            continue
        name = etree.QName(element).localname
        path = f"{above}.{name}" if above else name
        for key, value in element.attrib.items():
            yield f"{path}{{@{key!s}}}", str(value)
        if element.text and element.text.strip():
            yield path, element.text
        stack.extend((child, path) for child in reversed(element))
