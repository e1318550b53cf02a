"""The app in examples/apps without the folder that stands above what it was shipped with."""

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
README = (ROOT / "examples/apps/README.md").read_text()
BLOCKS = re.findall(r"^```\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
SEARCHES = [block for block in BLOCKS if block.startswith("$ spl search")]
(WITHOUT_LOCAL,) = [block for block in BLOCKS if not block.startswith("$ ")]


def shown(words: list[str]) -> list[str]:
    result = CliRunner().invoke(cli, words, standalone_mode=False)
    assert result.exception is None
    return [line.rstrip() for line in result.stdout.splitlines()]


@pytest.fixture
def without_local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The folder of the app as it was shipped."""
    monkeypatch.chdir(ROOT)
    shutil.copytree(ROOT / "examples/apps/gateway", tmp_path / "gateway")
    shutil.rmtree(tmp_path / "gateway/local")
    return str(tmp_path)


@pytest.mark.parametrize("block", SEARCHES)
def test_the_result_of_search_and_rule_changes_with_local(block: str, without_local: str) -> None:
    words = shlex.split(block.splitlines()[0])[2:]
    changed = [*words[:-1], words[-1].replace("examples/apps", without_local)]
    assert words[-2] == "--apps"
    assert shown(changed) == WITHOUT_LOCAL.splitlines()


def test_the_test_of_the_rule_passes_with_local_and_fails_without(without_local: str) -> None:
    rule = "examples/apps/gateway_failed_logins.yml"
    codes = [
        CliRunner().invoke(cli, ["test", rule, "--apps", apps], standalone_mode=False).return_value
        for apps in ("examples/apps", without_local)
    ]
    assert codes == [0, 1]
    assert f"spl test {rule} --apps examples/apps" in README
