"""A run of tests as reports see it: its outcomes, when it was, and whether it came to its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from spl.detections.outcome import Outcome, Status
from spl.detections.rule import Rule
from spl.errors import SplError

# The worst comes first: a rule has the worst status of its tests.
STATUSES: tuple[Status, ...] = ("error", "failed", "skipped", "passed")
# Lists of rules end with what was skipped: without logs, that is most of a checkout.
LISTED: tuple[Status, ...] = ("error", "failed", "passed", "skipped")


@dataclass(frozen=True, slots=True)
class RuleOutcomes:
    """A rule and what came of its tests, in the order in which they stand in its files."""

    rule: Rule
    outcomes: tuple[Outcome, ...]

    @property
    def status(self) -> Status:
        """The worst status of the tests."""
        return min((outcome.status for outcome in self.outcomes), key=STATUSES.index)

    @property
    def seconds(self) -> float:
        """The time of all tests."""
        return sum(outcome.seconds for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that a report tells.

    Attributes:
        outcomes: what came of each test, in the order in which they ended.
        started: when the run began, in epoch seconds.
        seconds: how long it took.
        version: version of the program.
        interrupted: the run was stopped before its end.
        unknown: number of tests whose turn did not come.
        folder: rule files are named relative to it where they lie below it.
    """

    outcomes: tuple[Outcome, ...]
    started: float
    seconds: float
    version: str
    interrupted: bool = False
    unknown: int = 0
    folder: Path = Path()

    def rules(self) -> list[RuleOutcomes]:
        """The outcomes rule by rule, sorted by file: the same run gives the same report."""
        by_path: dict[Path, list[Outcome]] = {}
        for outcome in self.outcomes:
            by_path.setdefault(outcome.rule.path, []).append(outcome)
        return [
            RuleOutcomes(outcomes[0].rule, tuple(sorted(outcomes, key=_position)))
            for _, outcomes in sorted(by_path.items(), key=lambda item: self.name(item[0]))
        ]

    def broken(self) -> list[Outcome]:
        """The tests in error, then those that failed, by file."""
        ordered = [outcome for rule in self.rules() for outcome in rule.outcomes]
        found = [outcome for outcome in ordered if outcome.status in ("error", "failed")]
        return sorted(found, key=lambda outcome: STATUSES.index(outcome.status))

    def name(self, path: Path) -> str:
        """The path as reports tell it: relative to the folder of the run, with slashes."""
        full, folder = path.absolute(), self.folder.absolute()
        return (full.relative_to(folder) if full.is_relative_to(folder) else full).as_posix()


def stopped_text(run: Run) -> str:
    """What a report says of a run that did not come to its end; empty for one that did."""
    if not run.interrupted:
        return ""
    rest = "1 test was" if run.unknown == 1 else f"{run.unknown:,} tests were"
    return f"The run was interrupted: {rest} not run."


def tally(outcomes: Iterable[Outcome]) -> dict[Status, int]:
    """The number of tests of each status, worst first; a status without tests has 0."""
    found = Counter(outcome.status for outcome in outcomes)
    return {status: found[status] for status in STATUSES}


def tally_text(outcomes: Iterable[Outcome]) -> str:
    """The numbers as a sentence says them: ``2 failed, 5 passed``."""
    words = {"error": "in error"}
    numbers = tally(outcomes).items()
    told = [f"{count:,} {words.get(status, status)}" for status, count in numbers if count]
    return ", ".join(told) or "no tests"


def test_name(outcome: Outcome) -> str:
    """The name of the test; what stands in its place says why there is none."""
    if outcome.test is not None:
        return outcome.test.name
    return "rule file" if outcome.error is not None else "no tests"


def remarks(outcome: Outcome) -> list[str]:
    """What is odd in the logs and in the rows, and which limits the search reached."""
    warnings = outcome.results.warnings if outcome.results is not None else []
    return [*outcome.notes, *outcome.oddities, *warnings]


def reason(outcome: Outcome) -> str:
    """Why the test did not pass, in one line; empty when it did."""
    if outcome.error is not None:
        return brief(outcome.error)
    return "; ".join(outcome.reasons)


def brief(error: SplError) -> str:
    """Code and message of an error, without its place."""
    return f"{error.code}: {error.message}"


def _position(outcome: Outcome) -> int:
    """Where the test stands among those of its rule; tests of the same name keep their order."""
    tests = outcome.rule.tests
    return next((n for n, test in enumerate(tests) if test == outcome.test), len(tests))
