"""Drawings: which results can be drawn, and what is drawn of them."""

from __future__ import annotations

import pytest

from spl.errors import RunError
from spl.shell.render import Page, render, render_picture
from spl.shell.render.cell import Cell
from spl.shell.render.chart import Chart, chart_of

UTC = Page().zone
Rows = list[dict[str, Cell]]
TIMES: Rows = [{"_time": "0", "a": "1", "b": "0"}, {"_time": "3600", "a": "3"}]
TOP: Rows = [
    {"process": "cmd.exe", "count": "8", "percent": "80.000000"},
    {"process": "管理.exe", "count": "2", "percent": "20.000000"},
]


def test_numbers_over_time_are_lines() -> None:
    assert chart_of(["_time", "_span", "a", "b"], TIMES, UTC) == Chart(
        ["1970-01-01 00:00:00", "1970-01-01 01:00:00"],
        [0.0, 3600.0],
        {"a": [1.0, 3.0], "b": [0.0, None]},
    )


def test_numbers_by_name_are_bars_and_shares_are_left_out() -> None:
    chart = chart_of(["process", "count", "percent"], TOP, UTC)
    assert chart == Chart(["cmd.exe", "管理.exe"], None, {"count": [8.0, 2.0]})


def test_an_aggregate_is_told_from_a_by_field_that_holds_numbers() -> None:
    rows: Rows = [{"user": "al", "code": "4688", "count": "2"}]
    assert chart_of(["user", "code", "count"], rows, UTC).labels == ["al / 4688"]


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        (["user", "count"], []),
        (["user"], [{"user": "al"}]),
        (["count"], [{"count": "5"}]),
        (["user", "name"], [{"user": "al", "name": "x"}]),
        (["user", "n"], [{"user": "al", "n": "nan"}]),
        (["user", "n"], [{"user": "al", "n": ["1", "2"]}]),
    ],
)
def test_what_cannot_be_drawn_is_refused(columns: list[str], rows: Rows) -> None:
    with pytest.raises(RunError, match="cannot be drawn") as caught:
        chart_of(columns, rows, UTC)
    assert caught.value.code == "SPL404"


def test_bars_are_as_long_as_their_numbers() -> None:
    shown = render(["process", "count", "percent"], TOP, "plot", Page(width=40))
    long, short = shown.splitlines()
    assert [long.split()[-1], short.split()[-1]] == ["8", "2"]
    assert long.count("█") == 4 * short.count("█") == 28


def test_several_series_without_colours_stand_apart() -> None:
    shown = render(["_time", "a", "b"], TIMES, "plot", Page(width=60, height=24))
    lines = shown.splitlines()
    assert [line for line in lines if line in ("a", "b")] == ["a", "b"]
    assert "\x1b" not in shown
    assert lines[-1].split() == ["1970-01-01", "00:00:00", "1970-01-01", "01:00:00"]


def test_several_series_with_colours_share_a_drawing() -> None:
    shown = render(["_time", "a", "b"], TIMES, "plot", Page(width=60, height=24, colours=True))
    assert shown.splitlines()[-1].count("━━") == 2
    assert len(shown.splitlines()) <= 24


@pytest.mark.parametrize("width", [1, 40, 200])
@pytest.mark.parametrize("height", [1, 24])
def test_no_terminal_is_too_small(width: int, height: int) -> None:
    page = Page(width=width, height=height)
    assert render(["_time", "a"], TIMES[:1], "plot", page)
    negative: Rows = [{"user": "x" * 300, "n": "-5"}, {"user": "", "n": "0"}]
    assert render(["user", "n"], negative, "plot", page)


def test_a_page_holds_the_search_the_drawing_and_the_table_and_nothing_runs_in_it() -> None:
    evil = "<script>alert(1)</script>\x00\ud800$x$"
    rows: Rows = [{"name": evil, "count": "1"}, {"name": "b", "count": "2"}]
    shown = render(["name", "count"], rows, "html", Page(title=evil))
    assert "<script" not in shown
    assert shown.count("<svg") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;��$x$</td>" in shown
    shown.encode()


def test_results_that_are_no_chart_make_a_page_without_a_drawing() -> None:
    shown = render(["a", "b"], [{"a": "x", "b": ["1", "2"]}], "html")
    assert "<svg" not in shown
    assert "<td>1<br>2</td>" in shown


@pytest.mark.parametrize("rows", [TIMES, TOP])
def test_a_picture_is_a_png_and_always_the_same(rows: Rows) -> None:
    columns = list(rows[0])
    first = render_picture(columns, rows, Page(title="index=* | x $ y $"))
    assert first.startswith(b"\x89PNG")
    assert first == render_picture(columns, rows, Page(title="index=* | x $ y $"))
