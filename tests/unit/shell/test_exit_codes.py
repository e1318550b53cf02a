"""How commands end, as spl --help says; and colours only where they are wanted."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pexpect
import pytest

ROOT = Path(__file__).parents[3]
LOG = str(ROOT / "datasets/malware/azorult/sysmon.log")
RULE = str(ROOT / "examples/windows_service_execution_remcom.yml")
SPL = (sys.executable, "-m", "spl")


def environment(**more):
    known = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    return {**known, "PYTHONPATH": str(ROOT), "TERM": "xterm", **more}


def ended(folder, *words):
    done = subprocess.run(
        [*SPL, *words], cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    return done.returncode


FAILS = "name: N\nsearch: index=none\ntests: [{name: T, attack_data: [{data: a.log}]}]\n"
CODES = {
    "rows": (("search", "* | head 1", "a.log"), 0),
    "no rows": (("search", "nothing", "a.log"), 0),
    "no rows, asked for": (("search", "-e", "nothing", "a.log"), 1),
    "a test that fails": (("test", "rule.yml"), 1),
    "something to lay out": (("fmt", "--check", "a.spl"), 1),
    "a finding": (("lint", "a.spl"), 1),
    "no such option": (("search", "--nothing"), 2),
    "no such command": (("serach",), 2),
    "no such format": (("search", "*", "a.log", "-o", "jsom"), 2),
    "a command that is not there": (("search", "* | statz count", "a.log"), 3),
    "no search": (("search", "* |", "a.log"), 3),
    "a search that cannot go on": (("search", "| inputlookup none.csv"), 3),
    "a log that is not there": (("search", "*", "b.log"), 4),
    "a broken log": (("search", "*", "c.gz"), 4),
    "an app that is not there": (("search", "*", "a.log", "--apps", "a.log"), 4),
    "a broken spl.toml": (("-c-",), 4),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("codes")
    (made / "a.log").write_text("2024-01-01 00:00:00 x\n")
    (made / "rule.yml").write_text(FAILS)
    (made / "a.spl").write_text("index=main a=1 OR b=2 c=3|stats count by  b\n")
    (made / "c.gz").write_bytes(b"\x1f\x8bhello")
    (made / "broken").mkdir()
    (made / "broken" / "spl.toml").write_text("nonsense")
    return made


@pytest.mark.parametrize(("words", "code"), CODES.values(), ids=CODES)
def test_exit_code(folder, words, code, monkeypatch):
    if words == ("-c-",):
        monkeypatch.delenv("SPL_NO_CONFIG")
        folder, words = folder / "broken", ("search", "| makeresults")
    assert ended(folder, *words) == code


def test_ctrl_c(folder):
    child = subprocess.Popen(
        [*SPL, "search", "*", "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )
    child.stdin.write(b"2024-01-01 00:00:00 x\n")
    child.stdin.flush()
    wait_until_it_reads(child)
    child.send_signal(signal.SIGINT)
    said = child.communicate(timeout=60)[1]
    assert child.returncode == 130
    assert b"Stopped." in said
    assert b"Traceback" not in said


def wait_until_it_reads(child):
    """Until it has taken what was written, which it does when it reads the log."""
    for _ in range(600):
        if Path(f"/proc/{child.pid}/wchan").exists() and _waits(child.pid):
            return
        time.sleep(0.1)


def _waits(pid):
    # its standard input is a pipe; the system call number comes first
    try:
        call = Path(f"/proc/{pid}/syscall").read_text().split()
    except OSError:
        return False
    return call[:2] == ["0", "0x0"]


def test_the_help_names_every_code(folder):
    done = subprocess.run(
        [*SPL, "--help"], env=environment(), capture_output=True, text=True, check=False
    )
    named = re.findall(r"^ +(\d+)  \w", done.stdout.partition("Exit codes:")[2], re.MULTILINE)
    assert sorted(map(int, named)) == [0, 1, 2, 3, 4, 130]


COLOURED = {
    "results": ("search", "*", "a.log"),
    "findings": ("lint", "a.spl"),
    "tests": ("test", "rule.yml"),
    "reasons": ("search", "nothing", "a.log", "--why"),
    "a plan": ("explain", "* | stats count"),
}


@pytest.mark.parametrize("words", COLOURED.values(), ids=COLOURED)
def test_no_color_means_none(folder, words):
    assert "\x1b[" not in on_a_terminal(folder, words, NO_COLOR="1")


@pytest.mark.parametrize("name", ["findings", "tests", "reasons"])
def test_a_terminal_has_colours(folder, name):
    assert "\x1b[" in on_a_terminal(folder, COLOURED[name])


@pytest.mark.parametrize("words", COLOURED.values(), ids=COLOURED)
def test_a_pipe_has_none(folder, words):
    done = subprocess.run(
        [*SPL, *words], cwd=folder, env=environment(), capture_output=True, check=False
    )
    assert b"\x1b" not in done.stdout + done.stderr


def on_a_terminal(folder, words, **more):
    child = pexpect.spawn(
        SPL[0], [*SPL[1:], *words], cwd=str(folder), env=environment(**more), encoding="utf-8",
        timeout=120, dimensions=(40, 100),
    )  # fmt: skip
    child.expect(pexpect.EOF)
    # A bar of progress comes and goes: what it does to the line is no colour.
    return re.sub(r"\x1b\[\??\d*[KhlA]", "", child.before)
