"""LINT113: a star that is no wildcard."""

from __future__ import annotations

from collections.abc import Iterator

from spl.detections.lint._book import check
from spl.detections.lint._finding import Flaw
from spl.detections.lint._subject import Subject
from spl.language import ast


@check("LINT113", "a star that is no wildcard", "error")
def wildcard_in_where(subject: Subject) -> Iterator[Flaw]:
    """In where and eval a star is a star: ``=``, ``!=`` and IN compare the whole text.

    Wildcards are for the search command. In where, like() and match() look for parts of a text. A
    text that is nothing but a star is taken as meant: policies of cloud services have such values.

    Bad:
        index=main | where process="*mimikatz*"

    Good:
        index=main | where like(process, "%mimikatz%")
    """
    for node in subject.nodes(ast.Binary, ast.InList, ast.Call):
        for text in _compared(node):
            if "*" in text.value and text.value.strip("*"):
                yield subject.in_search(
                    "The * in this text is a star and no wildcard.",
                    text.span,
                    "Use like() with %, match(), or the search command.",
                )


def _compared(node: ast.Node) -> Iterator[ast.Text]:
    """The texts that are compared as a whole."""
    match node:
        case ast.Binary(op="=" | "!="):
            sides = (node.left, node.right)
            if any(isinstance(side, ast.FieldName) for side in sides):
                yield from (side for side in sides if isinstance(side, ast.Text))
        case ast.InList():
            yield from (item for item in node.items if isinstance(item, ast.Text))
        case ast.Call(name="in"):
            yield from (item for item in node.args[1:] if isinstance(item, ast.Text))
