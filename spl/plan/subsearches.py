"""Subsearches in the arguments of a command, and the gaps that their text fills.

Splunk runs a subsearch first and puts its text in its place (Splunk, Search Manual: About
subsearches). Here the place is a node of the tree, so a filled-in text cannot spill over what
stands around it. The brackets of append, join and the like are no gaps: those commands run their
subsearch themselves.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import TypeAlias

from spl.language import ast

# Gives what stands in the place of a subsearch: an expression of search, one of eval, …
Fill: TypeAlias = Callable[[ast.Subsearch, str], ast.Node | tuple[ast.Node, ...]]


def own_subsearches(node: ast.Node) -> Iterator[ast.Subsearch]:
    """The subsearches under *node*, not those inside them."""
    for child in _children(node):
        if isinstance(child, ast.Subsearch):
            yield child
        else:
            yield from own_subsearches(child)


def fills(node: ast.Command) -> bool:
    """Whether a subsearch completes the arguments of this command."""
    return next(_gaps(node.arguments), None) is not None


def fill(node: ast.Command, replacement: Fill) -> ast.Command:
    """Return the command with each gap filled by ``replacement(subsearch, place)``.

    The place is ``search`` or ``eval`` (an expression), ``pattern`` (a value of a comparison),
    ``assignment`` (of eval) or ``word`` (the value of an option, a regular expression).
    """
    arguments = _filled(node.arguments, replacement)
    return dataclasses.replace(node, arguments=arguments)  # type: ignore[arg-type]


def blanked(node: ast.Command) -> ast.Command:
    """The command with its gaps filled by what means least, so that the rest can be checked."""
    return fill(node, lambda _, place: _NOTHING[place])


_NOTHING: dict[str, ast.Node | tuple[ast.Node, ...]] = {
    "search": ast.Everything(),
    "eval": ast.FieldName("null"),
    "pattern": ast.Pattern("", quoted=True),
    "assignment": (),
    "word": ast.Text("0"),
}


def _gaps(arguments: ast.Node) -> Iterator[ast.Subsearch]:
    if isinstance(arguments, ast.OptionsArguments):
        options = (item for item in arguments.items if isinstance(item, ast.Option))
        for option in options:
            yield from own_subsearches(option)
    elif not isinstance(arguments, ast.JoinArguments):
        yield from own_subsearches(arguments)


def _filled(node: ast.Node, replacement: Fill) -> ast.Node:
    """A copy of *node* in which no gap is left."""
    if next(_gaps(node), None) is None:
        return node
    changes: dict[str, object] = {}
    for name, value in _fields(node):
        place = _place(node, name)
        if isinstance(value, ast.Subsearch):
            changes[name] = replacement(value, place)
        elif isinstance(value, tuple):
            changes[name] = tuple(_filled_items(value, place, replacement))
        elif isinstance(value, ast.Node):
            changes[name] = _filled(value, replacement)
    return dataclasses.replace(node, **changes)  # type: ignore[arg-type]


def _filled_items(items: tuple[object, ...], place: str, replacement: Fill) -> Iterator[object]:
    for item in items:
        if isinstance(item, ast.Subsearch) and place != "own":
            new = replacement(item, place)
            yield from new if isinstance(new, tuple) else (new,)
        else:
            yield _filled(item, replacement) if isinstance(item, ast.Node) else item


def _place(node: ast.Node, name: str) -> str:
    """What kind of text a subsearch stands for in the field *name* of *node*."""
    match node:
        case ast.OptionsArguments():
            return "own"
        case ast.Compare() | ast.Membership():
            return "pattern"
        case ast.EvalArguments():
            return "assignment"
        case ast.Option() | ast.RexArguments() | ast.RegexArguments():
            return "word"
        case ast.SearchArguments() | ast.And() | ast.Or() | ast.Not():
            return "search"
        case ast.TstatsArguments() | ast.InputlookupArguments() if name == "where":
            return "search"
    return "eval"


def _children(node: ast.Node) -> Iterator[ast.Node]:
    for _, value in _fields(node):
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, ast.Node):
                yield item


def _fields(node: ast.Node) -> Iterator[tuple[str, object]]:
    if isinstance(node, ast.Subsearch | ast.Pipeline):
        return
    for field in dataclasses.fields(node):
        yield field.name, getattr(node, field.name)
