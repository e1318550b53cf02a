"""Whether a search means something else than its writer did: OR binds before AND in it."""

from __future__ import annotations

from spl.columns.match import matches
from spl.diagnosis.sieve import Sieve
from spl.language import ast
from spl.language.format import format_search_expression
from spl.values.environment import Environment


def other_reading(expression: ast.SearchExpr, text: str) -> ast.SearchExpr | None:
    """The expression as it would be read if AND bound first, as in where.

    None where there is no OR beside an AND, or parentheses say what is meant.
    """
    if not isinstance(expression, ast.And):
        return None
    for place, item in enumerate(expression.items):
        if isinstance(item, ast.Or) and not _in_parentheses(item, text):
            first, *middle, last = item.items
            left = (*expression.items[:place], first)
            right = (last, *expression.items[place + 1 :])
            return ast.Or((_all(left), *middle, _all(right)))
    return None


def precedence(expression: ast.SearchExpr, text: str, sieve: Sieve, env: Environment) -> list[str]:
    """What is said where the other reading would let rows through."""
    other = other_reading(expression, text)
    if other is None:
        return []
    fixed = [n for n, clause in enumerate(sieve.clauses) if clause.group == "dataset"]
    count = 0
    for part in sieve.parts:
        mask = matches(other, part.table, env)
        for place in fixed:
            mask &= part.masks[place]
        count += int(mask.sum())
    if not count:
        return []
    reading = format_search_expression(other)
    sentence = (
        f"In search, OR binds before AND. Read the other way round it would take {count:,} rows: "
        f"{reading}. Set parentheses."
    )
    return [sentence]


def _all(items: tuple[ast.SearchExpr, ...]) -> ast.SearchExpr:
    return items[0] if len(items) == 1 else ast.And(items)


def _in_parentheses(item: ast.Or, text: str) -> bool:
    span = item.span
    if span == ast.NOWHERE or span.macro is not None:
        return True
    return text[: span.start].rstrip().endswith("(") and text[span.end :].lstrip().startswith(")")
