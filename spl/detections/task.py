"""What a run is made of: one search each, over the logs of one test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from spl.detections.attack_data import AttackFile
from spl.detections.rule import Rule, RuleTest

Kind: TypeAlias = Literal["test", "trial", "correlation"]


@dataclass(frozen=True, slots=True)
class Task:
    """A search to run.

    Attributes:
        rule: the rule.
        test: the test that the rows are judged by; None for a trial.
        logs: the logs, all of them found.
        baseline_logs: logs that only the rule's baselines see.
        kind: a test of the rule; a trial over no events, to see how far the rule gets; or a
            correlation over the risk events of a run.
    """

    rule: Rule
    test: RuleTest | None
    logs: tuple[AttackFile, ...] = ()
    baseline_logs: tuple[AttackFile, ...] = ()
    kind: Kind = "test"
