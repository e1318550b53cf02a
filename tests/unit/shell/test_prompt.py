"""The prompt, tried in a pseudo-terminal as a user would."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.shell.terminal import Terminal

EVENT = (
    "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
    "<Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4688</EventID>"
    "<TimeCreated SystemTime='2024-01-01T00:00:0{n}.000Z'/><Channel>Security</Channel>"
    "<Computer>pc{n}</Computer><Security/></System><EventData>"
    "<Data Name='NewProcessName'>C:\\Windows\\p{n}.exe</Data></EventData></Event>\n"
)


@pytest.fixture
def prompt(tmp_path: Path) -> Iterator[Terminal]:
    """A prompt over three events, its history in a folder of its own."""
    log = tmp_path / "security.xml"
    log.write_text("".join(EVENT.format(n=n) for n in range(3)), encoding="utf-8")
    terminal = Terminal(
        [sys.executable, "-m", "spl", "repl", str(log)],
        {**os.environ, "XDG_STATE_HOME": str(tmp_path)},
    )
    terminal.wait_for("spl>")
    yield terminal
    terminal.close()


def test_a_search_over_two_lines(prompt: Terminal) -> None:
    prompt.type("EventCode=4688 |\r")
    prompt.wait_for("...>")
    prompt.type("stats count by Computer\r")
    screen = prompt.wait_for("(3 results)")
    assert [line.split() for line in screen.splitlines() if line.startswith("pc")] == [
        ["pc0", "1"],
        ["pc1", "1"],
        ["pc2", "1"],
    ]


def test_an_error_keeps_the_session(prompt: Terminal) -> None:
    prompt.type("index=main | statz count\r")
    screen = prompt.wait_for("Did you mean 'stats'")
    assert "Unknown search command 'statz'" in screen
    assert "^^^^^" in screen
    prompt.type("| makeresults | eval answer=6*7 | table answer\r")
    assert "42" in prompt.wait_for("(1 result)")


def test_completion_of_commands_functions_macros_and_fields(prompt: Terminal) -> None:
    prompt.type("index=main | eventst\t")
    prompt.wait_for("eventstats")
    prompt.control("c")
    prompt.type("index=main | eval x=upp\t")
    prompt.wait_for("upper(")
    prompt.control("c")
    prompt.type("`security_content_ct\t")
    prompt.wait_for("security_content_ctime(")
    prompt.control("c")
    prompt.type("index=main | table NewProc\t")
    prompt.wait_for("table NewProcessName")
    prompt.type("\r")
    assert "p2.exe" in prompt.wait_for("(3 results)")


def test_dot_commands_and_leaving(prompt: Terminal) -> None:
    prompt.type(".help upper\r")
    prompt.wait_for("upper(text)")
    prompt.type(".nonsense\r")
    prompt.wait_for("There is no command '.nonsense'")
    prompt.type(".output jsonl\r")
    prompt.type("| makeresults | eval a=1 | fields a | fields - _time\r")
    prompt.wait_for('{"a": "1"}')
    prompt.type(".quit\r")
    prompt.wait_for_end()


def test_history_is_kept(prompt: Terminal) -> None:
    prompt.type("| makeresults | eval first=1 | table first\r")
    prompt.wait_for("(1 result)")
    prompt.type("\x1b[A")
    prompt.wait_for("spl> | makeresults | eval first=1 | table first", times=2)


def test_control_c_stops_a_search_and_keeps_the_session(prompt: Terminal) -> None:
    prompt.type("| makeresults count=3000000 | eval x=md5(random()) | stats dc(x)\r")
    prompt.wait_for("stats dc(x)")
    # Nothing on the screen tells when the line has been taken and the search is under way.
    while "Stopped." not in prompt.text():
        prompt.control("c")
        prompt.read(seconds=0.5)
    prompt.type("| makeresults | eval after=1 | table after\r")
    prompt.wait_for("(1 result)")


def test_control_c_clears_the_line_and_control_d_leaves(prompt: Terminal) -> None:
    prompt.type("half a search")
    prompt.wait_for("half a search")
    prompt.control("c")
    prompt.type("| makeresults | table _time\r")
    prompt.wait_for("(1 result)")
    prompt.control("d")
    prompt.wait_for_end()
