"""Drops ``| search *``, which every filter macro of a published detection leaves behind."""

from __future__ import annotations

from dataclasses import replace

from spl.commands.search import Filter
from spl.language import ast
from spl.plan.plan import Plan


def drop_search_everything(plan: Plan) -> Plan:
    """Leave out filters that every row satisfies."""
    steps = tuple(step for step in plan.steps if not _keeps_all(step.command))
    return plan if len(steps) == len(plan.steps) else replace(plan, steps=steps)


def _keeps_all(command: object) -> bool:
    return isinstance(command, Filter) and _is_everything(command.expression)


def _is_everything(expression: ast.SearchExpr) -> bool:
    match expression:
        case ast.Everything():
            return True
        case ast.Term(pattern=ast.Pattern(raw="*"), whole=False):
            return True
    return False
