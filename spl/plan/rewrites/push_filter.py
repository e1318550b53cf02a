"""Moves a filter that stands right after the reading search into it."""

from __future__ import annotations

from dataclasses import replace

from spl.commands.search import Filter, Search
from spl.plan.plan import Plan, Step
from spl.plan.rewrites.merge_filters import joined


def push_filter(plan: Plan) -> Plan:
    """Read only the events that also satisfy the filter.

    The filter takes no part in time modifiers or in what indexes are read: those are settled when
    the reading search is bound.
    """
    if len(plan.steps) < 2:
        return plan
    head, second, *rest = plan.steps
    if not isinstance(head.command, Search) or not isinstance(second.command, Filter):
        return plan
    expression = joined(head.command.selection.expression, second.command.expression)
    pushed = Step(head.node, Search(replace(head.command.selection, expression=expression)))
    return replace(plan, steps=(pushed, *rest))
