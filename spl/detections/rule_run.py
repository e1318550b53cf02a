"""A run over rules: what there is to do, what came of it, in the order of the rules."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spl.detections.find import load_rule
from spl.detections.outcome import Outcome
from spl.detections.pool import Pool
from spl.detections.risk import RiskEvent
from spl.detections.rule import CORRELATIONS, Expectation, Rule, RuleTest
from spl.detections.selection import Selection
from spl.detections.task import Task
from spl.errors import SplError

_OVER_RISK = RuleTest("risk events of this run", (), Expectation(at_least=0))


@dataclass(slots=True)
class RuleRun:
    """Rules to run and what is known of them so far.

    Attributes:
        pool: what runs the searches.
        correlate: run Correlation rules last, over the risk events that the others made.
        trials: run every rule over no events too, to see how far it gets without data.
        rules: the rules that were selected and could be read.
        broken: what stands for the files that could not.
        deselected: how many rules were not selected.
        trial: what came of each rule's trial, by its path.
        total: how many outcomes of tests there will be.
    """

    pool: Pool
    correlate: bool = False
    trials: bool = False
    rules: list[Rule] = field(default_factory=list)
    broken: list[Rule] = field(default_factory=list)
    deselected: int = 0
    trial: dict[Path, Outcome] = field(default_factory=dict)
    total: int = 0
    _tasks: list[Task] = field(default_factory=list)
    _places: dict[int, int] = field(default_factory=dict)
    _known: dict[int, Outcome] = field(default_factory=dict)

    def read(self, files: Iterable[Path], selection: Selection | None = None) -> None:
        """Read rule files and find out what there is to run; a broken file is an outcome."""
        selection = selection or Selection()
        for path in files:
            try:
                rule = load_rule(path)
                broken = None
            except SplError as error:
                rule, broken = Rule(path, path.stem, ""), error
            if not selection.wants(rule):
                self.deselected += 1
                continue
            if broken is not None:
                self.broken.append(rule)
                self._add(Outcome(rule, None, "error", error=broken))
                continue
            self.rules.append(rule)
            for each in self._planned(rule):
                self._add(each)

    @property
    def steps(self) -> int:
        """How many outcomes a run gives, those of trials included."""
        return self.total + (len(self.rules) if self.trials else 0)

    @property
    def roots(self) -> list[Path]:
        """The checkouts that the rules lie in, and the current folder: paths count from these."""
        sites = [self.pool.runner.site(rule).checkout for rule in self.rules]
        roots = [site.root for site in sites if site is not None]
        return list(dict.fromkeys([*roots, Path.cwd()]))

    @property
    def problems(self) -> list[str]:
        """What could not be read of the knowledge of the rules' checkouts."""
        sites = [self.pool.runner.site(rule) for rule in self.rules]
        return list(dict.fromkeys(problem for site in sites for problem in site.problems))

    @property
    def outcomes(self) -> list[Outcome]:
        """What is known of tests so far, in the order of the rules and their tests."""
        return [self._known[place] for place in sorted(self._known)]

    @property
    def unknown(self) -> list[Task]:
        """The tests of which nothing is known, in order: those that did not get their turn."""
        return [task for task in self._tasks if self._places.get(id(task), -1) not in self._known]

    def run(self) -> Generator[Outcome, None, None]:
        """Run what there is; yield each outcome as it is known, trials too, in no order."""
        yield from self.outcomes
        last = [task for task in self._tasks if self.correlate and task.rule.kind in CORRELATIONS]
        late = set(map(id, last))
        first = [task for task in self._tasks if id(task) not in late]
        if self.trials:
            first += [Task(rule, None, kind="trial") for rule in self.rules]
        yield from self._run(first)
        if last:
            risk = [event for outcome in self.outcomes for event in outcome.risk]
            yield from self._run(last, risk)

    def _run(self, tasks: list[Task], risk: Sequence[RiskEvent] = ()) -> Iterator[Outcome]:
        for task, outcome in self.pool.run(tasks, risk):
            if task.kind == "trial":
                self.trial[task.rule.path] = outcome
            else:
                self._known[self._places[id(task)]] = outcome
            yield outcome

    def _planned(self, rule: Rule) -> list[Task | Outcome]:
        planned = self.pool.runner.tasks(rule)
        if not self.correlate or rule.kind not in CORRELATIONS:
            return planned
        with_tests = planned if rule.tests else []
        return [*with_tests, Task(rule, _OVER_RISK, kind="correlation")]

    def _add(self, each: Task | Outcome) -> None:
        if isinstance(each, Task):
            self._tasks.append(each)
            self._places[id(each)] = self.total
        else:
            self._known[self.total] = each
        self.total += 1
