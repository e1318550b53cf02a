"""The fields that the rest of a search can read, so that no others travel to it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from spl.language import ast

_ENDS = frozenset(("stats", "table", "top", "rare", "chart", "timechart"))
"""What is behind these has the fields that they name, and no others."""
_NAMES_ALL = frozenset(
    ("dedup", "eval", "eventstats", "head", "mvexpand", "reverse", "sort", "streamstats", "where")
)
"""These read the fields that stand in their arguments, and no others."""
_READS_MORE = frozenset(("searchmatch", "lookup"))


def needed(nodes: Iterable[ast.Command]) -> frozenset[str] | None:
    """The fields that *nodes* can read of the rows before them; None where they may read any."""
    found = {"_time"}
    for node in nodes:
        if node.name not in _ENDS | _NAMES_ALL:
            return None
        for leaf in _leaves(node.arguments):
            if _may_read_more(leaf):
                return None
            found.update(_named(leaf))
        if any("*" in name or "{" in name for name in found):
            return None
        if node.name in _ENDS:
            return frozenset(found)
    return None


def _may_read_more(leaf: object) -> bool:
    """Whether fields may be read that are no names in the tree: an expression kept as its text."""
    match leaf:
        case ast.Subsearch() | ast.Group():
            return True
        case ast.Option(name=name):
            return name.lower().startswith("reset_")
        case ast.Call(name=name):
            return name.lower() in _READS_MORE
    return False


def _named(leaf: object) -> Iterator[str]:
    """The names that a part of the tree may stand for: a bare word may be a field too."""
    match leaf:
        case ast.FieldName(name=name):
            yield name
        case ast.Word(raw=raw) | ast.Text(raw=raw):
            yield raw


def _leaves(node: object) -> Iterator[object]:
    yield node
    if isinstance(node, tuple):
        for item in node:
            yield from _leaves(item)
    elif isinstance(node, ast.Node) and not isinstance(node, ast.Subsearch):
        for each in dataclasses.fields(node):
            if each.name != "span":
                yield from _leaves(getattr(node, each.name))
