"""Runs to report: an ordinary one with every kind of outcome, and one that bites."""

from __future__ import annotations

from pathlib import Path

from spl import Session, SplError
from spl.detections import (
    AttackData,
    AttackFile,
    DrillDownRun,
    Expectation,
    FilledDrillDown,
    Missing,
    Outcome,
    Rule,
    RuleTest,
)
from spl.detections.reports import Run
from spl.engine.results import Results

STARTED = 1731499302.0
LOG = AttackData("https://x.example/datasets/a/b.log", sourcetype="XmlWinEventLog")
SEARCH = "`sysmon` EventCode=1 | stats count min(_time) as firstTime by dest user | where count > 2"
# What must never come out of a report as anything but text.
EVIL = (
    "<script>alert(1)</script>]]></style></textarea><!--&amp;`*_|\\\x00\x1b[31m\ud800\ufffe"
    "\u202egnp.exe\u200f @octocat #1 ![x](http://x.example/y) www.x.example "
    "%0A::error::x\r\n::x,y:z"
)


def results(*rows: dict[str, str | list[str] | None]) -> Results:
    return Session().search("table *", rows=[dict(row) for row in rows])


def error_of(search: str) -> SplError:
    try:
        Session().search(search)
    except SplError as error:
        return error
    raise AssertionError(search)


def a_test(name: str = "True Positive Test", **expected: int) -> RuleTest:
    return RuleTest(name, (LOG,), Expectation(**expected))


def a_rule(folder: Path, name: str, search: str = SEARCH, **other: object) -> Rule:
    path = folder / "detections" / f"{name.lower().replace(' ', '_')}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"name: x\ntype: TTP\nsearch: |\n  {search}\ntags: {{}}\n", encoding="utf-8")
    details: dict[str, object] = {
        "kind": "TTP",
        "status": "production",
        "tests": (a_test(),),
        "stories": ("Data Destruction",),
        "techniques": ("T1569.002", "T1059"),
        "data_sources": ("Sysmon EventID 1",),
    }
    return Rule(path, name, search, **{**details, **other})  # type: ignore[arg-type]


def ordinary(folder: Path) -> Run:
    """Two tests of one rule, one of them failed; one error, one skipped, one broken file."""
    twice = a_rule(folder, "Remote Service", tests=(a_test(), a_test("Quiet night", exactly=0)))
    rows = results({"dest": "ws-01", "user": ["al", "bo"], "count": "3"}, {"dest": "ws-02"})
    drill = FilledDrillDown('View "ws-01"', 'search dest="ws-01" | head 5', None, None)
    passed = Outcome(
        twice,
        twice.tests[0],
        "passed",
        logs=(AttackFile(LOG, folder / "b.log"),),
        results=rows,
        risk=({"risk_object": "ws-01", "risk_object_type": "system", "risk_score": "40"},),
        drilldowns=(DrillDownRun(drill, rows), DrillDownRun(drill, None, error_of("| statz"))),
        timeline=(STARTED - 60, STARTED - 59.5, STARTED),
        seconds=0.25,
    )
    reasons = ("2 rows, expected exactly 0",)
    failed = Outcome(
        twice,
        twice.tests[1],
        "failed",
        reasons,
        results=rows,
        notes=("a note",),
        oddities=("an odd log",),
        why=("stage 2 kept 0 of 12 rows", "  count > 2"),
    )
    wrong = a_rule(folder, "Wrong Command", "index=main | statz count")
    error = Outcome(wrong, wrong.tests[0], "error", error=error_of(wrong.search))
    missing = (Missing(LOG.data, "not found below data"),)
    away = a_rule(folder, "No Data Here", kind="Hunting", techniques=("T1003.001", "T9999"))
    skipped = Outcome(away, away.tests[0], "skipped", (f"{LOG.data}: not found",), missing)
    return Run((failed, passed, error, skipped), STARTED, 12.34, "1.2.3", folder=folder)


def hostile(folder: Path) -> Run:
    """Every text that a rule or a log can give is `EVIL`."""
    rule = Rule(
        folder / "rüle <b>,%.yml",
        EVIL,
        f'index=main x="{EVIL}" | head 1',
        EVIL,
        EVIL,
        stories=(EVIL,),
        techniques=(EVIL, "T1059"),
        data_sources=(EVIL,),
        tests=(a_test(EVIL),),
    )
    rows = results({EVIL: EVIL, "b": [EVIL, "c"], "_time": "1e400", "_raw": EVIL})
    drill = FilledDrillDown(EVIL, EVIL, EVIL, EVIL)
    error = SplError(EVIL, text=EVIL, hint=EVIL, origin=EVIL)
    common = {
        "reasons": (EVIL, EVIL),
        "logs": (Missing(EVIL, EVIL), AttackFile(AttackData(EVIL, EVIL, EVIL, EVIL, EVIL), folder)),
        "risk": ({EVIL: EVIL, "risk_object": EVIL, "risk_message": EVIL, "threat_object": [EVIL]},),
        "drilldowns": (DrillDownRun(drill, rows), DrillDownRun(drill, None, error)),
        "why": (EVIL,),
        "notes": (EVIL,),
        "oddities": (EVIL,),
        "timeline": (float("nan"), float("inf"), 1e300, STARTED),
    }
    failed = Outcome(rule, rule.tests[0], "failed", results=rows, **common)  # type: ignore[arg-type]
    broken = Outcome(rule, None, "error", error=error, **common)  # type: ignore[arg-type]
    return Run((failed, broken), STARTED, 1.0, "1.2.3", interrupted=True, unknown=3, folder=folder)
