"""Running a rule's tests: logs in, search run, rows judged, risk events and drill-downs made."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from spl.detections.attack_data import AttackFile, Missing, Place, locate_all
from spl.detections.bug import bug_error
from spl.detections.checkout import find_root, makes_risk
from spl.detections.drilldown import fill_drilldown
from spl.detections.outcome import DrillDownRun, Outcome
from spl.detections.risk import RISK_INDEX, RiskEvent, RiskOrigin, risk_events
from spl.detections.rule import CORRELATIONS, AttackData, Rule, RuleTest
from spl.detections.rule_place import in_rule_file
from spl.detections.scratch import scratch_folder
from spl.detections.site import BASELINE, NewSession, Site, open_site
from spl.detections.task import Task
from spl.detections.timeline import timeline
from spl.detections.tokens import Row
from spl.detections.verdict import failures, risk_failures, risk_notes
from spl.detections.why_not import why_not
from spl.errors import SplError
from spl.session import Session

MANUAL = "manual test"
"""How the reason begins why a test was skipped that only a person can judge."""


class Runner:
    """Runs the tests of rules in this process.

    Tests that name the same log share it: it is read once, and a field or a predicate that was
    worked out for one of them is there for all. Nothing else passes from one test to another:
    each has its own macros, lookups and collected events, and what it writes goes to a scratch
    folder that is gone afterwards.

    Attributes:
        scratch: the folder that scratch folders are made in; None for the system's.
    """

    def __init__(
        self,
        new_session: NewSession,
        places: Sequence[Place],
        drilldowns: bool = False,
        why: bool = False,
        *,
        every: bool = False,
        roots: Sequence[Path] = (),
    ) -> None:
        """Describe the runs.

        Args:
            new_session: makes a session without events.
            places: where published logs are looked for; after them, the folder of the rule.
            drilldowns: run each rule's drill-downs from its first row.
            why: explain the rows of every test that fails.
            every: run also tests that the rule says no machine can judge.
            roots: checkouts, besides those that a rule lies in.
        """
        self._new_session = new_session
        self._places = tuple(places)
        self._drilldowns = drilldowns
        self._why = why
        self._every = every
        self._roots = tuple(roots)
        self.scratch: Path | None = None
        self._homes: dict[Path, Path | None] = {}
        self._sites: dict[Path | None, Site] = {}

    def __getstate__(self) -> dict[str, Any]:
        """What another process needs: all but what was read."""
        return {**self.__dict__, "_sites": {}}

    def site(self, rule: Rule) -> Site:
        """The checkout that the rule lies in, read when it is first asked for."""
        folder = rule.path.resolve().parent
        if folder not in self._homes:
            given = next((root for root in self._roots if folder.is_relative_to(root)), None)
            self._homes[folder] = given or find_root(folder)
        root = self._homes[folder]
        if root not in self._sites:
            self._sites[root] = open_site(root, self._new_session)
        return self._sites[root]

    def places(self, rule: Rule) -> list[Place]:
        """Where the logs of a rule are looked for."""
        return [*self._places, rule.path.parent]

    def run(self, rule: Rule) -> Iterator[Outcome]:
        """Run every test of a rule, in order; a rule without tests is skipped and says so."""
        for each in self.tasks(rule):
            yield self.run_task(each) if isinstance(each, Task) else each

    def tasks(self, rule: Rule) -> list[Task | Outcome]:
        """What there is to run for a rule, and what is skipped for a reason."""
        if not rule.tests:
            reason = "the rule has no tests"
            if rule.kind in CORRELATIONS:
                reason += "; --correlate runs it over the risk events of the other rules"
            return [Outcome(rule, None, "skipped", (reason,))]
        return [self._task(rule, test) for test in rule.tests]

    def _task(self, rule: Rule, test: RuleTest) -> Task | Outcome:
        if reason := self._not_for_machines(rule, test):
            return Outcome(rule, test, "skipped", (reason,))
        try:
            logs = self._locate(rule, test.attack_data)
            seen_before = self._locate(rule, test.baseline_data)
        except SplError as error:
            return Outcome(rule, test, "error", error=error)
        if missing := [log for log in (*logs, *seen_before) if isinstance(log, Missing)]:
            reasons = tuple(f"{item.data}: {item.reason}" for item in missing)
            return Outcome(rule, test, "skipped", reasons, tuple(logs))
        if not logs:
            return Outcome(rule, test, "skipped", ("the test names no logs",))
        return Task(rule, test, _found(logs), _found(seen_before))

    def _not_for_machines(self, rule: Rule, test: RuleTest) -> str | None:
        if self._every:
            return None
        if rule.manual:
            return f"{MANUAL}: {rule.manual.strip()}"
        return "experimental test" if test.kind == "experimental" else None

    def _locate(self, rule: Rule, data: Iterable[AttackData]) -> list[AttackFile | Missing]:
        """The logs; one that says not what it is, is what the rule's data source says."""
        checkout = self.site(rule).checkout
        source = checkout.source_of(rule) if checkout is not None else None
        known = [
            each
            if source is None or each.sourcetype is not None
            else replace(each, source=each.source or source[0] or None, sourcetype=source[1])
            for each in data
        ]
        return locate_all(known, self.places(rule))

    def load(self, task: Task) -> None:
        """Read the logs of a task, as far as they are not there already."""
        logs = self.site(task.rule).logs
        logs.read(task.logs)
        logs.read(task.baseline_logs)

    def run_task(self, task: Task, risk: Sequence[RiskEvent] = ()) -> Outcome:
        """Run one search and judge its rows; every error is one of the outcome.

        Args:
            task: the search.
            risk: risk events that are in the risk index already.
        """
        start = time.perf_counter()
        try:
            with scratch_folder(self.scratch) as folder:
                found = self._run(task, risk, folder)
        except Exception as error:  # noqa: BLE001 - a bug must not end the run of all other rules
            found = failed(task, error)
        return replace(found, logs=task.logs, seconds=time.perf_counter() - start)

    def _run(self, task: Task, risk: Sequence[RiskEvent], scratch: Path) -> Outcome:
        rule, test, site = task.rule, task.test, self.site(task.rule)
        loaded = site.logs.read(task.logs)
        session = site.base.branch(*(log.session for log in loaded), write=scratch)
        session.savedsearches.setdefault(rule.saved_name, rule.search)
        _pass_filter(session, rule.filter_macro, rule.search)
        _collect(session, risk)
        _run_baselines(session, site, task, scratch)
        results = session.search(rule.search)
        rows = list(results)
        reasons: tuple[str, ...] = ()
        if test is not None:
            reasons = (*failures(test.expectation, rows), *risk_failures(rule.risk, rows))
        events = _risk(session, rule, rows) if makes_risk(rule, site.checkout) else ()
        outcome = Outcome(
            rule,
            test,
            "failed" if reasons else "passed",
            reasons,
            results=results,
            why=_why(session, rule) if self._why and reasons else (),
            risk=events,
            drilldowns=tuple(self._drill(session, rule, rows)),
            timeline=timeline(rows),
            notes=() if reasons else tuple(risk_notes(rule.risk, rows)),
            oddities=tuple(note for log in loaded for note in log.notes),
        )
        return _correlated(outcome, len(risk)) if task.kind == "correlation" else outcome

    def _drill(self, session: Session, rule: Rule, rows: Sequence[Row]) -> Iterator[DrillDownRun]:
        if not self._drilldowns or not rows:
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


def failed(task: Task, error: Exception) -> Outcome:
    """What comes of a task that *error* ended; one that nobody raised on purpose is a bug."""
    told = error if isinstance(error, SplError) else bug_error(error)
    shown = in_rule_file(told, task.rule.path)
    return Outcome(task.rule, task.test, "error", logs=task.logs, error=shown)


def _why(session: Session, rule: Rule) -> tuple[str, ...]:
    """The explanation of a failure; that it cannot be had does not hide the failure itself."""
    try:
        return why_not(session, rule)
    except SplError as error:
        return (f"There is no explanation: {error.message}",)


def _found(logs: Iterable[AttackFile | Missing]) -> tuple[AttackFile, ...]:
    return tuple(log for log in logs if isinstance(log, AttackFile))


def _pass_filter(session: Session, macro: str, search: str) -> None:
    """Let the filter macro that a published search ends with pass everything."""
    if f"`{macro}`" in search:
        session.macros.setdefault(macro, "search *")


def _run_baselines(session: Session, site: Site, task: Task, scratch: Path) -> None:
    """Run the baselines that name the rule; what they learn is in the lookups of *session*."""
    baselines = site.checkout.baselines_of(task.rule) if site.checkout is not None else []
    place = session
    if task.baseline_logs:
        seen = site.logs.read(task.baseline_logs)
        place = site.base.branch(*(log.session for log in seen), write=scratch)
    for baseline in baselines:
        _pass_filter(place, f"{baseline.path.stem}_filter", baseline.search)
        try:
            place.search(baseline.search)
        except SplError as error:
            error.origin = error.origin or f"{BASELINE}{baseline.path}"
            raise
    session.lookups = place.lookups


def _risk(session: Session, rule: Rule, rows: Sequence[Row]) -> tuple[RiskEvent, ...]:
    """Put the risk events of the rows where ``from datamodel Risk.All_Risk`` finds them."""
    if rule.risk is None:
        return ()
    origin = RiskOrigin(rule.saved_name, rule.stories, rule.techniques, session.now())
    events = risk_events(rule.risk, origin, rows)
    _collect(session, events)
    return tuple(events)


def _collect(session: Session, events: Sequence[RiskEvent]) -> None:
    """Put risk events into the risk index, under the names of the searches that made them."""
    for name in dict.fromkeys(str(event["search_name"]) for event in events):
        own = [event for event in events if event["search_name"] == name]
        session.collect(own, index=RISK_INDEX, source=name, sourcetype="stash")


def _correlated(outcome: Outcome, count: int) -> Outcome:
    """A correlation that finds nothing in the events that happen to be there proves nothing."""
    if outcome.results is not None and len(outcome.results):
        return outcome
    return replace(
        outcome, status="skipped", reasons=(f"0 rows over {count} risk events of this run",)
    )
