"""The prompt, tried in a pseudo-terminal as a user would."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

EVENT = (
    "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
    "<Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4688</EventID>"
    "<TimeCreated SystemTime='2024-01-01T00:00:0{n}.000Z'/><Channel>Security</Channel>"
    "<Computer>pc{n}</Computer><Security/></System><EventData>"
    "<Data Name='NewProcessName'>C:\\Windows\\p{n}.exe</Data></EventData></Event>\n"
)


@pytest.fixture
def prompt(tmp_path: Path) -> Iterator[pexpect.spawn]:
    """A prompt over three events, its history in a folder of its own."""
    log = tmp_path / "security.xml"
    log.write_text("".join(EVENT.format(n=n) for n in range(3)), encoding="utf-8")
    child = pexpect.spawn(
        sys.executable,
        ["-m", "spl", "repl", str(log)],
        env={**os.environ, "TERM": "xterm", "HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)},
        dimensions=(40, 100),
        timeout=60,
        encoding="utf-8",
    )
    child.expect("spl> ")
    yield child
    child.close(force=True)


def test_a_search_over_two_lines(prompt: pexpect.spawn) -> None:
    prompt.send("EventCode=4688 |\r")
    prompt.expect(r"\.\.\.> ")
    prompt.send("stats count by Computer\r")
    prompt.expect("pc0 .*1")
    prompt.expect(r"\(3 results\)")


def test_an_error_keeps_the_session(prompt: pexpect.spawn) -> None:
    prompt.send("index=main | statz count\r")
    prompt.expect("Unknown search command 'statz'")
    prompt.expect("Did you mean stats")
    prompt.send("| makeresults | eval x=6*7 | table x\r")
    prompt.expect("42")


def test_completion_of_commands_and_fields(prompt: pexpect.spawn) -> None:
    prompt.send("index=main | timech\t")
    prompt.expect("timechart")
    prompt.sendcontrol("c")
    prompt.send("index=main | table NewProc\t\r")
    prompt.expect("NewProcessName")
    prompt.expect(r"p2\.exe")


def test_dot_commands_and_leaving(prompt: pexpect.spawn) -> None:
    prompt.send(".help upper\r")
    prompt.expect(r"upper\(")
    prompt.send(".nonsense\r")
    prompt.expect("There is no command '.nonsense'")
    prompt.send(".quit\r")
    prompt.expect(pexpect.EOF)


def test_control_c_clears_the_line_and_control_d_leaves(prompt: pexpect.spawn) -> None:
    prompt.send("half a search")
    prompt.sendcontrol("c")
    prompt.expect("spl> ")
    prompt.sendcontrol("d")
    prompt.expect(pexpect.EOF)
