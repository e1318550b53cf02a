"""From a syntax tree to a plan: bind every command, rewrite, cut where rows must meet."""

from spl.plan.bind import bind, bind_step
from spl.plan.complete import complete
from spl.plan.plan import Plan, Step
from spl.plan.rewrite import RULES, Rule, rewrite
from spl.plan.split import Cut, split
from spl.plan.subsearches import blanked, fills, own_subsearches

__all__ = [
    "RULES",
    "Cut",
    "Plan",
    "Rule",
    "Step",
    "bind",
    "bind_step",
    "blanked",
    "complete",
    "fills",
    "own_subsearches",
    "rewrite",
    "split",
]
