"""Coverage by ATT&CK: which techniques the rules of a run stand for, and how their tests ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spl.detections.attack import (
    OTHER,
    TACTICS,
    Tactic,
    Technique,
    tactics_of,
    technique,
    techniques,
)
from spl.detections.outcome import Status
from spl.detections.reports.run import RuleOutcomes

IN_A_BAR: tuple[Status, ...] = ("passed", "failed", "error", "skipped")


@dataclass(frozen=True, slots=True)
class Covered:
    """A technique, with its sub-techniques, and the rules for it by their status."""

    technique: Technique
    rules: Counter[Status]

    @property
    def status(self) -> Status:
        """Failed or in error where a rule for it is; else passed where one is; else skipped.

        A rule that was skipped for want of data takes nothing from one that passed.
        """
        order: tuple[Status, ...] = ("error", "failed", "passed", "skipped")
        return next(status for status in order if self.rules[status])


@dataclass(frozen=True, slots=True)
class TacticCoverage:
    """A tactic and its covered techniques.

    Attributes:
        tactic: the tactic.
        known: number of techniques that ATT&CK has for it, without sub-techniques; 0 for `OTHER`.
        covered: its techniques that some rule names, by id.
        rules: the rules for it by their status, each rule once.
    """

    tactic: Tactic
    known: int
    covered: tuple[Covered, ...]
    rules: Counter[Status]

    def shares(self) -> list[tuple[Status, int]]:
        """The number of covered techniques of each status, in the order of a bar."""
        counts = Counter(each.status for each in self.covered)
        return [(status, counts[status]) for status in IN_A_BAR if counts[status]]


def coverage(rules: Sequence[RuleOutcomes]) -> list[TacticCoverage]:
    """Coverage of every tactic, in the order of the matrix; the last only where it is needed."""
    all_tactics = [_of(tactic, rules) for tactic in (*TACTICS, OTHER)]
    return [found for found in all_tactics if found.known or found.covered]


def _of(tactic: Tactic, rules: Iterable[RuleOutcomes]) -> TacticCoverage:
    by_technique: dict[str, Counter[Status]] = {}
    statuses: Counter[Status] = Counter()
    for rule in rules:
        identifiers = rule.rule.techniques
        parents = {technique(each).parent for each in identifiers if _serves(each, tactic)}
        for parent in parents:
            by_technique.setdefault(parent, Counter())[rule.status] += 1
        statuses[rule.status] += tactic in tactics_of(identifiers)
    known = sum("." not in each.id and tactic in each.tactics for each in techniques().values())
    covered = (Covered(technique(each), counts) for each, counts in sorted(by_technique.items()))
    return TacticCoverage(tactic, known, tuple(covered), statuses)


def _serves(identifier: str, tactic: Tactic) -> bool:
    return tactic in technique(identifier).tactics
