"""What the page tells of one rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spl.detections.attack import Tactic, Technique, tactics_of, technique
from spl.detections.attack_data import Missing
from spl.detections.outcome import DrillDownRun, Outcome, Status
from spl.detections.reports.cells import RowTable, cut_table, results_table
from spl.detections.reports.highlight import Piece, pieces
from spl.detections.reports.run import RuleOutcomes, Run, reason, remarks, test_name
from spl.detections.reports.timeline import Timeline, timeline
from spl.detections.search_line import fault_line
from spl.errors import Span

_RISK_COLUMNS = (
    "risk_object",
    "risk_object_type",
    "risk_score",
    "risk_message",
    "threat_object",
    "threat_object_type",
)
_TECHNIQUE = re.compile(r"T\d{4}(?:\.\d{3})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class DrillDownCard:
    """A drill-down: its title, its search, and its rows or the error."""

    name: str
    search: Sequence[Piece]
    table: RowTable | None
    count: int
    error: str


@dataclass(frozen=True, slots=True)
class TestCard:
    """One test: how it ended, why, and what it saw."""

    name: str
    status: Status
    seconds: float
    count: int | None
    reasons: Sequence[str]
    error: str
    why: str
    logs: Sequence[tuple[str, str]]
    table: RowTable | None
    notes: Sequence[str]
    timeline: Timeline | None
    risk: RowTable | None
    risk_count: int
    drilldowns: Sequence[DrillDownCard]


@dataclass(frozen=True, slots=True)
class Card:
    """One rule.

    Attributes:
        anchor: its place in the page, for a link.
        file: path and line.
        brief: why it did not pass, in one line.
    """

    anchor: str
    name: str
    file: str
    status: Status
    kind: str
    rule_status: str
    seconds: float
    brief: str
    stories: Sequence[str]
    data_sources: Sequence[str]
    techniques: Sequence[Technique]
    tactics: Sequence[Tactic]
    search: Sequence[Piece]
    tests: Sequence[TestCard]

    @property
    def figures(self) -> str:
        """Rows of all tests and the time; nothing where nothing ran."""
        counts = [test.count for test in self.tests if test.count is not None]
        time = f"{self.seconds:.2f} s" if self.seconds else ""
        if not counts:
            return time
        return f"1 row · {time}" if sum(counts) == 1 else f"{sum(counts):,} rows · {time}"


def card(ruled: RuleOutcomes, number: int, run: Run, cap: int) -> Card:
    """Lay out a rule; *number* is its place in the page, *cap* the rows that a test may show."""
    rule = ruled.rule
    errors = [outcome.error for outcome in ruled.outcomes if outcome.error is not None]
    told = dict.fromkeys(filter(None, map(reason, ruled.outcomes)))
    return Card(
        anchor=f"rule-{number}",
        name=rule.name,
        file=f"{run.name(rule.path)}:{fault_line(rule, errors[0] if errors else None)}",
        status=ruled.status,
        kind=rule.kind,
        rule_status=rule.status,
        seconds=ruled.seconds,
        brief="; ".join(told),
        stories=rule.stories,
        data_sources=rule.data_sources,
        techniques=[technique(identifier) for identifier in dict.fromkeys(rule.techniques)],
        tactics=tactics_of(rule.techniques),
        search=pieces(rule.search.strip(), _fault(ruled)),
        tests=[_test(outcome, cap) for outcome in ruled.outcomes],
    )


def link(found: Technique) -> str:
    """The page of a technique at MITRE; empty for an id that is no such id."""
    if not _TECHNIQUE.fullmatch(found.id):
        return ""
    return f"https://attack.mitre.org/techniques/{found.id.replace('.', '/')}/"


def _fault(ruled: RuleOutcomes) -> Span | None:
    """Where in the search, without the white space around it, the first error points."""
    search = ruled.rule.search
    for outcome in ruled.outcomes:
        error = outcome.error
        if error and error.span and error.text and error.text.strip() == search.strip():
            before = len(error.text) - len(error.text.lstrip())
            return Span(error.span.start - before, error.span.end - before)
    return None


def _test(outcome: Outcome, cap: int) -> TestCard:
    results = outcome.results
    risk = [dict(event) for event in outcome.risk[:cap]]
    return TestCard(
        name=test_name(outcome),
        status=outcome.status,
        seconds=outcome.seconds,
        count=None if results is None else len(results),
        reasons=outcome.reasons,
        error="" if outcome.error is None else outcome.error.render(),
        why="\n".join(outcome.why),
        logs=[
            (item.data, f"missing: {item.reason}")
            if isinstance(item, Missing)
            else (item.data.data, item.data.sourcetype or "")
            for item in outcome.logs
        ],
        table=results_table(results, cap) if results is not None and len(results) else None,
        notes=remarks(outcome),
        timeline=timeline(outcome.timeline),
        risk=cut_table(_RISK_COLUMNS, risk, len(outcome.risk)) if risk else None,
        risk_count=len(outcome.risk),
        drilldowns=[_drilldown(item, cap) for item in outcome.drilldowns],
    )


def _drilldown(run: DrillDownRun, cap: int) -> DrillDownCard:
    results = run.results
    return DrillDownCard(
        name=run.drilldown.name,
        search=pieces(run.drilldown.search),
        table=results_table(results, cap) if results is not None and len(results) else None,
        count=0 if results is None else len(results),
        error="" if run.error is None else run.error.render(),
    )
