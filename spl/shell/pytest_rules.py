"""Rules as tests of pytest: each test of a rule is an item of its file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from spl.detections import Outcome, Rule, RuleTest, Runner, find_rules, load_rule
from spl.detections.attack_data import read_place
from spl.detections.checkout import find_root
from spl.detections.reports.run import remarks
from spl.detections.reports.visible import in_one_line, visible
from spl.detections.search_line import fault_line, search_line
from spl.errors import SplError
from spl.shell.default_places import default_places
from spl.shell.options import SessionOptions
from spl.shell.render import render

SHOWN_ROWS = 10


@dataclass(frozen=True)
class Rules:
    """The plugin of one run.

    Attributes:
        files: the rule files, absolute.
        runner: what runs their tests.
    """

    files: frozenset[Path]
    runner: Runner

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> RuleFile | None:
        """Make a collector of a rule file."""
        if file_path.resolve() not in self.files:
            return None
        found: RuleFile = RuleFile.from_parent(parent, path=file_path)
        found.runner = self.runner
        return found


def open_rules(config: pytest.Config) -> Rules:
    """Find the rules that are asked for, and let pytest collect them.

    Their paths join those that pytest was given, unless these lie among the rules already: then
    they choose some of them.

    Error: pytest.UsageError for what cannot be found.
    """
    paths = _paths(config, "rules")
    try:
        files = find_rules(paths)
        places = [read_place(place) for place in _words(config, "data")]
    except SplError as error:
        raise pytest.UsageError(error.render()) from error
    here = config.invocation_params.dir
    given = [(here / argument.partition("::")[0]).resolve() for argument in config.args]
    for path in paths:
        if not any(arg.is_relative_to(path) or path.is_relative_to(arg) for arg in given):
            config.args.append(str(path))
    options = SessionOptions(
        apps=tuple(_paths(config, "apps")),
        macros=tuple(_paths(config, "macros")),
        tz="UTC",
        now=None,
        write=None,
        geoip=None,
    )
    roots = [root for path in paths if (root := find_root(path)) is not None]
    runner = Runner(options.session, places or default_places(files), roots=roots)
    return Rules(frozenset(file.resolve() for file in files), runner)


class RuleFile(pytest.File):
    """A rule file."""

    runner: Runner

    def collect(self) -> Iterator[RuleItem]:
        """One item for each test; one also for a rule without any, or that cannot be read."""
        try:
            rule = load_rule(self.path)
        except SplError as error:
            rule = Rule(self.path, self.path.stem, "")
            yield self._item("rule file", rule, None, error)
            return
        taken: Counter[str] = Counter()
        for test in rule.tests:
            # A name with "::" could not be chosen on the command line.
            name = in_one_line(test.name).replace("::", ":")
            taken[name] += 1
            yield self._item(f"{name} ({taken[name]})" if taken[name] > 1 else name, rule, test)
        if not rule.tests:
            yield self._item("no tests", rule, None)

    def _item(
        self, name: str, rule: Rule, test: RuleTest | None, error: SplError | None = None
    ) -> RuleItem:
        item: RuleItem = RuleItem.from_parent(self, name=name)
        item.look_at(rule, test, error)
        return item


class RuleItem(pytest.Item):
    """One test of a rule."""

    rule: Rule
    test: RuleTest | None
    broken: SplError | None

    def look_at(self, rule: Rule, test: RuleTest | None, broken: SplError | None) -> None:
        """Take the rule, or the error that its file cannot be read for."""
        self.rule, self.test, self.broken = rule, test, broken
        self.extra_keyword_matches |= {rule.name, rule.kind, *rule.techniques}
        self.user_properties += [("mitre_attack_id", each) for each in rule.techniques]

    def runtest(self) -> None:
        """Run it: a skip with its reason, or an error that holds what came of it."""
        outcome = self._outcome()
        if outcome.status == "skipped":
            reason = visible("; ".join(outcome.reasons))
            raise pytest.skip.Exception(reason, _use_item_location=True)
        if outcome.status != "passed":
            raise RuleTestError(outcome)

    def _outcome(self) -> Outcome:
        if self.broken is not None:
            return Outcome(self.rule, None, "error", error=self.broken)
        tests = () if self.test is None else (self.test,)
        assert isinstance(self.parent, RuleFile)
        [outcome] = self.parent.runner.run(replace(self.rule, tests=tests))
        return outcome

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *args: Any) -> Any:
        """What came of the test, as a person wants to read it: no traceback of this program."""
        if isinstance(excinfo.value, RuleTestError):
            return visible("\n".join(_told(excinfo.value.outcome)))
        return super().repr_failure(excinfo, *args)

    def reportinfo(self) -> tuple[Path, int, str]:
        """File, line of the search from 0, and a title."""
        line = search_line(self.path) - 1
        return self.path, line, f"{in_one_line(self.rule.name)}: {self.name}"


class RuleTestError(Exception):
    """A test that did not pass; what came of it says why."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.rule.name)
        self.outcome = outcome


def _told(outcome: Outcome) -> Iterator[str]:
    yield from outcome.reasons
    if outcome.error is not None:
        yield outcome.error.render()
    yield from outcome.why
    yield from (f"note: {remark}" for remark in remarks(outcome))
    yield f"{outcome.rule.path}:{fault_line(outcome.rule, outcome.error)}"
    results = outcome.results
    if results is not None and len(results):
        shown = [results[index] for index in range(min(SHOWN_ROWS, len(results)))]
        yield ""
        yield render(results.columns, shown, "table")
        if len(results) > len(shown):
            yield f"The first {len(shown)} of {len(results):,} rows."


def _words(config: pytest.Config, name: str) -> Sequence[str]:
    """The values of an option; without any, those of the ini file."""
    given: list[str] = config.getoption(f"spl_{name}") or config.getini(f"spl_{name}")
    return given


def _paths(config: pytest.Config, name: str) -> list[Path]:
    """The paths of an option, from the current folder; those of the ini file, from its folder."""
    if given := config.getoption(f"spl_{name}"):
        return [(config.invocation_params.dir / path).resolve() for path in given]
    return [(config.rootpath / path).resolve() for path in config.getini(f"spl_{name}")]
