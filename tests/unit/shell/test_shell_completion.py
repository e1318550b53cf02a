"""Completion in real shells, as a user has it: the script is sourced, and the shell is asked."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest
from click.testing import CliRunner

from spl.shell.cli import cli

ROOT = Path(__file__).parents[3]
SHELLS = ("bash", "zsh", "fish")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a command spl, the completions of all shells and a log."""
    made = tmp_path_factory.mktemp("completion")
    (made / "bin").mkdir()
    command = made / "bin" / "spl"
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m spl "$@"\n')
    command.chmod(0o755)
    (made / "sysmon.xml").write_text("x")
    for shell in SHELLS:
        script = CliRunner().invoke(cli, ["completion", shell], standalone_mode=False).output
        (made / f"spl.{shell}").write_text(script)
    return made


WORDS = {
    "commands": (["se"], "search"),
    "options": (["search", "--sourcet"], "--sourcetype"),
    "values of options": (["search", "--output", "jso"], "jsonl"),
    "commands below": (["knowledge", "fi"], "field"),
    "codes": (["help", "SPL30"], "SPL301"),
    "commands of the language": (["help", "streamst"], "streamstats"),
    "shells": (["completion", "f"], "fish"),
}


def environment(folder):
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "HOME": str(folder), "TERM": "dumb", "SPL_NO_CONFIG": "1"}


def asked(folder, shell, words):
    """What the functions of a shell say, without its keys."""
    if shell == "bash":
        line = ["spl", *words]
        code = (
            f"source spl.bash; COMP_WORDS=({' '.join(line)}); COMP_CWORD={len(words)}; "
            '_spl_completion spl; printf "%s\\n" "${COMPREPLY[@]}"'
        )
        command = ["bash", "--norc", "-c", code]
    else:  # fish itself tells what it would offer
        command = ["fish", "-N", "-c", f"source spl.fish; complete -C 'spl {' '.join(words)}'"]
    done = subprocess.run(
        command, cwd=folder, env=environment(folder), capture_output=True, text=True, check=False
    )
    return [line.partition("\t")[0] for line in done.stdout.splitlines()]


@pytest.mark.parametrize("shell", ["bash", "fish"])
@pytest.mark.parametrize(("words", "want"), WORDS.values(), ids=WORDS)
def test_a_shell_offers(folder, shell, words, want):
    if not shutil.which(shell):
        pytest.skip(f"no {shell}")
    assert want in asked(folder, shell, words)


START = {
    "bash": ("bash --norc --noprofile -i", "source spl.bash"),
    "zsh": ("zsh -f -i", "autoload -Uz compinit && compinit -u; source spl.zsh"),
    "fish": ("fish -N -i", "source spl.fish"),
}


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("typed", "want"),
    [("spl sea\t", "search"), ("spl search x sysm\t", "sysmon.xml")],
    ids=["a command", "a file"],
)
def test_the_tab_key_completes(folder, shell, typed, want):
    if not shutil.which(shell):
        pytest.skip(f"no {shell}")
    command, source = START[shell]
    env = environment(folder) | {"TERM": "xterm"}
    child = pexpect.spawn(command, cwd=str(folder), env=env, encoding="utf-8", timeout=60)
    try:
        child.sendline(f"{source}; echo rea''dy")
        child.expect("ready")
        child.send(typed)
        child.expect(want)
    finally:
        child.close(force=True)


def test_the_files_of_the_shell_are_completed(folder):
    answer = subprocess.run(
        ["spl"],
        cwd=folder,
        env={**environment(folder), "_SPL_COMPLETE": "bash_complete", "COMP_WORDS": "spl index s",
             "COMP_CWORD": "2"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.stdout == "file,s\n"


def test_other_shells_are_refused():
    result = CliRunner().invoke(cli, ["completion", "tcsh"])
    assert result.exit_code == 2
    assert "'bash', 'zsh', 'fish'" in result.output
