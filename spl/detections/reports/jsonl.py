"""JSON lines: one object per test, for programs.

Keys, always all of them and in this order; what is not there is null or an empty array:

    file         path of the rule file, relative to the folder of the run, with slashes
    line         line of the file where the fault or, without one, ``search:`` stands
    rule         title of the rule
    type         TTP, Anomaly, Hunting, Correlation, or ""
    rule_status  production, experimental, deprecated, or ""
    data_sources, stories, techniques     arrays of texts, as in the file
    tactics      ATT&CK tactics of the techniques, such as "lateral-movement"
    test         name of the test, or null
    status       passed, failed, error, skipped
    reasons      array of texts
    error        null, or {"code", "message", "line", "column", "hint", "origin"}; line and column,
                 from 1, count in the search (or, with an origin, in that file)
    logs         array of {"data", "file"} or {"data", "missing"}
    columns      names of the result's columns in Splunk's order, or null where nothing ran
    rows         array of objects as `spl search --output jsonl` gives them: every row, or null
    notes        array of texts: what is odd in logs and rows, limits that were reached
    risk         array of risk events
    drilldowns   array of {"name", "search", "earliest", "latest", "columns", "rows", "error"}
    why          array of texts
    timeline     times of the events that the rows are made of, in epoch seconds
    seconds      time of the test

Objects are sorted by file; the tests of a rule keep their order. Text is exact, also where it is
not lawful Unicode: a lone surrogate is written as JSON's own escape.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from spl.detections.attack import tactics_of
from spl.detections.attack_data import AttackFile, Missing
from spl.detections.outcome import DrillDownRun, Outcome
from spl.detections.reports.run import Run, remarks
from spl.detections.search_line import fault_line
from spl.engine.results import Results
from spl.errors import SplError

_SURROGATE = re.compile("[\ud800-\udfff]")


def render(run: Run) -> str:
    """The run as lines; empty for a run without tests."""
    return "".join(
        _json(_object(outcome, run)) + "\n" for rule in run.rules() for outcome in rule.outcomes
    )


def _json(item: dict[str, Any]) -> str:
    text = json.dumps(item, ensure_ascii=False, allow_nan=False)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _object(outcome: Outcome, run: Run) -> dict[str, Any]:
    rule = outcome.rule
    return {
        "file": run.name(rule.path),
        "line": fault_line(rule, outcome.error),
        "rule": rule.name,
        "type": rule.kind,
        "rule_status": rule.status,
        "data_sources": rule.data_sources,
        "stories": rule.stories,
        "techniques": rule.techniques,
        "tactics": [tactic.name for tactic in tactics_of(rule.techniques)],
        "test": outcome.test.name if outcome.test else None,
        "status": outcome.status,
        "reasons": outcome.reasons,
        "error": _error(outcome.error),
        "logs": [_log(item) for item in outcome.logs],
        **_results(outcome.results),
        "notes": remarks(outcome),
        "risk": outcome.risk,
        "drilldowns": [_drilldown(item) for item in outcome.drilldowns],
        "why": outcome.why,
        "timeline": [time for time in outcome.timeline if math.isfinite(time)],
        "seconds": round(outcome.seconds, 6),
    }


def _results(results: Results | None) -> dict[str, Any]:
    if results is None:
        return {"columns": None, "rows": None}
    return {"columns": results.columns, "rows": list(results)}


def _log(item: AttackFile | Missing) -> dict[str, str]:
    if isinstance(item, Missing):
        return {"data": item.data, "missing": item.reason}
    return {"data": item.data.data, "file": str(item.path)}


def _drilldown(run: DrillDownRun) -> dict[str, Any]:
    filled = run.drilldown
    return {
        "name": filled.name,
        "search": filled.search,
        "earliest": filled.earliest,
        "latest": filled.latest,
        **_results(run.results),
        "error": _error(run.error),
    }


def _error(error: SplError | None) -> dict[str, Any] | None:
    if error is None:
        return None
    line, column = _place(error)
    return {
        "code": error.code,
        "message": error.message,
        "line": line,
        "column": column,
        "hint": error.hint,
        "origin": error.origin,
    }


def _place(error: SplError) -> tuple[int | None, int | None]:
    if error.text is None or error.span is None:
        return None, None
    before = error.text[: error.span.start]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
