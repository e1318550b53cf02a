"""LINT110: OR and AND without parentheses in a search."""

from __future__ import annotations

from collections.abc import Iterator

from spl.detections.lint._book import check
from spl.detections.lint._finding import Flaw
from spl.detections.lint._subject import Subject
from spl.language import ast


@check("LINT110", "OR beside AND without parentheses in a search", "warning")
def or_and_blank(subject: Subject) -> Iterator[Flaw]:
    """In a search OR binds before AND, and a blank is an AND: unlike in where, SQL or Python.

    ``a=1 OR b=2 c=3`` means ``(a=1 OR b=2) c=3``. Parentheses say the same and mislead nobody.
    Several values of one field, as in ``a=1 OR a=2 c=3``, are taken as what they look like.

    Bad:
        index=main a=1 OR b=2 c=3

    Good:
        index=main (a=1 OR b=2) c=3
    """
    for node in subject.nodes(ast.And):
        assert isinstance(node, ast.And)
        ors = (i for i in node.items if isinstance(i, ast.Or) and not _of_one_field(i))
        for item in ors:
            if not subject.in_macro(item.span) and not subject.in_parentheses(item.span):
                yield subject.in_search(
                    "Here OR binds before the AND, or the blank, beside it.",
                    item.span,
                    "Put what belongs together in parentheses.",
                )


def _of_one_field(node: ast.Or) -> bool:
    names = {item.field.name if isinstance(item, ast.Compare) else None for item in node.items}
    return len(names) == 1 and None not in names
