"""The app in examples/apps: its README says what happens, word for word."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import spl
from spl.shell.cli import cli

ROOT = Path(spl.__file__).parents[1]
BLOCKS = re.findall(
    r"^```\n(.*?)^```$", (ROOT / "examples/apps/README.md").read_text(), re.MULTILINE | re.DOTALL
)
COMMANDS = [block for block in BLOCKS if block.startswith("$ spl ")]
(WITHOUT_LOCAL,) = [block for block in BLOCKS if not block.startswith("$ spl ")]


def shown(words: list[str]) -> list[str]:
    result = CliRunner().invoke(cli, words, standalone_mode=False)
    assert result.exception is None
    return [line.rstrip() for line in result.stdout.splitlines()]


@pytest.mark.parametrize("block", COMMANDS, ids=lambda block: shlex.split(block)[2])
def test_what_the_readme_shows(block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    command, *lines = block.splitlines()
    assert shown(shlex.split(command)[2:]) == lines


def test_the_result_changes_with_local(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples/apps/gateway", tmp_path / "gateway")
    shutil.rmtree(tmp_path / "gateway/local")
    words = shlex.split(COMMANDS[0].splitlines()[0])[2:]
    changed = [word.replace("examples/apps", str(tmp_path)) for word in words]
    assert shown(changed) == WITHOUT_LOCAL.splitlines()
