"""What each output format writes to a pipe, byte by byte: plain, and the same wherever it runs.

``python -m tests.golden.test_formats`` writes the files anew; look at what changed.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).with_name("formats")
ROOT = Path(__file__).parents[2]
SEARCH = r"""| makeresults count=3 | streamstats count as n
| eval _time=1700000000.5+n, user=case(n=1, split("al,bo", ","), n=2, "<b>é|猫</b>"),
  text=case(n=1, "two
lines", n=2, "tab	and \"quotes\"", n=3, urldecode("%1b[31mred")), empty=if(n=2, "", null())
| eval n="n".n | table _time n user text empty"""
FORMATS = (
    "table", "vertical", "json", "jsonl", "csv", "tsv", "markdown", "raw", "splunk", "html",
)  # fmt: skip


def written(output, **more):
    env = {**os.environ, "PYTHONPATH": str(ROOT), "SPL_NO_CONFIG": "1", **more}
    words = [sys.executable, "-m", "spl", "search", SEARCH, "-o", output, "--tz", "Asia/Tokyo"]
    return subprocess.run(words, env=env, capture_output=True, check=True).stdout


@pytest.mark.parametrize("output", FORMATS)
def test_format(output):
    assert written(output).decode() == (FOLDER / f"{output}.txt").read_text("utf-8")


@pytest.mark.parametrize("output", ["table", "vertical", "markdown", "html"])
def test_a_pipe_knows_no_terminal(output):
    odd = {"COLUMNS": "20", "LINES": "2", "TERM": "xterm-256color", "PAGER": "false", "LANG": "C"}
    assert written(output, **odd).decode() == (FOLDER / f"{output}.txt").read_text("utf-8")


@pytest.mark.parametrize("output", FORMATS)
def test_nothing_steers_a_terminal(output):
    """JSON escapes control characters; what a program reads (CSV, TSV, raw) has the log's own."""
    kept = output in ("csv", "tsv", "raw")
    assert (b"\x1b" in (FOLDER / f"{output}.txt").read_bytes()) == kept


def test_the_formats_for_programs_say_the_same():
    rows = json.loads(written("json"))
    lines = written("jsonl").decode().splitlines()
    assert [json.loads(line) for line in lines] == rows
    assert [json.loads(line)["result"] for line in written("splunk").decode().splitlines()] == rows


if __name__ == "__main__":
    for name in FORMATS:
        (FOLDER / f"{name}.txt").write_bytes(written(name))
