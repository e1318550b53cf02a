"""The official summary: the shape that contentctl writes to ``test_results/summary.yml``.

Tools that read that file find the same keys here. What only a Splunk server has (the time that was
waited for results) is null.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from spl.detections.outcome import Outcome
from spl.detections.rule import Rule, RuleTest

_STATUS = {"passed": "pass", "failed": "fail", "error": "error", "skipped": "skip"}
_COUNTED = ("production", "experimental", "deprecated")


def summary(
    outcomes: Sequence[Outcome],
    untested: Iterable[tuple[Rule, RuleTest | None]] = (),
    roots: Sequence[Path] = (),
    mode: str = "All",
) -> str:
    """The summary as YAML.

    Args:
        outcomes: what came of the tests.
        untested: rules and tests that did not get their turn.
        roots: folders that paths count from.
        mode: All, or Selected where not all rules of a checkout were to be tested.
    """
    left = list(untested)
    stopped = {rule.path for rule, _ in left}
    by_rule: dict[Path, list[Outcome]] = {}
    for outcome in outcomes:
        by_rule.setdefault(outcome.rule.path, []).append(outcome)
    groups = [_detection(found, roots) for path, found in by_rule.items() if path not in stopped]
    tested = [each for each in groups if each["status"] != "skip"]
    skipped = [each for each in groups if each["status"] == "skip"]
    waiting = [_waiting(rule, roots) for rule in {rule.path: rule for rule, _ in left}.values()]
    tested.sort(key=lambda each: (each["success"], each["name"]))
    skipped.sort(key=lambda each: (not each["tests"], each["name"]))
    waiting.sort(key=lambda each: str(each["name"]))
    content = {
        "summary": _totals(tested, skipped, waiting, mode),
        "tested_detections": tested,
        "skipped_detections": skipped,
        "untested_detections": waiting,
        "percent_complete": _percent(len(groups), len(groups) + len(waiting)),
    }
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True)


def _totals(
    tested: Sequence[dict[str, Any]],
    skipped: Sequence[dict[str, Any]],
    untested: Sequence[dict[str, Any]],
    mode: str,
) -> dict[str, Any]:
    everything = [*tested, *skipped]
    status = Counter(each["production_status"] for each in everything)
    passed = sum(each["success"] for each in tested)
    failed = len(tested) - passed
    return {
        "mode": mode,
        "enable_integration_testing": False,
        "success": not failed and not untested,
        "total_detections": len(everything) + len(untested),
        "total_tested_detections": len(tested),
        "total_pass": passed,
        "total_fail": failed,
        "total_skipped": len(skipped),
        "total_untested": len(untested),
        **{f"total_{name}": status[name] for name in _COUNTED},
        "total_manual": sum(each["manual_test"] is not None for each in everything),
        "success_rate": _percent(passed, len(tested)),
    }


def _detection(outcomes: Sequence[Outcome], roots: Sequence[Path]) -> dict[str, Any]:
    statuses = {outcome.status for outcome in outcomes}
    if statuses & {"failed", "error"}:
        status = "fail"
    else:
        status = "pass" if "passed" in statuses else "skip"
    return {
        **_rule(outcomes[0].rule, roots),
        "status": status,
        "success": status != "fail",
        "tests": [_test(each) for each in outcomes if each.test is not None or each.error],
    }


def _waiting(rule: Rule, roots: Sequence[Path]) -> dict[str, Any]:
    message = "NO RESULT - Test not run"
    tests = [
        {"name": test.name, "test_type": test.kind or "unit", "success": False, "message": message}
        for test in rule.tests
    ]
    return {**_rule(rule, roots), "status": None, "success": False, "tests": tests}


def _rule(rule: Rule, roots: Sequence[Path]) -> dict[str, Any]:
    path = rule.path.resolve()
    root = next((root for root in roots if path.is_relative_to(root)), None)
    return {
        "name": rule.name,
        "type": rule.kind or None,
        "production_status": rule.status or None,
        "source_category": path.parent.name,
        "data_source": list(rule.data_sources),
        "search": rule.search,
        "file_path": (path if root is None else path.relative_to(root)).as_posix(),
        "manual_test": rule.manual or None,
    }


def _test(outcome: Outcome) -> dict[str, Any]:
    test = outcome.test
    ran = outcome.results is not None
    return {
        "name": test.name if test is not None else None,
        "test_type": (test.kind if test is not None else "") or "unit",
        "success": outcome.status in ("passed", "skipped"),
        "message": "; ".join(outcome.reasons) or f"TEST {outcome.status.upper()}",
        "exception": None if outcome.error is None else outcome.error.render(),
        "status": _STATUS[outcome.status],
        "duration": round(outcome.seconds, 2),
        "wait_duration": None,
        "resultCount": str(len(outcome.results)) if outcome.results is not None else None,
        "runDuration": f"{outcome.seconds:.3f}" if ran else None,
    }


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "0.0%"
