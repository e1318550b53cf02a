"""LINT117: the same clause twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spl.detections.lint._book import check
from spl.detections.lint._finding import Flaw
from spl.detections.lint._subject import Subject
from spl.language import ast


@check("LINT117", "the same clause twice", "info")
def duplicate(subject: Subject) -> Iterator[Flaw]:
    """The second one changes nothing; often another value was meant.

    Compared are the terms of one AND or OR, the values of one IN, and the fields of one BY, table
    or fields.

    Bad:
        index=main Image IN ("*cmd.exe", "*powershell.exe", "*cmd.exe")

    Good:
        index=main Image IN ("*cmd.exe", "*powershell.exe", "*pwsh.exe")
    """
    kinds = (ast.And, ast.Or, ast.Membership, ast.InList)
    lists: list[Iterable[ast.Node]] = [_items(node) for node in subject.nodes(*kinds)]
    for passed in subject.passed:
        arguments = passed.node.arguments
        if isinstance(arguments, ast.StatsArguments | ast.TstatsArguments):
            lists.append([each.field for each in arguments.by])
        elif isinstance(arguments, ast.FieldsArguments) and passed.node.name in ("table", "fields"):
            lists.append(arguments.fields)
    for items in lists:
        seen: set[ast.Node] = set()
        for item in items:
            if item in seen and not subject.in_macro(item.span) and item.span != ast.NOWHERE:
                typed = " ".join(subject.typed(item.span).split())
                yield subject.in_search(f"This stands here twice: {typed}", item.span, "Remove it.")
            seen.add(item)


def _items(node: ast.Node) -> Iterable[ast.Node]:
    match node:
        case ast.And(items=items) | ast.Or(items=items):
            return items
        case ast.InList(items=values):
            return values
        case ast.Membership(values=patterns):
            return patterns
    return ()
