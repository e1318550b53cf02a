"""One aggregate of a field has one name (Splunk, Search Reference: stats).

The manual says so of a plain field; published searches rename wildcards twice, so those may be.
"""

from __future__ import annotations

from collections.abc import Iterable

from spl.commands._arguments import complaint
from spl.language import ast

_ONE_NAME = frozenset({"stats", "eventstats", "streamstats"})


def check_renaming(node: ast.Command, items: Iterable[ast.Aggregate]) -> None:
    """Raise BindError SPL355 where AS gives the same aggregate of the same field two names."""
    if node.name not in _ONE_NAME:
        return
    names: dict[tuple[str, str], str] = {}
    for item in items:
        function, field = item.function.lower(), item.argument
        if item.alias is None or not isinstance(field, ast.FieldName):
            continue
        if item.is_eval or function == "sparkline" or "*" in field.name:
            continue
        name = names.setdefault((function, field.name), item.alias.name)
        if name != item.alias.name:
            sentence = f"'{name}' and '{item.alias.name}' rename the same aggregate of a field."
            hint = "Give it one name here, and copy that with eval."
            raise complaint(node, sentence, code="SPL355", span=item.span, hint=hint)
