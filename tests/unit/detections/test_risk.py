"""Risk events, filled messages, filled drill-downs, and logs found by their published address."""

from __future__ import annotations

from pathlib import Path

import pytest

from spl.detections import DrillDown, Missing, Rule, fill_drilldown, locate, risk_events
from spl.detections.risk import RiskObject, RiskOrigin, RiskRule, ThreatObject
from spl.detections.tokens import fill_message, fill_search

ORIGIN = RiskOrigin("ESCU - R - Rule", ("Story",), ("T1071",), 100.0)


def test_one_event_per_row_object_and_value() -> None:
    risk = RiskRule(
        (RiskObject("user", "user", 40, "$user$ ran $process$ on $dest$"),),
        (ThreatObject("process", "process"),),
    )
    rows = [
        {"user": ["a", "b"], "dest": "h", "process": "p"},
        {"user": "null", "dest": "h"},
        {"dest": "h"},
    ]
    events = risk_events(risk, ORIGIN, rows)
    assert [event["risk_object"] for event in events] == ["a", "b"]
    assert events[0]["risk_message"] == "a, b ran p on h"
    assert events[0]["risk_score"] == "40"
    assert events[0]["threat_object"] == ["p"]
    assert events[0]["annotations.mitre_attack"] == ["T1071"]
    assert events[0]["dest"] == "h"


@pytest.mark.parametrize(
    ("template", "row", "filled"),
    [
        ("$a$ and $b$", {"a": "1", "b": ["2", "3"]}, "1 and 2, 3"),
        ("$missing$ stays", {}, "$missing$ stays"),
        ("costs 5$ or 6$", {}, "costs 5$ or 6$"),
        ("$a.b$", {"a.b": "x"}, "x"),
    ],
)
def test_fill_message(template: str, row: dict[str, str | list[str]], filled: str) -> None:
    assert fill_message(template, row) == filled


@pytest.mark.parametrize(
    ("value", "filled"),
    [
        ("plain", 'user="plain"'),
        ("NT AUTHORITY\\SYSTEM", 'user="NT AUTHORITY\\\\SYSTEM"'),
        ('say "hi"', 'user="say \\"hi\\""'),
        ("C:\\", 'user="C:\\\\"'),
        (["a", "b"], 'user="a", "b"'),
    ],
)
def test_a_value_cannot_break_out_of_its_quotes(value: str | list[str], filled: str) -> None:
    assert fill_search('user="$user$"', {"user": value}) == filled


def test_a_drill_down_holds_the_rule_as_published() -> None:
    rule = Rule(Path("r.yml"), "R", 'a="$not_a_token$" | stats count by dest\n')
    drilldown = DrillDown(
        'View "$dest$"',
        '%original_detection_search% | search dest="$dest$"',
        "$info_min_time$",
        "$info_max_time$",
    )
    filled = fill_drilldown(rule, drilldown, {"dest": "h", "not_a_token": "x"})
    assert filled.search == 'a="$not_a_token$" | stats count by dest | search dest="h"'
    assert (filled.name, filled.earliest, filled.latest) == ('View "h"', None, None)


@pytest.mark.parametrize(
    ("offset", "time"),
    [("7d", "-7d"), ("-24h", "-24h"), ("0", None), ("", None), ("1700000000", "1700000000")],
)
def test_the_times_of_a_drill_down(offset: str, time: str | None) -> None:
    rule = Rule(Path("r.yml"), "R", "x")
    assert fill_drilldown(rule, DrillDown("D", "y", offset, offset), {}).earliest == time


URL = "https://media.githubusercontent.com/media/splunk/attack_data/master/datasets/m/a/x.log"


@pytest.mark.parametrize("place", ["datasets/m/a/x.log", "m/a/x.log"])
def test_an_address_resolves_by_its_path(tmp_path: Path, place: str) -> None:
    (tmp_path / place).parent.mkdir(parents=True)
    (tmp_path / place).write_text("<Event/>", encoding="utf-8")
    assert locate(URL, [tmp_path]) == tmp_path / place


def test_a_pointer_is_no_log_and_nothing_leaves_the_folder(tmp_path: Path) -> None:
    (tmp_path / "x.log").write_text("version https://git-lfs.github.com/spec/v1\n")
    found = locate("x.log", [tmp_path])
    assert isinstance(found, Missing)
    assert "Git-LFS pointer" in found.reason
    outside = locate("datasets/../../x.log", [tmp_path / "inner"])
    assert isinstance(outside, Missing)
