"""LINT205: a production rule without tests, or a test without logs."""

from __future__ import annotations

from collections.abc import Iterator

from spl.detections.lint._book import check
from spl.detections.lint._finding import Flaw
from spl.detections.lint._subject import Subject
from spl.detections.sidecar import sidecar_of
from spl.detections.yaml_file import sequence


@check("LINT205", "a rule in production that is not tested", "warning")
def untested(subject: Subject) -> Iterator[Flaw]:
    """A rule in production needs a test, and a test needs logs.

    Tests in the file `my_rule.test.yml` beside `my_rule.yml` count. Rules that correlate the
    findings of others, and rules tagged `manual_test`, are excepted.

    Bad:
        tests: [{name: True Positive Test}]

    Good:
        tests: [{name: True Positive Test, attack_data: [{data: sysmon.log, source: s,
          sourcetype: t}]}]
    """
    if subject.rule is None or subject.rule.status != "production":
        return
    manual = subject.value("tags", "manual_test") or subject.value("manual_test")
    if subject.rule.kind == "Correlation" or manual:
        return
    if not subject.rule.tests and not sidecar_of(subject.path).is_file():
        yield subject.in_keys("This rule in production has no tests.", "status")
    for at, _ in enumerate(sequence(subject.value("tests"))):
        data = sequence(subject.value("tests", at, "attack_data"))
        if not data:
            yield subject.in_keys("This test names no logs.", "tests", at, "name")
        for number, _ in enumerate(data):
            if not subject.value("tests", at, "attack_data", number, "data"):
                yield subject.in_keys(
                    "This log has no address.", "tests", at, "attack_data", number
                )
