"""JUnit XML: a suite per rule file, a case per test.

It keeps to what Jenkins' schema and its readers agree on: a search that gave other rows than were
asked for is a ``failure``, what kept a test from running is an ``error``, a test without its logs
is ``skipped``; each has its message. What is odd, and the lines that explain why nothing came, are
the ``system-out`` of the case. A run that was interrupted says so in its name.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import PurePosixPath

from lxml import etree

from spl.detections.outcome import Outcome
from spl.detections.reports.run import RuleOutcomes, Run, brief, remarks, tally, test_name
from spl.detections.reports.visible import in_one_line, visible
from spl.detections.search_line import fault_line


def render(run: Run) -> str:
    """The run as an XML document."""
    counts = tally(run.outcomes)
    suites = etree.Element(
        "testsuites",
        name="spl test (interrupted)" if run.interrupted else "spl test",
        tests=str(len(run.outcomes)),
        failures=str(counts["failed"]),
        errors=str(counts["error"]),
        time=_seconds(run.seconds),
    )
    suites.extend(_suite(rule, run) for rule in run.rules())
    etree.indent(suites)
    body = etree.tostring(suites, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _suite(rule: RuleOutcomes, run: Run) -> etree._Element:
    counts = tally(rule.outcomes)
    file = visible(run.name(rule.rule.path))
    suite = etree.Element(
        "testsuite",
        name=in_one_line(rule.rule.name),
        tests=str(len(rule.outcomes)),
        failures=str(counts["failed"]),
        errors=str(counts["error"]),
        skipped=str(counts["skipped"]),
        time=_seconds(rule.seconds),
        timestamp=datetime.fromtimestamp(run.started, UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        file=file,
    )
    _add_properties(suite, rule)
    class_name = ".".join(PurePosixPath(file).with_suffix("").parts).lstrip("/.")
    suite.extend(_case(outcome, class_name, file) for outcome in rule.outcomes)
    return suite


def _add_properties(suite: etree._Element, rule: RuleOutcomes) -> None:
    pairs = [
        ("type", rule.rule.kind),
        ("status", rule.rule.status),
        *(("mitre_attack_id", item) for item in rule.rule.techniques),
        *(("data_source", item) for item in rule.rule.data_sources),
        *(("analytic_story", item) for item in rule.rule.stories),
    ]
    told = [(name, in_one_line(value)) for name, value in pairs if value]
    if told:
        properties = etree.SubElement(suite, "properties")
        for name, value in told:
            etree.SubElement(properties, "property", name=name, value=value)


def _case(outcome: Outcome, class_name: str, file: str) -> etree._Element:
    place = f"{file}:{fault_line(outcome.rule, outcome.error)}"
    case = etree.Element(
        "testcase",
        name=in_one_line(test_name(outcome)),
        classname=class_name,
        time=_seconds(outcome.seconds),
    )
    if outcome.error is not None:
        _add(case, "error", brief(outcome.error), [outcome.error.render(), place])
    elif outcome.status == "failed":
        _add(case, "failure", "; ".join(outcome.reasons), [*outcome.reasons, place])
    elif outcome.status == "skipped":
        _add(case, "skipped", "; ".join(outcome.reasons), outcome.reasons)
    said = [*remarks(outcome), *outcome.why]
    if said:
        etree.SubElement(case, "system-out").text = visible("\n".join(said))
    return case


def _add(case: etree._Element, tag: str, message: str, lines: Iterable[str]) -> None:
    element = etree.SubElement(case, tag, message=in_one_line(message), type=tag)
    element.text = visible("\n".join(lines))


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f}"
