"""``spl test`` as a user calls it: what it says, what it writes, how it ends."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from spl.shell.cli import cli
from tests.unit.detections.small_checkout import EVENTS, LOG, rule, write
from tests.unit.shell.terminal import Terminal

ROOT = Path(__file__).parents[3]
# A search that goes on for an hour and needs no memory.
ENDLESS = (
    "| makeresults count=900000 | map maxsearches=900000 "
    'search="| makeresults count=20000 | eval x=random() | stats dc(x)"'
)
RBA = "rba: {message: $user$ did it, risk_objects: [{field: user, type: user, score: 5}]}"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write(
        tmp_path,
        {
            LOG: EVENTS,
            "pointer.json": "version https://git-lfs.github.com/spec/v1\n",
            "rules/broken.yml": "name: 'x",
            "rules/fires.yml": rule("Fires", "user=* | table user", RBA),
            "rules/hunts.yml": rule("Hunts", "user=al | table user", kind="Hunting"),
            "rules/is_silent.yml": rule("Is Silent", "user=zed"),
            "rules/no_log.yml": rule("No Log", "user=al", log="datasets/none.json"),
            "rules/pointer.yml": rule("Pointer", "user=al", log="pointer.json"),
            "rules/wrong.yml": rule("Wrong", "user=al | statz count"),
        },
    )


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, ["test", *(str(word) for word in words)], standalone_mode=False)


def marks(result: Result) -> list[str]:
    return [line for line in result.stdout.splitlines() if line and not line.startswith(" ")]


def test_failures_come_first_and_a_summary_last(root: Path) -> None:
    result = run("rules")
    assert result.return_value == 1
    assert [line.split("  (")[0] for line in marks(result)[:-1]] == [
        "ERROR broken",
        "FAIL  Is Silent · T",
        "ERROR Wrong · T",
        "SKIP  No Log · T",
        "SKIP  Pointer · T",
        "PASS  Fires · T",
        "PASS  Hunts · T",
    ]
    assert marks(result)[-1].startswith(
        "1 failed, 2 in error, 2 passed, 2 skipped "
        "(1 without their logs, 1 with Git-LFS pointers for logs) in "
    )
    assert "0 rows, expected at least 1" in result.stdout
    assert "Did you mean 'stats'?" in result.stdout
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("words", "code", "summary"),
    [
        (("-k", "fires or hunts"), 0, "2 passed, 5 rules not selected"),
        (("-k", "fires", "--type", "ttp"), 0, "1 passed, 6 rules not selected"),
        (("-k", "no_log"), 0, "1 skipped (1 without their logs), 6 rules not selected"),
        (("-k", "no_log", "--strict"), 1, "1 skipped (1 without their logs), 6 rules not selected"),
        (("-k", "silent"), 1, "1 failed, 6 rules not selected"),
    ],
)
def test_only_what_is_selected_is_run(
    root: Path, words: tuple[str, ...], code: int, summary: str
) -> None:
    result = run("rules", *words)
    assert marks(result)[-1].startswith(f"{summary} in ")
    assert result.return_value == code


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rules/fires.yml", "-k", "nothing"), "None of 1 rules is selected."),
        (("rules", "-k", "(a or"), "does not say which names to take"),
        (("rules", "--data", "nowhere"), "There is no folder nowhere."),
        (("rules", "--write", "out"), "No such option"),
        ((), "Say which rules to test"),
        (("nowhere.yml",), "There is no file or folder nowhere.yml."),
        (("rules/fires.yml", "--risk", "no/folder/r.jsonl"), "Cannot write no/folder/r.jsonl"),
    ],
)
def test_what_cannot_be_asked_for(root: Path, words: tuple[str, ...], said: str) -> None:
    result = run(*words)
    assert result.exception is not None
    message = getattr(result.exception, "message", str(result.exception))
    assert said in message


def test_data_is_found_by_a_map_and_by_a_pair(root: Path) -> None:
    write(
        root,
        {
            "elsewhere/logs/y.json": EVENTS,
            "map.yml": "https://example.com/data: elsewhere/logs\n",
            "apart/url.yml": rule("Url", "user=al", log="https://example.com/data/y.json"),
        },
    )
    for data in ("map.yml", "https://example.com/data=elsewhere/logs"):
        result = run("apart", "--data", data)
        assert marks(result)[-1].startswith("1 passed in"), data


def test_quiet_and_verbose(root: Path) -> None:
    assert not {line[:4] for line in marks(run("rules", "-q"))} & {"PASS", "SKIP"}
    assert "datasets/none.json: not found below" in run("rules", "-v").stdout


def test_risk_events_become_json_lines(root: Path) -> None:
    run("rules", "--risk", "risk.jsonl")
    events = [json.loads(line) for line in (root / "risk.jsonl").read_text().splitlines()]
    assert sorted(event["risk_message"] for event in events) == ["al did it", "bo did it"]
    assert {event["search_name"] for event in events} == {"ESCU - Fires - Rule"}
    assert {(event["rule_file"], event["test"]) for event in events} == {("fires.yml", "T")}


def test_the_official_summary(root: Path) -> None:
    run("rules", "--summary", "summary.yml")
    found = yaml.safe_load((root / "summary.yml").read_text())
    assert found["summary"] == {
        "mode": "All",
        "enable_integration_testing": False,
        "success": False,
        "total_detections": 7,
        "total_tested_detections": 5,
        "total_pass": 2,
        "total_fail": 3,
        "total_skipped": 2,
        "total_untested": 0,
        "total_production": 6,
        "total_experimental": 0,
        "total_deprecated": 0,
        "total_manual": 0,
        "success_rate": "40.0%",
    }
    names = [(each["name"], each["success"]) for each in found["tested_detections"]]
    assert names == [
        ("Is Silent", False), ("Wrong", False), ("broken", False), ("Fires", True), ("Hunts", True),
    ]  # fmt: skip
    [test] = found["tested_detections"][3]["tests"]
    assert (test["success"], test["status"], test["resultCount"]) == (True, "pass", "2")
    assert found["tested_detections"][3]["file_path"] == "rules/fires.yml"
    assert found["percent_complete"] == "100.0%"


LEDGER = """\
rule	parsed	bound	executed	data	fired	reason
rules/broken.yml	no	-	-	-	-	SPL610: This is not YAML: found unexpected end of stream.
rules/fires.yml	yes	yes	yes	yes	yes	-
rules/hunts.yml	yes	yes	yes	yes	yes	-
rules/is_silent.yml	yes	yes	yes	yes	no	0 rows, expected at least 1
rules/no_log.yml	yes	yes	yes	no	-	not here: datasets/none.json
rules/pointer.yml	yes	yes	yes	no	-	only a Git-LFS pointer is here: pointer.json
rules/runs_badly.yml	yes	yes	no	-	-	SPL410: The regex '(a+)+$' has exceeded the match_limit.
rules/syntax.yml	no	-	-	-	-	SPL103: Error in 'SearchParser': Unbalanced quotes.
rules/wrong.yml	yes	no	-	-	-	SPL301: Unknown search command 'statz'.
"""


def test_the_ledger_says_how_far_each_rule_gets_and_is_always_the_same(root: Path) -> None:
    long = "a" * 40
    write(
        root,
        {
            "rules/runs_badly.yml": rule(
                "Runs Badly", f'| makeresults | eval x="{long}!" | regex x="(a+)+$"'
            ),
            "rules/syntax.yml": rule("Syntax", 'user="al'),
        },
    )
    first = run("rules", "--ledger", "first.tsv")
    assert first.return_value == 1
    assert (root / "first.tsv").read_text() == LEDGER
    again = run("--ledger", "rules", "-j", "1")
    assert again.stdout == LEDGER
    assert "in error" in again.stderr


def test_correlation_rules_run_over_the_risk_events_of_the_run(root: Path) -> None:
    over_risk = "| from datamodel Risk.All_Risk | stats dc(search_name) as n by risk_object"
    write(
        root,
        {
            "rules/more.yml": rule("More", "user=al | table user", RBA),
            "rules/both.yml": f"name: Both\ntype: Correlation\nsearch: '{over_risk} | where n>1'\n",
            "rules/none.yml": f"name: None\ntype: Correlation\nsearch: '{over_risk} | where n>9'\n",
        },
    )
    plain = run("rules", "-k", "both or more or fires")
    assert "Both" in plain.stdout
    assert "--correlate runs it over the risk events" in plain.stdout
    result = run("rules", "-k", "both or none or more or fires", "--correlate", "--rows")
    assert "PASS  Both · risk events of this run  (1 row" in result.stdout
    assert "al" in result.stdout
    assert "0 rows over 3 risk events of this run" in result.stdout


def test_a_rule_that_takes_too_long_is_one_error(root: Path) -> None:
    write(root, {"rules/slow.yml": rule("Slow", ENDLESS)})
    result = run("rules", "-k", "slow or fires", "--timeout", "6")
    assert "SPL450: This rule took longer than the time limit of 6 s." in result.stdout
    assert "PASS  Fires" in result.stdout
    assert result.return_value == 1


@pytest.fixture
def terminal(root: Path) -> Iterator[list[Terminal]]:
    opened: list[Terminal] = []
    yield opened
    for each in opened:
        each.close()


def start(opened: list[Terminal], *words: str) -> Terminal:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", "LINES": "40"}
    opened.append(Terminal([sys.executable, "-m", "spl", "test", *words], env))
    return opened[-1]


def test_ctrl_c_tells_what_is_known_so_far(root: Path, terminal: list[Terminal]) -> None:
    write(root, {"rules/slow.yml": rule("Slow", ENDLESS, log="later.json"), "later.json": "{}"})
    words = ("rules", "-k", "fires or silent or slow", "--summary", "s.yml", "-j", "1")
    screen = start(terminal, *words)
    screen.wait_for("2/3  1 passed, 1 failed")
    screen.control("c")
    screen.wait_for_end()
    shown = screen.text()
    assert "FAIL  Is Silent" in shown
    assert "PASS  Fires" in shown
    assert "Stopped. 1 failed, 1 passed, 1 not run, " in shown
    assert "Traceback" not in shown
    assert screen.exit_code() == 130
    found = yaml.safe_load((root / "s.yml").read_text())
    assert [each["name"] for each in found["untested_detections"]] == ["Slow"]


def test_watch_runs_again_what_a_change_concerns(root: Path, terminal: list[Terminal]) -> None:
    write(
        root,
        {
            "macros/who.yml": "name: who\ndefinition: user=zed\n",
            "detections/by_macro.yml": rule("By Macro", "`who`"),
            "detections/by_log.yml": rule("By Log", "user=cy", log="cy.json"),
            "detections/same.yml": rule("Same", "user=al"),
            "cy.json": EVENTS,
        },
    )
    screen = start(terminal, "detections", "--watch", "-j", "1")
    screen.wait_for("Watching")
    assert "2 failed, 1 passed" in screen.text()
    write(root, {"macros/who.yml": "name: who\ndefinition: user=al\n"})
    screen.wait_for("Watching", times=2)
    assert "PASS  By Macro" in screen.text()
    write(root, {"cy.json": '{"user": "cy"}\n'})
    screen.wait_for("Watching", times=3)
    assert "PASS  By Log" in screen.text()
    write(root, {"detections/new.yml": rule("New", "user=bo")})
    screen.wait_for("Watching", times=4)
    assert "PASS  New" in screen.text()
    assert screen.text().count("PASS  Same") == 1
    screen.control("c")
    screen.wait_for_end()
    assert screen.exit_code() == 130
