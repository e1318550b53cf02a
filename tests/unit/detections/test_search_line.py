"""The line of a rule's file on which a clause of its search stands."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from spl.detections import read_rule
from spl.detections.search_line import fault_line, search_line
from spl.errors import BindError, KnowledgeError, Span

FILES = {
    "literal": 'name: r\nsearch: |\n  index=main "a"\n\n  | statz count\n  | head 1\n',
    "literal with a comment": "name: r\nsearch: |- # why\n   index=main\n\n\n   | statz x\n",
    "folded": "name: r\n\nsearch: >-\n  index=main\n  foo bar\n  | statz count\nid: 1\n",
    "plain over lines": "search: index=main\n  foo\n  | statz count\nname: r\n",
    "single quotes": "name: r\nsearch: 'index=main a=''b''\n  c\n\n  | statz count'\n",
    "double quotes": 'name: r\nsearch: "index=m\\n\\ta=\\"b\\" \\\n  x\\x41\\u0042\n  | statz y"\n',
    "one line": "name: r\nsearch: '`x` | statz count'\n",
    "alias": "other: &text |\n  a b\n  | statz c\nsearch: *text\nname: r\n",
    "with a mark at the start": "\ufeffname: r\nsearch: |\n  a\n  | statz b\n",
    "windows lines": "name: r\r\nsearch: |\r\n  a\r\n  | statz b\r\n",
}


@pytest.mark.parametrize("kind", FILES)
def test_a_fault_stands_on_the_line_of_its_clause(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "r.yml"
    path.write_bytes(FILES[kind].encode())
    rule = read_rule(path)
    start = rule.search.index("statz")
    error = BindError("?", span=Span(start, start + 5), text=rule.search)
    lines = FILES[kind].splitlines()
    assert lines[fault_line(rule, error) - 1].find("statz") >= 0


@given(
    words=st.lists(st.text("aé😀\"'\\|: #", min_size=1, max_size=9), min_size=1, max_size=12),
    style=st.sampled_from(["|", ">", "'", '"', None]),
    width=st.integers(5, 40),
)
def test_however_yaml_writes_the_search(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], style: str | None, width: int
) -> None:
    search = "\n".join([*words, "| statz z", "end"])
    path = tmp_path_factory.mktemp("rule") / "r.yml"
    text = yaml.safe_dump({"search": search}, default_style=style, width=width)
    path.write_text(text)
    rule = read_rule(path)
    start = rule.search.index("statz")
    error = BindError("?", span=Span(start, start + 5), text=rule.search.strip())
    error.span = Span(start - (len(rule.search) - len(rule.search.lstrip())), start + 5)
    assert "statz" in text.splitlines()[fault_line(rule, error) - 1]


def test_without_a_place_in_the_search_it_is_the_line_of_the_key(tmp_path: Path) -> None:
    path = tmp_path / "r.yml"
    path.write_text("name: research\n\n'search': |\n  a\n")
    rule = read_rule(path)
    assert fault_line(rule, None) == 3
    assert fault_line(rule, BindError("?")) == 3
    elsewhere = BindError("?", span=Span(0, 1), text="another search")
    assert fault_line(rule, elsewhere) == 3


def test_a_broken_file_tells_its_own_line(tmp_path: Path) -> None:
    path = tmp_path / "r.yml"
    path.write_text("name: r\na: [1\nsearch: x\n")
    with pytest.raises(KnowledgeError) as caught:
        read_rule(path)
    from spl.detections import Rule

    assert fault_line(Rule(path, "r", ""), caught.value) == 3


def test_a_file_that_is_gone_or_has_no_search(tmp_path: Path) -> None:
    assert search_line(tmp_path / "gone.yml") == 1
    (tmp_path / "r.yml").write_text("name: r\n")
    assert search_line(tmp_path / "r.yml") == 1
