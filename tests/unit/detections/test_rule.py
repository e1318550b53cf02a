"""The three published layouts of a rule file, and files that are no rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from spl.detections import Expectation, RiskObject, ThreatObject, find_rules, load_rule, read_rule
from spl.errors import DataError, KnowledgeError


def rule(tmp_path: Path, text: str, name: str = "my_rule.yml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


LAYOUT_4 = """
name: Four
search: index=main
type: TTP
tags:
  analytic_story: [Story]
  confidence: 50
  impact: 80
  message: $user$ ran it on $dest$
  mitre_attack_id: [T1569.002]
  observable:
    - {name: user, type: User, role: [Victim]}
    - {name: dest, type: Hostname, role: [Victim]}
    - {name: process_name, type: Process Name, role: [Attacker]}
"""

LAYOUT_5 = """
name: Five
search: index=main
rba:
  message: $user$ did it
  risk_objects:
    - {field: user, type: user, score: 64}
  threat_objects:
    - {field: process_name, type: process_name}
"""

LAYOUT_6 = """
name: Six
search: index=main
analytic_story: [Story]
mitre_attack_id: [T1071]
finding:
  title: Seen on $dest$
  entity: {field: dest, type: system, score: 50}
intermediate_findings:
  entities:
    - {field: user, type: user, score: 20, message: $user$ was there}
threat_objects:
  - {field: url, type: url}
tests:
  - name: silent
    test_type: unit
    expected_results: 0
    attack_data: [{data: datasets/x.log, index: other}]
"""


def test_layout_4_multiplies_confidence_and_impact(tmp_path: Path) -> None:
    read = read_rule(rule(tmp_path, LAYOUT_4))
    assert read.risk is not None
    assert read.risk.objects == (
        RiskObject("user", "user", 40, "$user$ ran it on $dest$"),
        RiskObject("dest", "system", 40, "$user$ ran it on $dest$"),
    )
    assert read.risk.threats == (ThreatObject("process_name", "process_name"),)
    assert (read.stories, read.techniques) == (("Story",), ("T1569.002",))
    assert read.filter_macro == "my_rule_filter"


def test_layout_5_names_scores_itself(tmp_path: Path) -> None:
    read = read_rule(rule(tmp_path, LAYOUT_5))
    assert read.risk is not None
    assert read.risk.objects == (RiskObject("user", "user", 64, "$user$ did it"),)


def test_layout_6_has_findings_and_flat_tags(tmp_path: Path) -> None:
    read = read_rule(rule(tmp_path, LAYOUT_6))
    assert read.risk is not None
    assert read.risk.objects == (
        RiskObject("dest", "system", 50, "Seen on $dest$"),
        RiskObject("user", "user", 20, "$user$ was there"),
    )
    assert (read.stories, read.techniques) == (("Story",), ("T1071",))
    [test] = read.tests
    assert test.expectation == Expectation(exactly=0)
    assert test.attack_data[0].index == "other"


def test_layout_5_without_threat_objects_and_layout_6_without_a_finding(tmp_path: Path) -> None:
    text = LAYOUT_5.replace("    - {field: process_name, type: process_name}\n", "")
    five = read_rule(rule(tmp_path, text))
    assert five.risk is not None
    assert five.risk.threats == ()
    start, end = LAYOUT_6.index("finding:"), LAYOUT_6.index("intermediate")
    six = read_rule(rule(tmp_path, LAYOUT_6[:start] + LAYOUT_6[end:]))
    assert six.risk is not None
    assert [(each.field, each.message) for each in six.risk.objects] == [
        ("user", "$user$ was there")
    ]


def test_layout_6_says_of_a_test_what_it_is_and_how_many_rows_it_gives(tmp_path: Path) -> None:
    [test] = read_rule(rule(tmp_path, LAYOUT_6)).tests
    assert test.kind == "unit"
    for said, expected in (("1", {"at_least": 1}), ("true", {}), ("3", {"at_least": 3})):
        text = LAYOUT_6.replace("expected_results: 0", f"expected_results: {said}")
        [test] = read_rule(rule(tmp_path, text)).tests
        assert test.expectation == Expectation(**expected)


def test_layout_4_says_what_a_person_must_test_and_what_data_it_reads(tmp_path: Path) -> None:
    text = LAYOUT_4.replace("  confidence: 50\n", "  confidence: 50\n  manual_test: by hand\n")
    read = read_rule(rule(tmp_path, text + "data_source: [Sysmon EventID 1]\n"))
    assert (read.manual, read.data_sources) == ("by hand", ("Sysmon EventID 1",))


def test_a_rule_without_risk_says_nothing_about_risk(tmp_path: Path) -> None:
    assert read_rule(rule(tmp_path, "name: x\nsearch: index=main\n")).risk is None


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("name: x\n", "SPL611", "search"),
        ("- a\n- b\n", "SPL610", "mapping"),
        ("name: 'x", "SPL610", "line 1"),
        ("a: [1, 2\nb: 3\n", "SPL610", "line 2"),
        ("", "SPL610", "mapping"),
        ("!!python/object/apply:os.system ['true']", "SPL610", "not YAML"),
    ],
)
def test_a_file_that_is_no_rule_is_one_error(
    tmp_path: Path, text: str, code: str, place: str
) -> None:
    with pytest.raises(KnowledgeError) as caught:
        read_rule(rule(tmp_path, text))
    assert caught.value.code == code
    assert place in caught.value.render()


def test_a_missing_file_and_a_folder_without_rules(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="SPL501"):
        read_rule(tmp_path / "nope.yml")
    with pytest.raises(DataError, match="SPL502"):
        find_rules([tmp_path])


def test_rules_are_found_beside_what_else_a_checkout_holds(tmp_path: Path) -> None:
    for name in ("detections/a.yml", "detections/a.test.yml", "macros/m.yml", ".ci/c.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("name: x\nsearch: y\n", encoding="utf-8")
    rule_file = tmp_path / "detections/a.yml"
    assert find_rules([tmp_path]) == [rule_file]
    assert find_rules([rule_file, tmp_path / "detections/a.test.yml"]) == [rule_file]


def test_the_rules_of_a_whole_checkout_are_in_its_detections(tmp_path: Path) -> None:
    for name in ("detections/web/a.yml", "macros/m.yml", "playbooks/p.yml", "removed/d/r.yml"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("name: x\nsearch: y\n", encoding="utf-8")
    assert find_rules([tmp_path]) == [tmp_path / "detections/web/a.yml"]
    assert find_rules([tmp_path / "playbooks"]) == [tmp_path / "playbooks/p.yml"]


SIDECAR = """
tests:
  - name: more
    attack_data: [{data: datasets/b.log, sourcetype: XmlWinEventLog}]
    expect: {exactly: 2, rows: [{dest: a}]}
"""


def test_a_sidecar_adds_tests_and_leaves_the_rule_alone(tmp_path: Path) -> None:
    path = rule(tmp_path, LAYOUT_6)
    rule(tmp_path, SIDECAR, "my_rule.test.yml")
    names = {test.name: test.expectation for test in load_rule(path).tests}
    assert names == {
        "silent": Expectation(exactly=0),
        "more": Expectation(exactly=2, rows=({"dest": "a"},)),
    }


@pytest.mark.parametrize(
    ("expect", "complaint"),
    [
        ("{exactly: many}", "'exactly' is not a whole number"),
        ("{exactly: true}", "'exactly' is not a whole number"),
        ("{at_last: 1}", "no key 'at_last'"),
        ("[1]", "neither a number nor a mapping"),
        ("-1", "'exactly' is not a whole number"),
        ("true", "'exactly' is not a whole number"),
        ("{absent_rows: [{}]}", "'absent_rows' holds something"),
        ("{fields: [1]}", "'fields' holds something that is not a name"),
        ("{rows: [1]}", "'rows' holds something"),
    ],
)
def test_a_broken_sidecar_is_one_error(tmp_path: Path, expect: str, complaint: str) -> None:
    path = rule(tmp_path, LAYOUT_5)
    rule(tmp_path, f"tests:\n  - name: t\n    expect: {expect}\n", "my_rule.test.yml")
    with pytest.raises(KnowledgeError, match=complaint):
        load_rule(path)
