"""Extra tests in a file beside a rule, so that the rule itself stays as it was published.

``my_rule.test.yml`` beside ``my_rule.yml``:

    tests:
      - name: Fires on every data source
        attack_data:
          - data: datasets/attack_techniques/T1569.002/remcom/windows-sysmon.log
            source: XmlWinEventLog:Microsoft-Windows-Sysmon/Operational
            sourcetype: XmlWinEventLog
        expect:
          exactly: 2                 # or at_least, at_most; 0 means that it must stay silent
          rows:                      # each is found in some row of its own
            - {dest: ws-01.example, user: alice}
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from spl.detections.rule import Expectation, Rule, RuleTest, read_test
from spl.detections.yaml_file import read_mapping, sequence
from spl.errors import KnowledgeError

SUFFIX = ".test.yml"
_COUNTS = ("exactly", "at_least", "at_most")


def sidecar_of(rule: Rule) -> Path:
    """The path where the extra tests of a rule stand."""
    return rule.path.with_name(rule.path.stem + SUFFIX)


def with_sidecar(rule: Rule) -> Rule:
    """The rule with the tests of its sidecar, where it has one, after its own."""
    path = sidecar_of(rule)
    if not path.is_file():
        return rule
    extra = [_test(item, path) for item in sequence(read_mapping(path).get("tests"))]
    return replace(rule, tests=(*rule.tests, *extra))


def _test(item: Any, path: Path) -> RuleTest:
    test = read_test(item)
    expect = item.get("expect") if isinstance(item, dict) else None
    if expect is None:
        return test
    if not isinstance(expect, dict):
        raise _broken(path, test, "'expect' is not a mapping")
    unknown = set(expect) - {*_COUNTS, "rows"}
    if unknown:
        raise _broken(path, test, f"'expect' has no key '{min(unknown)}'")
    return replace(test, expectation=_expectation(expect, path, test))


def _expectation(expect: dict[str, Any], path: Path, test: RuleTest) -> Expectation:
    counts = {name: expect.get(name) for name in _COUNTS}
    for name, count in counts.items():
        if count is not None and (not isinstance(count, int) or isinstance(count, bool)):
            raise _broken(path, test, f"'{name}' is not a whole number")
    rows = sequence(expect.get("rows"))
    if not all(isinstance(row, dict) for row in rows):
        raise _broken(path, test, "'rows' holds something that is not a mapping")
    return Expectation(rows=tuple(rows), **counts)


def _broken(path: Path, test: RuleTest, what: str) -> KnowledgeError:
    return KnowledgeError(
        f"In the test '{test.name}', {what}.",
        code="SPL612",
        origin=str(path),
        hint="The key expect takes exactly, at_least, at_most and rows.",
    )
