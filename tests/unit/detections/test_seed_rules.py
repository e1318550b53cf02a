"""Both example rules, word for word as published, over the logs that ship."""

from __future__ import annotations

from pathlib import Path

import pytest

from spl import Session
from spl.detections import Outcome, Runner, load_rule

ROOT = Path(__file__).parents[3]
PIPE = "windows_application_layer_protocol_rms_radmin_tool_namedpipe"
REMCOM = "windows_service_execution_remcom"


@pytest.fixture(scope="module")
def outcomes() -> dict[str, list[Outcome]]:
    runner = Runner(Session, [ROOT], drilldowns=True)
    return {
        name: list(runner.run(load_rule(ROOT / "examples" / f"{name}.yml")))
        for name in (PIPE, REMCOM)
    }


@pytest.mark.parametrize("name", [PIPE, REMCOM])
def test_every_test_of_the_rule_and_its_sidecar_passes(
    outcomes: dict[str, list[Outcome]], name: str
) -> None:
    assert [(o.test and o.test.name, o.status, o.reasons) for o in outcomes[name]] == [
        (o.test and o.test.name, "passed", ()) for o in outcomes[name]
    ]
    assert len(outcomes[name]) >= 2


def test_the_pipe_rule_has_all_seventeen_by_fields(outcomes: dict[str, list[Outcome]]) -> None:
    results = outcomes[PIPE][0].results
    assert results is not None
    by_fields = (
        "dest dvc pipe_name process_exec process_guid process_id process_name process_path "
        "signature signature_id user_id vendor_product Image PipeName"
    )
    assert results.columns == [*by_fields.split(), "firstTime", "lastTime", "count"]
    assert all(set(row) == set(results.columns) for row in results)


def test_the_published_test_of_the_pipe_rule_finds_its_log_by_its_address(
    outcomes: dict[str, list[Outcome]],
) -> None:
    published = outcomes[PIPE][0]
    assert published.test is not None
    assert published.test.attack_data[0].data.startswith("https://")


def test_the_pipe_rule_has_no_risk(outcomes: dict[str, list[Outcome]]) -> None:
    assert [outcome.risk for outcome in outcomes[PIPE]] == [(), (), ()]
    first, second = outcomes[PIPE][0].drilldowns
    assert first.results is not None
    assert second.results is not None
    assert len(first.results) == 6
    assert len(second.results) == 0


def test_remcom_makes_risk_that_its_second_drill_down_finds(
    outcomes: dict[str, list[Outcome]],
) -> None:
    fired = outcomes[REMCOM][0]
    assert len(fired.risk) == 14, "seven rows, a user and a host each"
    detection, risk = fired.drilldowns
    assert detection.results is not None
    assert {row["dest"] for row in detection.results} == {"remcom-01.written-for-test.example"}
    assert risk.results is not None
    rows = {row["normalized_risk_object"]: row for row in risk.results}
    assert set(rows) == {"Administrator", "remcom-01.written-for-test.example"}
    assert rows["Administrator"]["count"] == "3"
    assert rows["Administrator"]["Search Name"] == "ESCU - Windows Service Execution RemCom - Rule"
    assert (
        "An instance of powershell.exe spawning RemCom.exe was identified on endpoint "
        "remcom-01.written-for-test.example by user Administrator attempting to move laterally."
    ) in rows["Administrator"]["Risk Message"]


def test_the_risk_score_is_confidence_times_impact() -> None:
    rule = load_rule(ROOT / "examples" / f"{REMCOM}.yml")
    assert rule.risk is not None
    assert {item.score for item in rule.risk.objects} == {40}
