"""Extra tests in a file beside a rule, so that the rule itself stays as it was published.

``my_rule.test.yml`` beside ``my_rule.yml``:

    tests:
      - name: Fires on every data source
        attack_data:                 # all logs of a test go into one session
          - data: datasets/attack_techniques/T1569.002/remcom/windows-sysmon.log
            source: XmlWinEventLog:Microsoft-Windows-Sysmon/Operational
            sourcetype: XmlWinEventLog
        expect:
          exactly: 2                 # or at_least, at_most
          fields: [dest, user]       # filled in every row
          rows:                      # each is found in some row of its own
            - {dest: ws-01.example, user: alice}
          absent_rows:               # no row has these values together
            - {user: SYSTEM}
          absent_fields: [src_ip]    # filled in no row
      - name: Stays silent on normal work
        attack_data: [{data: background/windows-events.xml}]
        expect: 0                    # a number alone is exactly so many rows
      - name: Knows what it has seen before
        baseline_data: [{data: last-month.log, sourcetype: aws:cloudtrail}]
        attack_data: [{data: today.log, sourcetype: aws:cloudtrail}]

``baseline_data`` are logs that the baselines of the rule see, and the rule does not; without them
the baselines see the logs of the test.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from spl.detections.rule import Expectation, Rule, RuleTest, read_attack_data, read_test
from spl.detections.yaml_file import read_mapping, sequence
from spl.errors import KnowledgeError

SUFFIX = ".test.yml"
_COUNTS = ("exactly", "at_least", "at_most")
_ROWS = ("rows", "absent_rows")
_FIELDS = ("fields", "absent_fields")
_KEYS = frozenset({*_COUNTS, *_ROWS, *_FIELDS})


def sidecar_of(rule: Path) -> Path:
    """The path where the extra tests of a rule file stand."""
    return rule.with_name(rule.stem + SUFFIX)


def with_sidecar(rule: Rule) -> Rule:
    """The rule with the tests of its sidecar, where it has one, after its own."""
    path = sidecar_of(rule.path)
    if not path.is_file():
        return rule
    extra = [_test(item, path) for item in sequence(read_mapping(path).get("tests"))]
    return replace(rule, tests=(*rule.tests, *extra))


def _test(item: Any, path: Path) -> RuleTest:
    test = read_test(item)
    if not isinstance(item, dict):
        return test
    seen = tuple(map(read_attack_data, sequence(item.get("baseline_data"))))
    test = replace(test, baseline_data=seen)
    expect = item.get("expect")
    if expect is None:
        return test
    if isinstance(expect, int):
        expect = {"exactly": expect}
    if not isinstance(expect, dict):
        raise _broken(path, test, "'expect' is neither a number nor a mapping")
    unknown = set(map(str, expect)) - _KEYS
    if unknown:
        raise _broken(path, test, f"'expect' has no key '{min(unknown)}'")
    return replace(test, expectation=_expectation(expect, path, test))


def _expectation(expect: dict[str, Any], path: Path, test: RuleTest) -> Expectation:
    counts: dict[str, Any] = {name: expect.get(name) for name in _COUNTS}
    for name, count in counts.items():
        whole = isinstance(count, int) and not isinstance(count, bool) and count >= 0
        if count is not None and not whole:
            raise _broken(path, test, f"'{name}' is not a whole number")
    rows: dict[str, Any] = {name: tuple(sequence(expect.get(name))) for name in _ROWS}
    for name, items in rows.items():
        if not all(isinstance(row, dict) and row for row in items):
            raise _broken(path, test, f"'{name}' holds something that is not a mapping")
    fields: dict[str, Any] = {name: tuple(sequence(expect.get(name))) for name in _FIELDS}
    for name, items in fields.items():
        if not all(isinstance(field, str) for field in items):
            raise _broken(path, test, f"'{name}' holds something that is not a name")
    return Expectation(**counts, **rows, **fields)


def _broken(path: Path, test: RuleTest, what: str) -> KnowledgeError:
    return KnowledgeError(
        f"In the test '{test.name}', {what}.",
        code="SPL612",
        origin=str(path),
        hint=f"The key expect takes {', '.join((*_COUNTS, *_ROWS, *_FIELDS))}.",
    )
