"""The page about CI and its workflow: every command in them runs, on the rules of examples/."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

from tests.unit.shell.test_pytest_plugin import PLUGIN

ROOT = Path(__file__).parents[3]
CI = ROOT / "examples/ci"
PAGE = (CI / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line
    for block in re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]
WORKFLOW = yaml.safe_load((CI / ".github/workflows/detections.yml").read_text(encoding="utf-8"))
STEPS: dict[str, dict[str, Any]] = {
    step["name"]: step for step in WORKFLOW["jobs"]["test"]["steps"]
}

pytestmark = pytest.mark.skipif(not shutil.which("bash"), reason="no bash")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository as the page takes it, and programs as a build server has them."""
    (tmp_path / "detections").mkdir()
    for file in (ROOT / "examples").glob("*.yml"):
        shutil.copy(file, tmp_path / "detections")
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, words in (("spl", ["spl"]), ("pytest", ["pytest", *PLUGIN])):
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {" ".join(words)} "$@"\n')
        program.chmod(0o755)
    return tmp_path


def run(command: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a step of GitHub Actions is run."""
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", command],
        cwd=folder,
        env={
            **os.environ,
            "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "GITHUB_WORKSPACE": str(folder),
            "PYTEST_ADDOPTS": "",
            **more,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.mark.parametrize("command", [c for c in COMMANDS if not c.startswith(("jq", "git"))])
def test_a_command_of_the_page(repository: Path, command: str) -> None:
    (repository / "attack_data").mkdir()
    (repository / "attack_data/datasets").symlink_to(ROOT / "datasets")
    run(command, repository)


def test_the_command_for_the_rules_of_a_pull_request(repository: Path) -> None:
    (repository / "attack_data").mkdir()
    (repository / "attack_data/datasets").symlink_to(ROOT / "datasets")
    git = "git -c user.name=a -c user.email=a@example.com"
    run("git init -q . && git add detections", repository)
    run(f"{git} commit -qm main && git update-ref refs/remotes/origin/main HEAD", repository)
    [command] = [command for command in COMMANDS if command.startswith("git")]
    assert run(command, repository).stdout == ""
    with (repository / "detections/windows_service_execution_remcom.test.yml").open("a") as sidecar:
        sidecar.write("# looked at\n")
    run(f"{git} commit -qam pull", repository)
    assert "2 passed" in run(command, repository).stdout


@pytest.mark.skipif(not shutil.which("jq"), reason="no jq")
def test_the_command_for_jq(repository: Path) -> None:
    line = {"status": "failed", "file": "a.yml", "line": 3, "reasons": ["x", "y"]}
    (repository / "tests.jsonl").write_text(json.dumps(line))
    [command] = [command for command in COMMANDS if command.startswith("jq")]
    assert run(command, repository).stdout == "a.yml:3 x; y\n"


def test_the_steps_of_the_workflow(repository: Path) -> None:
    """Logs are fetched from a repository like attack_data; Git LFS alone is played."""
    published = repository / "published"
    shutil.copytree(ROOT / "datasets", published / "datasets")
    (published / "datasets/not_wanted.log").write_text("x\n")
    git = "git -c user.name=a -c user.email=a@example.com"
    run(f"cd published && git init -q . && git add -A && {git} commit -qm logs", repository)
    lfs = repository / "bin/git-lfs"
    lfs.write_text('#!/bin/sh\necho "$@" > ../lfs.txt\n')
    lfs.chmod(0o755)

    fetch = STEPS["Fetch the logs that are missing"]["run"]
    for _ in range(2):  # at first, and again with what the cache has kept
        run(fetch, repository, ATTACK_DATA=published.as_uri())
    wanted = (repository / "logs.txt").read_text().splitlines()
    assert len(wanted) == 5
    assert (repository / "lfs.txt").read_text() == f"pull --include {','.join(wanted)}\n"
    data = repository / "attack_data"
    here = {file.relative_to(data).as_posix() for file in (data / "datasets").rglob("*.*")}
    assert {name for name in here if (data / name).is_file()} == set(wanted)

    summary = repository / "summary.md"
    done = run(STEPS["Test the detections"]["run"], repository, GITHUB_STEP_SUMMARY=str(summary))
    assert "::notice title=spl test::5 passed in" in done.stdout
    assert summary.read_text(encoding="utf-8").startswith("## Detection tests: 5 passed")
    reports = repository / STEPS["Keep the reports"]["with"]["path"]
    assert sorted(file.name for file in reports.iterdir()) == [
        "detections.html",
        "detections.jsonl",
        "junit.xml",
    ]
    assert etree.parse(reports / "junit.xml").getroot().get("tests") == "5"


def test_the_workflow_is_one() -> None:
    assert set(WORKFLOW) == {"name", True, "permissions", "jobs"}  # YAML 1.1 reads "on" as true
    assert STEPS["Install spl"]["run"] == "pip install ./.spl"
    assert all(("uses" in step) != ("run" in step) for step in STEPS.values())


def test_the_settings_of_pytest_are_those_of_the_plugin() -> None:
    plugin = (ROOT / "spl/shell/pytest_plugin.py").read_text(encoding="utf-8")
    named = set(re.findall(r"--spl-(\w+)", PAGE)) | set(re.findall(r"spl_(\w+)", PAGE))
    assert named == set(re.findall(r'^    \("(\w+)", ', plugin, re.MULTILINE))
