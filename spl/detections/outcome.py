"""What comes of a test: what the runner finds out and reports tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from spl.detections.attack_data import AttackFile, Missing
from spl.detections.drilldown import FilledDrillDown
from spl.detections.risk import RiskEvent
from spl.detections.rule import Rule, RuleTest
from spl.engine.results import Results
from spl.errors import SplError

Status: TypeAlias = Literal["passed", "failed", "error", "skipped"]


@dataclass(frozen=True, slots=True)
class DrillDownRun:
    """A drill-down as it was run, with its rows or the error that stopped it."""

    drilldown: FilledDrillDown
    results: Results | None
    error: SplError | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one test; it can be sent from one process to another.

    Attributes:
        rule: the rule.
        test: the test; None where the rule has none.
        status: how it ended.
        reasons: why it failed or was skipped.
        logs: the logs that the test names, found or missing.
        results: the rows, where the search ran.
        error: what stopped it, where something did.
        risk: the risk events that the rows made.
        drilldowns: the drill-downs of the first row, where they were asked for.
        why: lines that explain why nothing came, where they were asked for.
        timeline: times of events that the rows are made of, as far as they tell, in epoch seconds.
        notes: what is odd in the rows although they are as the test asks, as sentences.
        oddities: what is odd in the logs, as sentences.
        seconds: time for loading and searching.
    """

    rule: Rule
    test: RuleTest | None
    status: Status
    reasons: tuple[str, ...] = ()
    logs: tuple[AttackFile | Missing, ...] = ()
    results: Results | None = None
    error: SplError | None = None
    risk: tuple[RiskEvent, ...] = ()
    drilldowns: tuple[DrillDownRun, ...] = ()
    why: tuple[str, ...] = ()
    timeline: tuple[float, ...] = ()
    notes: tuple[str, ...] = ()
    oddities: tuple[str, ...] = ()
    seconds: float = field(default=0.0, compare=False)
