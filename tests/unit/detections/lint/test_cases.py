"""What checks say of searches, and where; silence in searches and in YAML."""

from pathlib import Path

import pytest
import yaml

from tests.unit.detections.lint.rules import RULE, linter, write_rule

CASES = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text("utf-8"))


def told(findings):
    return [[f.code, f.text[f.span.start : f.span.end]] for f in findings]


@pytest.mark.parametrize("case", CASES, ids=[case["search"] for case in CASES])
def test_search(tmp_path, case):
    path = tmp_path / "case.spl"
    path.write_text(case["search"])
    assert told(linter(tmp_path).lint(path)) == case["want"]


FILE = """# {top}
name: Example
search: |-   # {beside}
  a=1 b=2
    a=1
  | `{stem}_filter`
# {above}
tags:
  mitre_attack_id:
    - T1   # {item}
    - T2
"""
NOTHING = {"top": "-", "beside": "-", "above": "-", "item": "-"}


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        ({}, {"LINT117": 1, "LINT202": 2}),
        ({"beside": "spl: ignore LINT117"}, {"LINT202": 2}),
        ({"beside": "spl: ignore LINT202"}, {"LINT117": 1, "LINT202": 2}),
        ({"above": "spl: ignore LINT202"}, {"LINT117": 1}),
        ({"item": "spl: ignore LINT202"}, {"LINT117": 1, "LINT202": 1}),
        ({"item": "spl: ignore"}, {"LINT117": 1, "LINT202": 1}),
        ({"top": "spl: ignore-file LINT117, LINT202"}, {}),
        ({"top": "spl: ignore LINT202"}, {"LINT117": 1, "LINT202": 2}),
    ],
)
def test_silence_in_yaml(tmp_path, comment, left):
    path = tmp_path / "quiet.yml"
    path.write_text(FILE.format(stem="quiet", **{**NOTHING, **comment}))
    found = linter(tmp_path, select=("LINT117", "LINT202")).lint(path)
    assert {code: sum(f.code == code for f in found) for code in left} == left
    assert {f.code for f in found} == set(left)


def test_a_finding_in_a_block_has_the_line_and_column_of_the_file(tmp_path):
    path = tmp_path / "quiet.yml"
    path.write_text(FILE.format(stem="quiet", **NOTHING))
    (finding,) = linter(tmp_path, select=("LINT117",)).lint(path)
    assert (finding.line, finding.column) == (5, 5)
    assert finding.render().splitlines()[1:4] == [
        f"  {path}, line 5, column 5",
        "        a=1",
        "        ^^^",
    ]


def test_select_and_ignore(tmp_path):
    path = write_rule(tmp_path, {"search": "a=1 b=2 OR a=1 a=1", "author": None})
    every = {f.code for f in linter(tmp_path).lint(path)}
    assert every == {"LINT102", "LINT110", "LINT117", "LINT201"}
    assert {f.code for f in linter(tmp_path, select=("LINT1",)).lint(path)} == every - {"LINT201"}
    ignoring = linter(tmp_path, ignore=("LINT11", "LINT201"))
    assert {f.code for f in ignoring.lint(path)} == {"LINT102"}


BY = "`sysmon` | stats count BY dest user"
RBA = RULE["rba"]


@pytest.mark.parametrize(
    ("keys", "code", "shown"),
    [
        ({"data_source": ["Sysmon Event 1"]}, "LINT204", "Sysmon Event 1"),
        ({"tests": None}, "LINT205", "production"),
        ({"search": f"{BY} | `other_filter`"}, "LINT102", "`other_filter`"),
        ({"search": f"{BY} | where `example_filter`"}, "LINT102", "`example_filter`"),
        ({"rba": {**RBA, "threat_objects": [{"field": "gone"}]}}, "LINT206", "gone"),
        ({"rba": {**RBA, "message": "On $pc$ by $user$"}}, "LINT206", "$pc$"),
        ({"drilldown_searches": [{"name": "At $pc$", "search": "x"}]}, "LINT207", "$pc$"),
    ],
)
def test_keys(tmp_path, keys, code, shown):
    found = told(linter(tmp_path, select=(code,)).lint(write_rule(tmp_path, keys)))
    assert [text.strip("'\"") for _, text in found] == [shown]


def test_nothing_is_said_of_a_result_that_is_not_certain(tmp_path):
    keys = {"search": "`sysmon` | stats count BY dest | spath input=dest | `example_filter`"}
    assert linter(tmp_path, select=("LINT206",)).lint(write_rule(tmp_path, keys)) == []


def test_a_layout_of_its_own_for_each_generation(tmp_path):
    four = {
        "rba": None,
        "tags": {**RULE["tags"], "confidence": 50, "impact": 50, "risk_score": 25,
                 "message": "$dest$", "observable": [{"name": "dest", "type": "Hostname",
                                                      "role": ["Victim"]}]},
    }  # fmt: skip
    assert linter(tmp_path).lint(write_rule(tmp_path, four)) == []
    four["tags"]["risk_score"] = 80
    assert [f.code for f in linter(tmp_path).lint(write_rule(tmp_path, four))] == ["LINT203"]
    six = {
        **RULE["tags"],
        "rba": None,
        "tags": None,
        "finding": {
            "title": "On $dest$",
            "entity": {"field": "dest", "type": "system", "score": 9},
        },
        "intermediate_findings": {"entities": [{"field": "gone", "message": "x", "score": 1}]},
        "threat_objects": [{"field": "user", "type": "account"}],
    }
    assert [f.code for f in linter(tmp_path).lint(write_rule(tmp_path, six))] == ["LINT206"]


def test_what_is_no_rule_is_a_finding(tmp_path):
    path = tmp_path / "odd.yml"
    path.write_text("name: [")
    assert [f.code for f in linter(tmp_path).lint(path)] == ["SPL610"]
