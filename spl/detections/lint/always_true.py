"""LINT119: a condition that is true whatever the field says."""

from __future__ import annotations

from collections.abc import Iterator

from spl.detections.lint._book import check
from spl.detections.lint._finding import Flaw
from spl.detections.lint._subject import Subject
from spl.language import ast


@check("LINT119", "unequal to one value or to another", "error")
def always_true(subject: Subject) -> Iterator[Flaw]:
    """Every value is unequal to one of two: ``a!=x OR a!=y`` is true for all events with the field.

    Meant is AND, or NOT IN.

    Bad:
        index=main (user!=root OR user!=admin)

    Good:
        index=main user!=root user!=admin
    """
    for node in subject.nodes(ast.Or):
        assert isinstance(node, ast.Or)
        values: dict[str, set[str]] = {}
        for item in node.items:
            if isinstance(item, ast.Compare) and item.op == "!=":
                plain = item.value
                if isinstance(plain, ast.Pattern) and "*" not in plain.value:
                    values.setdefault(item.field.name, set()).add(plain.value.lower())
        for name, each in values.items():
            if len(each) > 1:
                yield subject.in_search(
                    f"This is true for every value of '{name}'.",
                    node.span,
                    f"Write NOT {name} IN (…).",
                )
