"""Every node of a command's arguments, without those of subsearches."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from spl.language import ast


def walk(node: ast.Node) -> Iterator[ast.Node]:
    """*node* and every node below it, in the order of the text; subsearches are not entered."""
    waiting: list[object] = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, tuple):
            waiting.extend(reversed(here))
        elif isinstance(here, ast.Node):
            yield here
            if not isinstance(here, ast.Subsearch):
                values = [getattr(here, each.name) for each in dataclasses.fields(here)]
                waiting.extend(reversed(values))
