"""Reports for programs: JUnit XML, JSON lines, annotations, Markdown."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from markdown_it import MarkdownIt

from spl import DataError
from spl.detections import Outcome
from spl.detections.reports import FORMATS, Run, render_report, write_report
from spl.detections.reports.visible import visible
from tests.unit.detections.reports.runs import EVIL, a_rule, hostile, ordinary, results

SCHEMA = etree.XMLSchema(file=Path(__file__).with_name("junit.xsd"))
TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


def junit(run: Run) -> etree._Element:
    document = etree.fromstring(render_report("junit", run).encode())
    SCHEMA.assertValid(document)
    return document


def lines(run: Run) -> list[dict[str, Any]]:
    return [json.loads(line) for line in render_report("jsonl", run).split("\n")[:-1]]


def commands(run: Run) -> list[tuple[str, dict[str, str], str]]:
    """Workflow commands as the runner of GitHub reads them."""
    found = []
    for line in render_report("github", run).splitlines():
        match = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
        assert match
        pairs = (pair.split("=", 1) for pair in match[2].split(","))
        properties = {name: unescape(value) for name, value in pairs}
        found.append((match[1], properties, unescape(match[3])))
    return found


def unescape(text: str) -> str:
    for code, character in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, character)
    return text


def markdown(run: Run) -> list[Any]:
    """The tokens of GitHub's kind of Markdown."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return parser.parse(render_report("markdown", run))


def test_junit_tells_failures_from_errors_and_from_what_was_skipped(tmp_path: Path) -> None:
    document = junit(ordinary(tmp_path))
    assert {name: document.get(name) for name in ("tests", "failures", "errors")} == {
        "tests": "4",
        "failures": "1",
        "errors": "1",
    }
    suites = {suite.get("file"): suite for suite in document}
    assert list(suites) == [
        "detections/no_data_here.yml",
        "detections/remote_service.yml",
        "detections/wrong_command.yml",
    ]
    passed, failed = suites["detections/remote_service.yml"].iter("testcase")
    assert (passed.get("name"), passed.get("time"), len(passed)) == (
        "True Positive Test",
        "0.250",
        0,
    )
    assert failed.get("classname") == "detections.remote_service"
    assert failed[0].get("message") == "2 rows, expected exactly 0"
    assert failed[0].text == "2 rows, expected exactly 0\ndetections/remote_service.yml:3"
    assert failed[1].text == "a note\nan odd log\nstage 2 kept 0 of 12 rows\n  count > 2"
    [error] = suites["detections/wrong_command.yml"].iter("error")
    assert "detections/wrong_command.yml:4" in (error.text or "")
    [skipped] = suites["detections/no_data_here.yml"].iter("skipped")
    assert skipped.get("message") == "https://x.example/datasets/a/b.log: not found"


def test_a_run_without_tests_is_still_a_report(tmp_path: Path) -> None:
    run = Run((), 0.0, 0.0, "1", folder=tmp_path)
    assert len(junit(run)) == 0
    assert lines(run) == []
    assert [message for _, _, message in commands(run)] == ["no tests in 0.0 s."]
    assert "no tests" in render_report("markdown", run)


KEYS = [
    "file",
    "line",
    "rule",
    "type",
    "rule_status",
    "data_sources",
    "stories",
    "techniques",
    "tactics",
    "test",
    "status",
    "reasons",
    "error",
    "logs",
    "columns",
    "rows",
    "notes",
    "risk",
    "drilldowns",
    "why",
    "timeline",
    "seconds",
]


def test_json_lines_have_every_key_in_order(tmp_path: Path) -> None:
    found = lines(ordinary(tmp_path))
    assert [list(line) for line in found] == [KEYS] * 4
    assert [(line["file"], line["test"], line["status"]) for line in found] == [
        ("detections/no_data_here.yml", "True Positive Test", "skipped"),
        ("detections/remote_service.yml", "True Positive Test", "passed"),
        ("detections/remote_service.yml", "Quiet night", "failed"),
        ("detections/wrong_command.yml", "True Positive Test", "error"),
    ]
    assert found[1]["rows"] == [
        {"dest": "ws-01", "user": ["al", "bo"], "count": "3"},
        {"dest": "ws-02"},
    ]
    assert found[1]["tactics"] == ["execution"]
    assert found[3]["error"]["column"] == 14
    assert found[3]["line"] == 4


def test_the_documented_keys_are_the_keys() -> None:
    from spl.detections.reports import jsonl

    named = re.findall(
        r"^    (\w[\w, ]*?)  +\S|^    (\w+, .*?)     ", jsonl.__doc__ or "", re.MULTILINE
    )
    assert " ".join(a or b for a, b in named).replace(",", "").split() == KEYS


def test_json_lines_hold_the_very_text(tmp_path: Path) -> None:
    line, _ = lines(hostile(tmp_path))
    assert line["rule"] == line["reasons"][0] == line["rows"][0][EVIL] == EVIL


def test_the_order_of_the_run_does_not_matter(tmp_path: Path) -> None:
    run = ordinary(tmp_path)
    turned = replace(run, outcomes=run.outcomes[::-1])
    for kind in FORMATS:
        assert render_report(kind, run) == render_report(kind, turned)


def test_an_annotation_stands_at_the_clause_that_is_wrong(tmp_path: Path) -> None:
    found = commands(ordinary(tmp_path))
    assert found[:2] == [
        (
            "error",
            {
                "file": "detections/wrong_command.yml",
                "line": "4",
                "title": "Wrong Command · True Positive Test",
            },
            "SPL301: Unknown search command 'statz'.\nDid you mean 'stats'?",
        ),
        (
            "error",
            {
                "file": "detections/remote_service.yml",
                "line": "3",
                "title": "Remote Service · Quiet night",
            },
            "2 rows, expected exactly 0\nstage 2 kept 0 of 12 rows\n  count > 2",
        ),
    ]
    assert found[2][0] == "notice"
    assert found[2][2] == "1 in error, 1 failed, 1 skipped, 1 passed in 12.3 s."


def test_markdown_has_a_summary_and_the_failures(tmp_path: Path) -> None:
    text = render_report("markdown", ordinary(tmp_path))
    assert text.splitlines()[0] == "## Detection tests: 1 in error, 1 failed, 1 skipped, 1 passed"
    assert "#### ❌ failed: Remote Service · Quiet night" in text
    assert "| ws\\-01 | al, bo | 3 |" in text
    kinds = [token.type for token in markdown(ordinary(tmp_path))]
    assert kinds.count("table_open") == 3
    assert kinds.count("fence") == 2


def test_markdown_stays_below_what_a_job_summary_may_hold(tmp_path: Path) -> None:
    many = [a_rule(tmp_path, f"Rule {number}") for number in range(3000)]
    why = ("×" * 5000,)
    run = Run(
        tuple(Outcome(rule, None, "failed", why, why=why) for rule in many),
        0.0,
        1.0,
        "1",
        folder=tmp_path,
    )
    text = render_report("markdown", run)
    assert len(text.encode()) < 1024 * 1024
    left = [
        int(n.replace(",", ""))
        for n in re.findall(r"^([\d,]+) more are not shown", text, re.MULTILINE)
    ]
    assert text.count("#### ") == 3000 - left[0]
    assert text.count("\n| ❌ failed |") - 1 == 3000 - left[1]
    assert text.rstrip().endswith("</details>")


@pytest.mark.parametrize("kind", FORMATS)
def test_a_run_that_was_stopped_says_so(tmp_path: Path, kind: str) -> None:
    run = ordinary(tmp_path)
    ended = "interrupted" in render_report(kind, run)
    stopped = "interrupted" in render_report(kind, replace(run, interrupted=True))
    # A line of JSON is about one test; whether the run came to its end is not its matter.
    assert (ended, stopped) == (False, kind != "jsonl")


@pytest.mark.parametrize("kind", FORMATS)
def test_no_report_holds_what_cannot_be_written(tmp_path: Path, kind: str) -> None:
    text = render_report(kind, hostile(tmp_path))
    text.encode("utf-8")
    assert not set(text) & {"\0", "\x1b", "\r"}
    if kind != "jsonl":
        assert not set(text) & {"\u202e", "\u200f", "\ufffe"}
        assert "\\x00" in text
        assert "\\u202e" in text


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    run = hostile(tmp_path)
    [suite] = junit(run)
    assert suite.get("name") == " ".join(visible(EVIL).split())
    assert visible(EVIL) in (suite[1][0].text or "")
    assert [command for command, _, _ in commands(run)] == ["error", "error", "notice"]
    assert visible(EVIL) in commands(run)[0][2]


def test_hostile_text_is_no_markup(tmp_path: Path) -> None:
    """What a browser makes of the page is tested where there is a browser; this holds anywhere."""
    page = html.document_fromstring(render_report("html", hostile(tmp_path)))
    assert [len(page.findall(f".//{tag}")) for tag in ("script", "style", "img", "b")] == [
        1,
        1,
        0,
        0,
    ]
    [code] = page.xpath("//details//pre[@class='search']/code[contains(., 'head')]")
    assert visible(EVIL) in code.text_content()
    handlers = page.xpath("//@*[starts-with(name(), 'on') or name() = 'style']")
    assert handlers == []


def test_hostile_text_is_no_markdown(tmp_path: Path) -> None:
    tokens = markdown(hostile(tmp_path))
    assert [t.content for t in tokens if t.type == "html_block"] == [
        "<details><summary>All rules (1)</summary>\n",
        "</details>\n",
    ]
    inline = {child.type for t in tokens for child in t.children or []}
    assert inline == {"text", "code_inline", "strong_open", "strong_close"}
    shown = [c.content for t in tokens for c in t.children or [] if c.type == "code_inline"]
    assert " ".join(visible(EVIL).split()).replace("\\|", "|") in {
        code.replace("\\\\x7c", "|").replace("\\|", "|") for code in shown
    }


@given(TEXT)
def test_any_text_is_itself_in_markdown(text: str) -> None:
    from spl.detections.reports.markdown import _text

    one_line = " ".join(visible(text).split())
    if not one_line:
        return
    paragraph = MarkdownIt("commonmark").enable(["table"]).parse(f"x {_text(text)} x")[1]
    shown = "".join(
        f" {c.content} " if c.type == "code_inline" else c.content for c in paragraph.children or []
    )
    assert shown.split() == f"x {one_line} x".split()


@given(TEXT)
def test_any_text_stays_in_its_cell(text: str) -> None:
    from spl.detections.reports.markdown import _table_row

    table = f"{_table_row([text, 'b'])}\n|:--|:--|\n"
    tokens = MarkdownIt("commonmark").enable(["table"]).parse(table)
    assert [t.type for t in tokens].count("th_open") == 2


@given(TEXT)
def test_visible_text_can_be_written_anywhere(text: str) -> None:
    shown = visible(text)
    element = etree.Element("a", b=shown)
    element.text = shown
    element.text.encode("utf-8")
    assert visible(shown) == shown


def test_a_report_makes_its_folder_and_can_be_added_to_a_file(tmp_path: Path) -> None:
    run = ordinary(tmp_path)
    file = tmp_path / "new" / "summary.md"
    write_report("markdown", run, file)
    write_report("markdown", run, file)
    once = render_report("markdown", run)
    assert file.read_text(encoding="utf-8") == once
    write_report("markdown", run, file, add=True)
    assert file.read_text(encoding="utf-8") == once + once


def test_a_report_that_cannot_be_written_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in (tmp_path, tmp_path / "file" / "report.xml"):
        with pytest.raises(DataError, match="SPL506"):
            write_report("junit", ordinary(tmp_path), place)


def test_every_row_is_in_the_json_lines(tmp_path: Path) -> None:
    rule = a_rule(tmp_path, "Many")
    rows = results(*({"n": str(number)} for number in range(2000)))
    [line] = lines(Run((Outcome(rule, None, "passed", results=rows),), 0, 0, "1", folder=tmp_path))
    assert len(line["rows"]) == 2000
