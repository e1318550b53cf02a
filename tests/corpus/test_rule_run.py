"""``spl test`` on the whole checkout: real logs fire the rules that they must, the ledger is whole.

The logs lie in a folder ``events`` beside the checkout, or where SPL_EVENTS says.
"""

import json
import os
from pathlib import Path

import pytest
import yaml

from spl.shell.cli import cli
from tests.corpus.published import CHECKOUT, needs_checkout, searches

EVENTS = Path(os.environ.get("SPL_EVENTS") or Path(CHECKOUT or ".").parent / "events")
pytestmark = [
    *needs_checkout,
    pytest.mark.skipif(not (EVENTS / "must_fire.json").is_file(), reason="there are no real logs"),
]


def run(*arguments):
    return cli.main(["test", *map(str, arguments)], standalone_mode=False)


@pytest.fixture(scope="module")
def firing():
    return json.loads((EVENTS / "must_fire.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def logs(firing, tmp_path_factory):
    """The map of published addresses to the real logs."""
    path = tmp_path_factory.mktemp("map") / "logs.yml"
    known = {log["url_path"]: str(EVENTS / log["file"]) for rule in firing for log in rule["data"]}
    path.write_text(yaml.safe_dump(known), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def whole(logs):
    """The ledger and the summary of the whole checkout."""
    ledger, summary = logs.with_name("ledger.tsv"), logs.with_name("summary.yml")
    code = run(CHECKOUT, "--data", logs, "--ledger", ledger, "--summary", summary, "--quiet")
    assert code == 0
    lines = [line.split("\t") for line in ledger.read_text("utf-8").splitlines()]
    return lines, yaml.safe_load(summary.read_text("utf-8"))


def test_rules_of_the_checkout_fire_on_real_logs(firing, whole):
    lines, _ = whole
    fired = {line[0] for line in lines if line[5] == "yes"}
    assert fired == {rule["detection"] for rule in firing if "supplement" not in rule["detection"]}


def test_rules_beside_the_checkout_fire_on_real_logs(firing, logs, tmp_path, capsys):
    for rule in firing:
        if "supplement" in rule["detection"]:
            data = [
                {
                    "data": each["url_path"],
                    "source": each["source"],
                    "sourcetype": each["sourcetype"],
                }
                for each in rule["data"]
            ]
            text = {
                "name": rule["name"],
                "search": rule["search"],
                "tests": [{"name": "T", "attack_data": data}],
            }
            (tmp_path / Path(rule["detection"]).name).write_text(yaml.safe_dump(text), "utf-8")
    assert run(tmp_path, "--data", logs, "--macros", Path(CHECKOUT, "macros")) == 0
    assert "3 passed" in capsys.readouterr().out


def test_the_ledger_has_every_rule_and_says_why_it_stops(whole):
    (head, *lines), _ = whole
    assert head == ["rule", "parsed", "bound", "executed", "data", "fired", "reason"]
    assert [line[0] for line in lines] == sorted(line[0] for line in lines)
    assert {Path(line[0]).stem for line in lines} == set(searches("detections"))
    assert [line for line in lines if "no" in line and line[6] == "-"] == []
    assert not any(CHECKOUT in cell for line in lines for cell in line)
    assert [line for line in lines if line[1] != "yes"] == []


def test_the_summary_counts_every_rule(whole):
    _, summary = whole
    assert summary["summary"]["total_detections"] == len(searches("detections"))
    assert summary["summary"]["total_pass"] == 15
    assert summary["summary"]["success"] is True
