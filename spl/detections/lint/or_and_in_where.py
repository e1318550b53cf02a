"""LINT112: AND and OR without parentheses in where and eval."""

from __future__ import annotations

from collections.abc import Iterator

from spl.detections.lint._book import check
from spl.detections.lint._finding import Flaw
from spl.detections.lint._subject import Subject
from spl.language import ast


@check("LINT112", "AND beside OR without parentheses in where or eval", "info")
def or_and_in_where(subject: Subject) -> Iterator[Flaw]:
    """In where and eval AND binds before OR: the other way round than in a search.

    ``a=1 OR b=2 AND c=3`` means ``a=1 OR (b=2 AND c=3)``. Whoever reads a rule has both orders in
    mind; parentheses decide.

    Bad:
        index=main | where a=1 OR b=2 AND c=3

    Good:
        index=main | where a=1 OR (b=2 AND c=3)
    """
    for node in subject.nodes(ast.Binary):
        assert isinstance(node, ast.Binary)
        if node.op != "OR":
            continue
        for part in (node.left, node.right):
            mixed = isinstance(part, ast.Binary) and part.op == "AND"
            if mixed and not subject.in_parentheses(part.span):
                yield subject.in_search(
                    "Here AND binds before the OR beside it.",
                    part.span,
                    "Put it in parentheses.",
                )
