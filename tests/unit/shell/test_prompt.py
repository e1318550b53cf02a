"""The prompt, tried in a pseudo-terminal as a user would."""

from __future__ import annotations

import os
import subprocess
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
    for _ in range(120):
        prompt.control("c")
        prompt.read(seconds=0.5)
        if "Stopped." in prompt.text():
            break
    assert "Stopped." in prompt.text()
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


def test_values_of_a_field_and_the_bar(prompt: Terminal) -> None:
    screen = prompt.wait_for("all time")
    assert "3 events · all time" in screen.splitlines()[-1]
    prompt.type("index=main | eval x=round(1.5, ")
    prompt.wait_for("round(number, [digits])")
    prompt.control("c")
    prompt.type('Computer="pc\t')
    screen = prompt.wait_for("pc2")
    assert "1 event" in screen


def test_the_time_range_holds_for_every_search(prompt: Terminal) -> None:
    prompt.type(".range 2024-01-01T00:00:01 2024-01-01T00:00:02\r")
    prompt.wait_for("2024-01-01T00:00:01 to 2024-01-01T00:00:02", times=2)
    prompt.type("index=main | stats count\r")
    assert "1" in prompt.wait_for("(1 result)")
    prompt.type(".range -1x\r")
    prompt.wait_for("SPL305")
    prompt.type(".range all\r")
    prompt.wait_for("all time", times=2)


def test_vertical_once_timing_and_settings(prompt: Terminal) -> None:
    prompt.type(".timing on\r")
    prompt.wait_for("timing on")
    prompt.type("index=main | stats count \\G\r")
    screen = prompt.wait_for("(1 result in 0.")
    assert "count │ 3" in screen
    prompt.type(".set\r")
    prompt.wait_for("editing  emacs")
    prompt.type(".set editing ed\r")
    prompt.wait_for("One of: emacs, vi.")


def test_what_is_saved_is_written_and_nothing_else(prompt: Terminal, tmp_path: Path) -> None:
    prompt.type(f".save {tmp_path}/none.csv\r")
    prompt.wait_for("There is nothing to save.")
    prompt.type("index=main | stats count by Computer\r")
    prompt.wait_for("(3 results)")
    prompt.type(f".save {tmp_path}/rows.csv\r")
    prompt.wait_for("Saved to")
    assert (tmp_path / "rows.csv").read_text() == "Computer,count\npc0,1\npc1,1\npc2,1\n"
    prompt.type(f".save {tmp_path}/kept.spl\r")
    prompt.wait_for("Saved to", times=2)
    assert (tmp_path / "kept.spl").read_text() == "index=main | stats count by Computer\n"
    prompt.type(f".source {tmp_path}/kept.spl\r")
    prompt.wait_for("(3 results)", times=2)
    assert {path.name for path in tmp_path.iterdir()} == {
        "security.xml", "rows.csv", "kept.spl", "spl"
    }  # fmt: skip


def test_knowledge_of_a_field_and_loading_more(prompt: Terminal, tmp_path: Path) -> None:
    prompt.type(".knowledge dest\r")
    prompt.wait_for("dest of sourcetype XmlWinEventLog")
    prompt.type(f".load {tmp_path}/security.xml\r")
    prompt.wait_for("3 events read; 6 events in all.")
    prompt.type("\\fields NewProc\r")
    prompt.wait_for("NewProcessName")


def test_vi_keys(prompt: Terminal) -> None:
    prompt.type(".set editing vi\r")
    prompt.wait_for("editing  vi")
    prompt.type("| makeresults | eval abc=1 | table abx")
    prompt.type("\x1b")
    prompt.read(seconds=1)
    prompt.type("rc\r")
    prompt.wait_for("(1 result)")
    assert "abx\r" not in prompt.text()


def test_a_change_of_size_redraws(prompt: Terminal) -> None:
    prompt.type("index=main | timechart count")
    prompt.wait_for("[span=s]")
    prompt.resize(lines=20, columns=50)
    screen = prompt.wait_for("3 events · all time")  # the old bar ended where no column is now
    assert all(len(line) <= 50 for line in screen.splitlines())
    prompt.type("\r")
    prompt.wait_for("(3 results)")


def test_without_colours_nothing_is_coloured(tmp_path: Path) -> None:
    terminal = Terminal(
        [sys.executable, "-m", "spl", "repl"],
        {**os.environ, "XDG_STATE_HOME": str(tmp_path), "NO_COLOR": "1"},
    )
    terminal.wait_for("spl>")
    terminal.type("| makeresults | table _time")
    terminal.wait_for("table _time")
    assert terminal.colours() == {"default"}
    terminal.control("c")
    terminal.wait_for("spl>", times=2)
    terminal.control("d")
    terminal.wait_for_end()


def test_a_script_on_standard_input(tmp_path: Path) -> None:
    script = (
        ".output jsonl\n| makeresults\n| eval a=1\n| table a\n\n| statz\n\n| makeresults | table b"
    )
    done = subprocess.run(
        [sys.executable, "-m", "spl", "repl"],
        input=script,
        capture_output=True,
        text=True,
        env={**os.environ, "XDG_STATE_HOME": str(tmp_path)},
        check=False,
    )
    assert done.stdout.splitlines()[:2] == ["jsonl", '{"a": "1"}']
    assert "SPL301" in done.stderr
    assert done.returncode == 1, "a search of the script failed"


def test_why_and_explain_are_about_the_last_search(prompt: Terminal) -> None:
    prompt.type(".why\r")
    prompt.wait_for("There is no search to ask about.")
    prompt.type("EventCode=4688 NewProcesName=x | stats count by host\r")
    prompt.wait_for("(0 results)")
    prompt.type(".why\r")
    prompt.wait_for("Did you mean 'NewProcessName'")
    prompt.type(".analyze\r")
    prompt.wait_for("seconds")
