"""LINT111: NOT in front of !=."""

from __future__ import annotations

from collections.abc import Iterator

from spl.detections.lint._book import check
from spl.detections.lint._finding import Flaw
from spl.detections.lint._subject import Subject
from spl.language import ast


@check("LINT111", "NOT in front of !=", "warning")
def not_unequal(subject: Subject) -> Iterator[Flaw]:
    """``NOT a!=x`` is not ``a=x``: events without the field pass it too.

    ``a!=x`` asks for events that have the field; NOT turns that round.

    Bad:
        index=main NOT user!=root

    Good:
        index=main user=root
    """
    for node in subject.nodes(ast.Not):
        assert isinstance(node, ast.Not)
        if isinstance(node.item, ast.Compare) and node.item.op == "!=":
            yield subject.in_search(
                f"This also finds events without '{node.item.field.name}'.",
                node.span,
                "Write = without NOT, or say that the field may be absent.",
            )
