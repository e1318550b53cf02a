"""Every output format, on awkward cells."""

from __future__ import annotations

import pytest

from spl.errors import RunError
from spl.language.sought import Sought, sought
from spl.session import parse
from spl.shell.prompt.complete_text import is_complete
from spl.shell.render import FORMATS, Page, render, render_picture
from spl.shell.render.cell import Cell, cell_text
from spl.shell.render.events import render_events

UTC = Page().zone
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


@pytest.mark.parametrize("output", WANT)
def test_format(output: str) -> None:
    assert render(COLUMNS, ROWS, output) == WANT[output]


def test_every_format_is_tested() -> None:
    assert set(FORMATS) - set(WANT) == {"plot", "html"}, "these two have files of their own"


def test_a_table_without_room_for_its_columns_becomes_records() -> None:
    narrow = render(COLUMNS, ROWS, "table", Page(width=20))
    assert narrow.startswith("─── result 1 ")
    assert [line.split("│")[0].strip() for line in narrow.splitlines()[1:3]] == ["_time", "code"]


PATH = "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe -nop"


def test_long_texts_break_where_the_table_would_be_too_wide() -> None:
    rows: list[dict[str, Cell]] = [{"n": "1", "process": PATH}, {"n": "22", "process": "cmd"}]
    shown = render(["n", "process"], rows, "table", Page(width=36))
    assert shown.splitlines() == [
        "n    process",
        "---  -----------------------",
        "1    C:\\Windows\\System32\\",
        "     WindowsPowerShell\\v1.0\\",
        "     powershell.exe -nop",
        "22   cmd",
    ]


def test_a_table_that_would_be_longer_than_records_is_not_made() -> None:
    rows: list[dict[str, Cell]] = [{"a": "x" * 100, "b": "y" * 100}]
    assert render(["a", "b"], rows, "table", Page(width=26)).startswith("─── result 1")


def test_wide_characters_take_two_columns() -> None:
    shown = render(["user", "n"], [{"user": "管理者", "n": "1"}], "table", Page(width=40))
    assert shown.splitlines()[2] == "管理者  1"


def test_a_log_cannot_steer_the_terminal() -> None:
    evil = "\x1b]0;owned\x07\x1b[2J\u202egpj.exe\x00\r\nend"
    assert cell_text("x", evil) == r"\x1b]0;owned\x07\x1b[2J\u202egpj.exe\x00" + "\nend"
    for output in ("table", "vertical", "markdown"):
        assert "\x1b" not in render(["x"], [{"x": evil}], output)


def test_a_sparkline_is_drawn() -> None:
    assert cell_text("sparkline", ["##__SPARKLINE__##", "0", "2", "4", "", "1"]) == "▁▅█ ▃"


def test_events_are_listed_with_their_origin_and_the_fields_of_the_search() -> None:
    row: dict[str, Cell] = {
        "_time": "1.5",
        "_raw": "<Event/>",
        "host": "h",
        "n": "7",
    }
    shown = render(list(row), [row], "table", Page(sought=Sought((), (("n", "7"),))))
    assert shown == "1970-01-01 00:00:01.500  <Event/>\n    host = h  n = 7"


def test_who_asks_for_a_table_gets_one() -> None:
    row: dict[str, Cell] = {"_raw": "a b", "n": "7"}
    shown = render(list(row), [row], "table", Page(sought=sought(parse("* | table _raw n"))))
    assert shown.splitlines()[0].split() == ["_raw", "n"]


@pytest.mark.parametrize(
    ("search", "raw", "shown"),
    [
        ("error", "an Error, errors", "an [Error], errors"),
        ("code=1", "code 4104 and 1", "code 4104 and [1]"),
        ("name=*shell*", "PowerShell.exe", "Power[Shell].exe"),
        ("x=*a.b", "(aXb) za.b a.bc", "(aXb) z[a.b] a.bc"),
        ('"two words" NOT cmd', "two words cmd", "[two words] cmd"),
        ("a=b | highlight hot", "hot b", "[hot] [b]"),
        ("n!=5 m>6", "5 6", "5 6"),
        ("*", "anything", "anything"),
        ("x IN (aa, bb*)", "aa bbb", "[aa] [bb]b"),
    ],
)
def test_what_was_looked_for_is_marked(search: str, raw: str, shown: str) -> None:
    found = sought(parse(search))
    row: dict[str, Cell] = {"_time": "0", "_raw": raw}
    text = render_events([row], UTC, found, lambda part: f"[{part}]")
    assert text.splitlines()[0] == f"1970-01-01 00:00:00  {shown}"


def test_the_value_that_a_comparison_asked_for_is_marked() -> None:
    row: dict[str, Cell] = {"_raw": "-", "name": "PowerShell.exe", "dest": "pc"}
    found = sought(parse("name=*shell.exe dest=server"))
    text = render_events([row], UTC, found, lambda part: f"[{part}]")
    assert text.splitlines()[1] == "    name = [PowerShell.exe]  dest = pc"


def test_a_picture_needs_a_table_that_can_be_read() -> None:
    rows: list[dict[str, Cell]] = [{"user": "a$b$c", "text": "x" * 300}] * 61
    with pytest.raises(RunError, match="at most 60 rows"):
        render_picture(["user", "text"], rows, Page())
    assert render_picture(["user", "text"], rows[:3], Page()).startswith(b"\x89PNG")


@pytest.mark.parametrize("output", sorted(set(FORMATS) - {"plot"}))
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
