"""LINT114: like without a wildcard."""

from __future__ import annotations

from collections.abc import Iterator

from spl.detections.lint._book import check
from spl.detections.lint._finding import Flaw
from spl.detections.lint._subject import Subject
from spl.language import ast


@check("LINT114", "like without % or _", "warning")
def like_without_percent(subject: Subject) -> Iterator[Flaw]:
    """The wildcards of like() and LIKE are ``%`` and ``_``; without one it compares whole texts.

    Bad:
        index=main | where like(process, "*mimikatz*")

    Good:
        index=main | where like(process, "%mimikatz%")
    """
    for node in subject.nodes(ast.Binary, ast.Call):
        pattern: ast.Node | None = None
        if isinstance(node, ast.Call) and node.name == "like" and len(node.args) == 2:
            pattern = node.args[1]
        elif isinstance(node, ast.Binary) and node.op == "LIKE":
            pattern = node.right
        if isinstance(pattern, ast.Text) and not set("%_") & set(pattern.value):
            star = "*" in pattern.value
            yield subject.in_search(
                "This pattern has no wildcard" + (", for like knows no *." if star else "."),
                pattern.span,
                "Write % for any text." if star else "Write =, or % for any text.",
            )
