"""Running a rule's tests: logs in, search run, rows judged, risk events and drill-downs made."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spl.detections.attack_data import AttackFile, Missing, locate_all
from spl.detections.drilldown import fill_drilldown
from spl.detections.outcome import DrillDownRun, Outcome
from spl.detections.risk import RISK_INDEX, RiskEvent, RiskOrigin, risk_events
from spl.detections.rule import Rule, RuleTest
from spl.detections.tokens import Row
from spl.detections.verdict import failures, risk_failures
from spl.detections.why_not import why_not
from spl.errors import SplError
from spl.session import Session

NewSession = Callable[[], Session]


@dataclass(frozen=True, slots=True)
class Runner:
    """Runs the tests of rules.

    Attributes:
        new_session: makes a fresh session, so that no test sees the logs of another.
        folders: where published logs are looked for.
        drilldowns: run each rule's drill-downs from its first row.
        why: explain the rows of every test that fails.
    """

    new_session: NewSession
    folders: Sequence[Path]
    drilldowns: bool = False
    why: bool = False

    def run(self, rule: Rule) -> Iterator[Outcome]:
        """Run every test of a rule, in order; a rule without tests is skipped and says so."""
        if not rule.tests:
            yield Outcome(rule, None, "skipped", ("the rule has no tests",))
        for test in rule.tests:
            start = time.perf_counter()
            try:
                run = self._run(rule, test)
            except SplError as error:
                run = Outcome(rule, test, "error", error=error)
            yield replace(run, seconds=time.perf_counter() - start)

    def _run(self, rule: Rule, test: RuleTest) -> Outcome:
        logs = tuple(locate_all(test, self.folders))
        if missing := [item for item in logs if isinstance(item, Missing)]:
            reasons = tuple(f"{item.data}: {item.reason}" for item in missing)
            return Outcome(rule, test, "skipped", reasons, logs)
        session = self.new_session()
        session.macros.setdefault(rule.filter_macro, "search *")
        session.savedsearches.setdefault(rule.saved_name, rule.search)
        for item in logs:
            assert isinstance(item, AttackFile)
            _load(session, item)
        results = session.search(rule.search)
        rows = list(results)
        reasons = (*failures(test.expectation, rows), *risk_failures(rule.risk, rows))
        return Outcome(
            rule,
            test,
            "failed" if reasons else "passed",
            reasons,
            logs,
            results,
            why=why_not(session, rule) if self.why and reasons else (),
            risk=_write_risk(session, rule, rows),
            drilldowns=tuple(self._drill(session, rule, rows)),
        )

    def _drill(self, session: Session, rule: Rule, rows: Sequence[Row]) -> Iterator[DrillDownRun]:
        if not self.drilldowns or not rows:
            return
        for drilldown in rule.drilldowns:
            filled = fill_drilldown(rule, drilldown, rows[0])
            try:
                results = session.search(
                    filled.search, earliest=filled.earliest, latest=filled.latest
                )
                yield DrillDownRun(filled, results)
            except SplError as error:
                yield DrillDownRun(filled, None, error)


def _load(session: Session, item: AttackFile) -> None:
    session.load(
        item.path,
        source=item.data.source,
        sourcetype=item.data.sourcetype,
        index=item.data.index or "main",
        host=item.data.host,
    )


def _write_risk(session: Session, rule: Rule, rows: Sequence[Row]) -> tuple[RiskEvent, ...]:
    """Put the risk events of the rows where ``from datamodel Risk.All_Risk`` finds them."""
    if rule.risk is None:
        return ()
    name = rule.saved_name
    origin = RiskOrigin(name, rule.stories, rule.techniques, session.now())
    events = risk_events(rule.risk, origin, rows)
    session.collect(events, index=RISK_INDEX, source=name, sourcetype="stash")
    return tuple(events)
