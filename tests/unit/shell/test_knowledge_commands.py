"""``spl knowledge check`` and ``spl knowledge field``, as a user calls them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from spl.shell.cli import cli


@pytest.fixture
def app(tmp_path: Path) -> Path:
    folder = tmp_path / "app" / "default"
    folder.mkdir(parents=True)
    (folder / "props.conf").write_text(
        "[st]\nEXTRACT-a = user=(?<user>\\w+)\nEVAL-user = upper(user)\nnonsense\n"
        "EVAL-b = nofunction(1)\nTRANSFORMS-c = nowhere\nEXTRACT-d = (\n"
        "[rule::x]\nsourcetype = y\nMORE_THAN_1 = (\n"
    )
    return tmp_path / "app"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], standalone_mode=False)


def test_check_lists_every_problem_with_its_place(app: Path) -> None:
    result = run("knowledge", "check", app)
    assert result.return_value == 1
    for words in (
        "line 4, column 1",
        "[st] EVAL-b: The 'nofunction' function is unsupported or undefined.",
        "[st] TRANSFORMS-c: there is no transform 'nowhere'",
        "[st] EXTRACT-d: Encountered the following error",
        "[rule::x] MORE_THAN_1: Encountered",
    ):
        assert words in result.output
    assert result.output.endswith("5 problems\n")


def test_check_of_a_sound_app(tmp_path: Path) -> None:
    (tmp_path / "app" / "default").mkdir(parents=True)
    result = run("knowledge", "check", tmp_path / "app")
    assert (result.return_value, result.output) == (0, "0 problems\n")


def test_field_shows_where_it_comes_from(app: Path, tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    log.write_text("user=bob\nnobody\n")
    result = run("knowledge", "field", "user", log, "--apps", app, "--sourcetype", "st")
    assert result.return_value == 0
    lines = [line.strip() for line in result.stdout.splitlines()]
    assert lines == [
        f"user of sourcetype st, source {log}",
        "1 of 2 events: bob",
        "[st] EXTRACT-a = user=(?<user>\\w+)",
        f"{app}/default/props.conf, line 2",
        "1 of 2 events: BOB",
        "[st] EVAL-user = upper(user)",
        f"{app}/default/props.conf, line 3",
    ]


def test_field_of_one_event(app: Path, tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    log.write_text("user=bob\nuser=eve\n")
    words = ("knowledge", "field", "user", log, "--apps", app, "--sourcetype", "st")
    result = run(*words, "--where", "user=EVE")
    lines = [line.strip() for line in result.stdout.splitlines()]
    assert [line for line in lines if "events:" in line] == [
        "1 of 1 events: eve",
        "1 of 1 events: EVE",
    ]


def test_field_that_no_event_has(app: Path, tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    log.write_text("nobody\n")
    result = run("knowledge", "field", "user", log, "--apps", app, "--sourcetype", "st")
    assert result.return_value == 1
    assert "No event has a field 'user'." in result.output
