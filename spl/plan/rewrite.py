"""Rewriting: rules that make a plan cheaper and leave its answer alone, in a fixed order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from spl.plan.plan import Plan
from spl.plan.rewrites.drop_search_everything import drop_search_everything
from spl.plan.rewrites.merge_filters import merge_filters
from spl.plan.rewrites.push_filter import push_filter

Rule: TypeAlias = Callable[[Plan], Plan]

RULES: tuple[Rule, ...] = (drop_search_everything, merge_filters, push_filter)


def rewrite(plan: Plan, rules: Sequence[Rule] = RULES) -> Plan:
    """Apply *rules* once, in order, to a complete plan."""
    written = tuple(step.node for step in plan.steps)
    plan = replace(plan, written=written, rules=tuple(rule.__name__ for rule in rules))
    for rule in rules:
        plan = rule(plan)
    return plan
