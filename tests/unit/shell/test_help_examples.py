"""Every command teaches by examples, and each example that a help shows runs."""

import contextlib
import gzip
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from unittest import mock

import click
import pytest

from spl.shell.cli import cli, main

ROOT = Path(__file__).parents[3]
_SHELL = re.compile(r"[|<>]")
# What a build server wants to know; every other example ends with 0.
ONE = ("spl lint ", "spl fmt --check")


def commands(group=cli, name="spl"):
    """Every command with the words that call it."""
    yield name, group
    context = click.Context(group)
    for each in group.list_commands(context):
        command = group.get_command(context, each)
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {each}")
        else:
            yield f"{name} {each}", command


def examples():
    shown = [
        re.split(r"\s{3,}", line.strip())[0]
        for _, command in commands()
        for line in (command.epilog or "").splitlines()
        if re.match(r"  (spl|cat|echo) ", line)
    ]
    return list(dict.fromkeys(shown))


@pytest.mark.parametrize("name", dict(commands()))
def test_every_help_has_examples(name):
    command = dict(commands())[name]
    shown = command.get_help(click.Context(command, info_name=name))
    assert "Examples:" in shown
    assert f"{name} " in shown.partition("Examples:")[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with everything that examples name."""
    made = tmp_path_factory.mktemp("examples")
    shutil.copytree(ROOT / "datasets", made / "attack_data" / "datasets")
    shutil.copytree(ROOT / "examples/apps", made / "apps", ignore=shutil.ignore_patterns("*.yml"))
    remcom = ROOT / "datasets/attack_techniques/T1569.002/remcom"
    shutil.copy(remcom / "windows-security.log", made / "security.xml")
    shutil.copy(ROOT / "datasets/malware/azorult/sysmon.log", made / "sysmon.xml")
    (made / "logs").mkdir()
    shutil.copy(made / "sysmon.xml", made / "logs/sysmon.xml")
    (made / "more.xml.gz").write_bytes(gzip.compress((made / "security.xml").read_bytes()))
    rule = ROOT / "examples/windows_application_layer_protocol_rms_radmin_tool_namedpipe.yml"
    for name in (
        "detection.yml",
        "my_rule.yml",
        "detections/a.yml",
        "security_content/detections/a.yml",
    ):
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(rule, made / name)
    text = rule.read_text("utf-8").replace("name: ", "name: Registry ", 1)
    (made / "detections/registry.yml").write_text(text)
    (made / "security_content/data_sources").mkdir()
    source = "name: A\nsource: s\nsourcetype: st\nfields: [a]\nexample_log: a=1\n"
    (made / "security_content/data_sources/a.yml").write_text(source)
    (made / "bin").mkdir()
    spl = made / "bin/spl"
    spl.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m spl "$@"\n')
    spl.chmod(0o755)
    return made


def exit_code(example, folder):
    """How an example ends; what it says."""
    env = {
        **os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT),
        "HOME": str(folder / ".home"), "XDG_CACHE_HOME": str(folder / ".home"), "COLUMNS": "100",
    }  # fmt: skip
    if _SHELL.search(re.sub(r"'[^']*'", "''", example)):
        done = subprocess.run(
            ["bash", "-c", example],
            cwd=folder,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr
    said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    code = 0
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(said),
        mock.patch.dict(os.environ, env),
        mock.patch.object(sys, "stdin", io.StringIO("")),
        mock.patch.object(sys, "argv", shlex.split(example)),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
    said.seek(0)
    return code, said.read()


@pytest.mark.parametrize("example", [each for each in examples() if "_spl" not in each])
def test_an_example_runs(folder, example):
    code, said = exit_code(example.replace(" --watch", ""), folder)
    assert code == 0 or (code == 1 and example.startswith(ONE)), said


def test_there_are_many():
    assert len(examples()) > 40
