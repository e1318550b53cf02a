"""Makes one filter of ``| search a | search b``."""

from __future__ import annotations

from dataclasses import replace

from spl.commands.search import Filter
from spl.language import ast
from spl.plan.plan import Plan, Step


def merge_filters(plan: Plan) -> Plan:
    """Join neighbouring filters with AND."""
    steps: list[Step] = []
    for step in plan.steps:
        before = steps[-1].command if steps else None
        if isinstance(step.command, Filter) and isinstance(before, Filter):
            both = Filter(joined(before.expression, step.command.expression))
            steps[-1] = Step(steps[-1].node, both)
        else:
            steps.append(step)
    return plan if len(steps) == len(plan.steps) else replace(plan, steps=tuple(steps))


def joined(left: ast.SearchExpr, right: ast.SearchExpr) -> ast.SearchExpr:
    """``left AND right`` without needless nesting."""
    items = [*_items(left), *_items(right)]
    return items[0] if len(items) == 1 else ast.And(tuple(items)) if items else ast.Everything()


def _items(expression: ast.SearchExpr) -> tuple[ast.SearchExpr, ...]:
    match expression:
        case ast.Everything():
            return ()
        case ast.And():
            return expression.items
    return (expression,)
