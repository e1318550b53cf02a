"""The command line that explains, and the one that says why."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
SYSMON = "XmlWinEventLog:Microsoft-Windows-Sysmon/Operational"
LOG = "datasets/attack_techniques/T1569.002/remcom/windows-sysmon.log"
RULE = "examples/windows_service_execution_remcom.yml"
OPTIONS = (LOG, "--source", SYSMON, "--sourcetype", "XmlWinEventLog")


def spl(*words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "spl", *words],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=environment,
    )


def test_explain_a_rule():
    done = spl("explain", "--file", RULE, *OPTIONS, "--analyze")
    assert done.returncode == 0
    assert [line for line in done.stdout.splitlines() if line and line[0] != " "] == [
        "Expanded",
        "Tree",
        "Plan",
        "Knowledge",
    ]
    assert "\x1b" not in done.stdout


def test_explain_for_programs():
    done = spl("explain", "index=* | stats count by host", *OPTIONS, "-o", "json")
    assert json.loads(done.stdout)["plan"]["stages"][0]["estimate"] == 42


def test_explain_one_field_of_one_event():
    done = spl("explain", "--file", RULE, *OPTIONS, "--field", "Processes.user", "--event", "1")
    assert done.stdout.startswith("Event 1, 2024-12-10 14:09:02.015: Processes.user = svc_deploy")
    assert "EVAL-user" in done.stdout
    assert "props.conf, line" in done.stdout
    assert "The data set calculates it: Endpoint.Processes: user = if(" in done.stdout
    asked = ("--field", "user", "--event", "1", "--output", "json")
    content = json.loads(spl("explain", "EventCode=1", *OPTIONS, *asked).stdout)
    assert content["value"] == ["Administrator"]
    assert content["origins"][0]["steps"][-1]["settings"][0]["key"] == "EVAL-user"


def test_explain_needs_both_or_neither():
    assert spl("explain", "index=*", "--event", "2").returncode == 2
    assert spl("explain", "| makeresults", "--field", "a").returncode == 3
    assert spl("explain").returncode == 2


def test_why_on_the_command_line():
    done = spl("search", "EventCode=1 dst=x", *OPTIONS, "--why", "--exit-status")
    assert done.returncode == 1
    assert done.stdout.startswith("No results: stage 1 lets no row through.")
    assert "Did you mean 'dest' or 'dest_ip'?" in " ".join(done.stdout.split())
    assert "\x1b" not in done.stdout
