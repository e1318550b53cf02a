"""The formatter's promise: what was laid out is read as it was before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

from spl.errors import MacroError
from spl.language import ast
from spl.language.layout.mask import mask
from spl.language.split import RawPipeline, split

_UNKNOWN = frozenset({"SPL201", "SPL202"})

Parse = Callable[[str], ast.Pipeline]


def is_same(before: str, after: str, parse: Parse) -> bool:
    """Whether two texts differ in nothing but blanks and case, and are read as the same search.

    Raises:
        SplError: *before* cannot be read.
    """
    if _squeezed(before) != _squeezed(after):
        return False
    return _comparable(read(before, parse)) == _comparable(read(after, parse))


def read(text: str, parse: Parse) -> ast.Pipeline:
    """The tree of *text*; a stage that calls a macro which nobody defines is left out.

    Raises:
        SplError: the rest cannot be read.
    """
    while True:
        try:
            return parse(text)
        except MacroError as error:
            if error.code not in _UNKNOWN or error.span is None:
                raise
            text = _without_stage(text, error.span.start)


def _without_stage(text: str, at: int) -> str:
    """*text* with the innermost stage around *at* replaced by one that passes everything on."""
    masked = mask(text).text
    start, end, implied = _innermost(split(masked), at)
    return f"{text[:start]}{'*' if implied else 'search *'} {text[end:]}"


def _innermost(pipeline: RawPipeline, at: int) -> tuple[int, int, bool]:
    for command in pipeline.commands:
        for sub in command.subsearches:
            if sub.start <= at < sub.end:
                return _innermost(sub, at)
        if command.start <= at < command.end:
            return command.start, command.end, command.implied
    raise AssertionError("a macro call stands in no stage")


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


def _comparable(node: object) -> object:
    """A tree with the names that its aggregates give their columns, which trees do not compare.

    Of arguments that only a subsearch completes there is nothing but text: its words are compared.
    """
    match node:
        case tuple():
            return tuple(map(_comparable, node))
        case ast.TextArguments(parts):
            texts = (part.casefold().split() if isinstance(part, str) else part for part in parts)
            return tuple(_comparable(text) for text in texts)
        case ast.Node():
            name = node.text if isinstance(node, ast.Aggregate) and not node.alias else None
            values = (getattr(node, each.name) for each in fields(node) if each.compare)
            return type(node), name, *map(_comparable, values)
    return node
