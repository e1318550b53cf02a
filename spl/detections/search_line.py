"""Where a place in a rule's search stands in its file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from spl.detections.rule import Rule
from spl.errors import SplError

_KEY = re.compile(r"^([\"']?)search\1[ \t]*:", re.MULTILINE)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_IN_DOUBLE_QUOTES = re.compile(r"\\(?:x(..)|u(.{4})|U(.{8})|\r?\n|.)|.", re.DOTALL)
_IN_SINGLE_QUOTES = re.compile(r"''|.", re.DOTALL)
_ANY = re.compile(r".", re.DOTALL)
# Escapes of a double-quoted scalar that mean white space; a line end that is escaped means nothing.
_BLANK_ESCAPES = frozenset("tnrvf _NLP\t\r\n")


def fault_line(rule: Rule, error: SplError | None) -> int:
    """The line of the rule's file, from 1, that an error is about.

    It is the line of the clause where the error points into the search, however YAML folds or
    quotes it; the line of the file where the error is about the file; otherwise, and without an
    error, the line of ``search:``.
    """
    if error is not None and error.span is not None and error.text is not None:
        if error.origin is not None and Path(error.origin) == rule.path:
            return error.text.count("\n", 0, error.span.start) + 1
        if error.origin is None and error.text.split() == rule.search.split():
            return _clause_line(rule.path, error.text[: error.span.start])
    return search_line(rule.path)


def search_line(path: Path) -> int:
    """The line, from 1, on which ``search:`` stands; 1 where it does not or the file is gone."""
    content = _content(path)
    found = _KEY.search(content)
    return content.count("\n", 0, found.start()) + 1 if found else 1


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""


def _clause_line(path: Path, before: str) -> int:
    """The line of the search's text that follows *before*.

    Folding changes white space alone, so the visible characters are counted.
    """
    content = _content(path)
    scalar = _scalar(content)
    if scalar is None:
        return search_line(path)
    visible = sum(len(word) for word in before.split())
    for place in _visible_places(content, scalar):
        if visible == 0:
            return content.count("\n", 0, place) + 1
        visible -= 1
    return search_line(path)


def _scalar(content: str) -> yaml.ScalarNode | None:
    """The value of ``search:`` as it stands in the file."""
    try:
        top = yaml.compose(content, Loader=_LOADER)
    except yaml.YAMLError:
        return None
    if not isinstance(top, yaml.MappingNode):
        return None
    values = [value for key, value in top.value if key.value == "search"]
    return values[-1] if values and isinstance(values[-1], yaml.ScalarNode) else None


def _visible_places(content: str, scalar: yaml.ScalarNode) -> Iterator[int]:
    """Where each character of the value that is not white space stands in the file."""
    start, end = scalar.start_mark.index, scalar.end_mark.index
    units = _ANY
    if scalar.style in ("|", ">"):
        start = content.index("\n", start) + 1
    elif scalar.style == "'":
        start, end, units = start + 1, end - 1, _IN_SINGLE_QUOTES
    elif scalar.style == '"':
        start, end, units = start + 1, end - 1, _IN_DOUBLE_QUOTES
    for unit in units.finditer(content, start, end):
        if not _is_blank(unit):
            yield unit.start()


def _is_blank(unit: re.Match[str]) -> bool:
    text = unit[0]
    if len(text) == 1 or text == "''":
        return text.isspace()
    code = next(filter(None, unit.groups()), None)
    return chr(int(code, 16)).isspace() if code else text[1] in _BLANK_ESCAPES
