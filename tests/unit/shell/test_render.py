"""Every output format, on awkward cells."""

from __future__ import annotations

import pytest

from spl.shell.prompt.complete_text import is_complete
from spl.shell.render import FORMATS, render
from spl.shell.render.cell import Cell

COLUMNS = ["_time", "code", "user"]
ROWS: list[dict[str, Cell]] = [
    {"_time": "0", "code": "0x1f", "user": ["a", "b|c"]},
    {"code": "007", "user": 'say "hi"'},
]

WANT = {
    "table": """\
_time                code    user
-------------------  ------  --------
1970-01-01 00:00:00  0x1f    a
                             b|c
                     007     say "hi\"""",
    "json": """\
[
{"_time": "0", "code": "0x1f", "user": ["a", "b|c"]},
{"code": "007", "user": "say \\"hi\\""}
]""",
    "jsonl": """\
{"_time": "0", "code": "0x1f", "user": ["a", "b|c"]}
{"code": "007", "user": "say \\"hi\\""}""",
    "splunk": """\
{"result": {"_time": "0", "code": "0x1f", "user": ["a", "b|c"]}}
{"result": {"code": "007", "user": "say \\"hi\\""}}""",
    "csv": '''\
_time,code,user
0,0x1f,"a
b|c"
,007,"say ""hi"""''',
    "tsv": '''\
_time\tcode\tuser
0\t0x1f\t"a
b|c"
\t007\t"say ""hi"""''',
    "markdown": """\
| _time               | code   | user      |
|---------------------|--------|-----------|
| 1970-01-01 00:00:00 | 0x1f   | a<br>b\\|c |
|                     | 007    | say "hi"  |""",
    "raw": '0 0x1f a\nb|c\n007 say "hi"',
    "vertical": """\
─── result 1 ────────────────────────────────
_time │ 1970-01-01 00:00:00
 code │ 0x1f
 user │ a
      │ b|c
─── result 2 ────────────────────────────────
 code │ 007
 user │ say "hi\"""",
}


@pytest.mark.parametrize("output", FORMATS)
def test_format(output: str) -> None:
    assert render(COLUMNS, ROWS, output) == WANT[output]


def test_a_table_wider_than_the_terminal_becomes_records() -> None:
    assert render(COLUMNS, ROWS, "table", width=20) == WANT["vertical"]


def test_events_are_listed_with_their_origin() -> None:
    row: dict[str, Cell] = {"_time": "1.5", "_raw": "<Event/>", "host": "h", "source": "s"}
    shown = render(list(row), [row], "table")
    assert shown == "1970-01-01 00:00:01.500  <Event/>\n    host = h  source = s"


@pytest.mark.parametrize("output", FORMATS)
def test_no_rows_is_no_crash(output: str) -> None:
    assert isinstance(render(["a"], [], output), str)


@pytest.mark.parametrize(
    ("text", "complete"),
    [
        ("index=main", True),
        ("index=main |", False),
        ('index="ma', False),
        ('index="ma\\"', False),
        ('a="|" | stats count', True),
        ("append [search x", False),
        ("eval x=(1", False),
        ("`sysmon", False),
        ("`sysmon`", True),
        (".help", True),
        ('index="ma\n', True),
    ],
)
def test_enter_ends_a_whole_search_only(text: str, complete: bool) -> None:
    assert is_complete(text) is complete
