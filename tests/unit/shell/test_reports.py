"""``spl test --report``: which files are written, and what else is said where."""

from __future__ import annotations

import json
from collections.abc import Generator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from spl import DataError
from spl.detections import Outcome
from spl.detections.reports import Run
from spl.detections.rule_run import RuleRun
from spl.shell.cli import cli
from spl.shell.report_option import Report, write_reports
from tests.unit.detections.small_checkout import EVENTS, LOG, rule, write


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    return write(
        tmp_path,
        {
            LOG: EVENTS,
            "rules/a.yml": rule("Fires", "user=* | table user"),
            "rules/b.yml": rule("Is Silent", "user=zed"),
        },
    )


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["test", "rules", *words], standalone_mode=False)


def test_every_report_is_written(project: Path) -> None:
    result = run(
        *("--report", "junit:out/junit.xml", "--report", "html:page.html"),
        *("--report", "jsonl:tests.jsonl", "--report", "markdown:summary.md", "--report", "github"),
    )
    assert result.return_value == 1
    assert etree.parse(project / "out/junit.xml").getroot().get("failures") == "1"
    assert "<title>Detection tests" in (project / "page.html").read_text(encoding="utf-8")
    assert [
        json.loads(line)["status"] for line in (project / "tests.jsonl").read_text().splitlines()
    ] == [
        "passed",
        "failed",
    ]
    assert (project / "summary.md").read_text(encoding="utf-8").startswith("## Detection tests")
    errors = [line for line in result.stdout.splitlines() if line.startswith("::error")]
    assert [error.partition("::0 rows")[0] for error in errors] == [
        "::error file=rules/b.yml,line=2,title=Is Silent · T"
    ]
    assert "FAIL  Is Silent · T" in result.stdout


@pytest.mark.parametrize("form", ["jsonl", "jsonl:-"])
def test_a_report_on_standard_output_is_alone_there(project: Path, form: str) -> None:
    result = run("--report", form)
    assert [json.loads(line)["rule"] for line in result.stdout.splitlines()] == [
        "Fires",
        "Is Silent",
    ]
    assert "1 failed, 1 passed" in result.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--report", "jsonl", "--report", "html"], "Only one report can go to standard output"),
        (["--report", "jsonl", "--report", "github"], "Only one report can go to standard output"),
        (["--ledger", "-", "--report", "junit"], "Only one report can go to standard output"),
        (["--report", "jnuit:x"], "There is no format 'jnuit'. Did you mean 'junit'?"),
        (["--report", "pdf"], "Formats are junit, jsonl, github, markdown, html."),
        (["--report", "junit:"], "'junit:' names no file."),
        (["--report", "junit:rules"], "'rules' cannot be written."),
        (["--report", f"junit:{'x' * 300}"], f"'{'x' * 300}' cannot be written."),
        (["--report", "junit:rules/a.yml/x.xml"], "'rules/a.yml/x.xml' cannot be written."),
    ],
)
def test_what_cannot_be_written_is_said_before_anything_runs(
    project: Path, words: list[str], message: str
) -> None:
    result = run(*words)
    assert message in str(getattr(result.exception, "message", ""))
    assert result.stdout == ""


def test_a_job_summary_is_added_to(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other commands of the step write into the same file."""
    summary = project / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    run("--report", "markdown:summary.md")
    assert summary.read_text(encoding="utf-8").startswith("before\n## Detection tests: 1 failed")


def test_names_are_those_of_the_checkout(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(project))
    monkeypatch.chdir(project / "rules")
    result = CliRunner().invoke(cli, ["test", "b.yml", "--report", "github"], standalone_mode=False)
    assert "::error file=rules/b.yml,line=2," in result.stdout


def test_no_row_of_a_log_is_a_command_of_github(project: Path) -> None:
    """What is no annotation is printed while commands are stopped, under a new word each time."""
    rule = project / "hostile.yml"
    rule.write_text(
        "name: Hostile\nsearch: '| makeresults | eval a=\"::error::x\" | table a'\n"
        "tests: [{name: t, attack_data: [{data: log.json}]}]\n"
    )
    (project / "log.json").write_text('{"a": 1}\n')
    asked = ["test", str(rule), "--rows", "--report", "github"]
    first, second = (
        CliRunner().invoke(cli, asked, standalone_mode=False).stdout.splitlines() for _ in range(2)
    )
    stop, _, word = first[0].rpartition("::")
    assert stop == "::stop-commands"
    assert word not in second[0]
    inside = first[1 : first.index(f"::{word}::")]
    assert "::error::x" in inside
    assert not any(line.startswith("::error") for line in first[len(inside) + 2 :])


def test_all_other_reports_are_written_when_one_cannot_be(project: Path) -> None:
    asked = [Report("junit", project), Report("markdown", project / "summary.md")]
    with pytest.raises(DataError, match="SPL506"):
        write_reports(asked, Run((), 0.0, 0.0, "1"))
    assert "no tests" in (project / "summary.md").read_text(encoding="utf-8")


def test_ctrl_c_leaves_reports_of_what_is_known(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = RuleRun.run

    def stopped(run: RuleRun) -> Generator[Outcome, None, None]:
        for outcome in whole(run):
            yield outcome
            raise KeyboardInterrupt

    monkeypatch.setattr(RuleRun, "run", stopped)
    reports = ("--report", "junit:junit.xml", "--report", "html:page.html")
    assert run("--jobs", "1", *reports).return_value == 130
    suites = etree.parse(project / "junit.xml").getroot()
    assert (suites.get("name"), suites.get("tests")) == ("spl test (interrupted)", "1")
    assert "1 test was not run" in (project / "page.html").read_text(encoding="utf-8")
