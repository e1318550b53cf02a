"""spl lint: outputs, exit codes, explanations, the checkout that the rules stand in."""

import json

import pytest
from click.testing import CliRunner

from spl.detections.lint import checks
from spl.errors import SplError
from spl.shell.lint_command import lint
from tests.unit.detections.lint.rules import RULE, checkout, write_rule


def run(*arguments):
    return CliRunner().invoke(lint, [*map(str, arguments)], standalone_mode=False)


@pytest.fixture
def rule(tmp_path):
    (checkout(tmp_path) / "detections").mkdir()
    macros = tmp_path / "macros" / "mine.yml"
    macros.write_text("name: mine\ndefinition: EventCode=1\n")
    search = "`sysmon` `mine` a=1 a=1 | stats count BY dest user | where host=1 | `example_filter`"
    return write_rule(tmp_path / "detections", {"search": search})


def test_text(rule):
    result = run(rule)
    assert result.return_value == 1
    first, second = result.output.split("\n\n")[:2]
    assert first.startswith("info LINT117: This stands here twice: a=1")
    assert f"{rule}, line " in first
    assert second.startswith("error LINT103: There is no field 'host' here")
    assert "2 found in 1 file: 1 error, 1 info." in result.output


def test_json(rule):
    result = run("-o", "json", rule)
    found = json.loads(result.output)
    assert [(f["code"], f["severity"], f["path"]) for f in found] == [
        ("LINT117", "info", str(rule)),
        ("LINT103", "error", str(rule)),
    ]
    assert {"line", "column", "end_line", "end_column", "message", "hint"} <= found[0].keys()


def test_github(rule):
    lines = run("-o", "github", rule).output.splitlines()
    assert lines[0].startswith(f"::notice file={rule},line=")
    assert lines[1].startswith(f"::error file={rule},line=")
    assert "title=LINT103::There is no field" in lines[1]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--fail-on", "never"), 0),
        (("--fail-on", "error"), 1),
        (("--ignore", "LINT103"), 0),
        (("--ignore", "LINT103", "--fail-on", "info"), 1),
        (("--select", "LINT2,LINT101"), 0),
    ],
)
def test_exit_codes(rule, options, code):
    assert run(*options, rule).return_value == code


def test_statistics(rule):
    output = run("--statistics", rule.parent).output
    assert "1  LINT103  rows lost by a field that is no longer there" in output


def test_nothing_found(tmp_path):
    path = write_rule(tmp_path, {"search": RULE["search"]})
    assert run("--ignore", "SPL", path).output == "Nothing found in 1 file.\n"


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.code)
def test_every_check_is_explained(check):
    output = run("--explain", check.code.lower()).output
    assert output.startswith(f"{check.code}: {check.title} ({check.severity})")
    assert "Bad:" in output
    assert "Good:" in output


def test_a_check_that_is_not_there(tmp_path):
    result = run("--explain", "LINT1O3")
    assert isinstance(result.exception, SplError)
    assert "Did you mean" in result.exception.hint
