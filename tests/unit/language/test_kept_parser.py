"""Parsers kept on disk read what freshly built ones read, and broken files do no harm."""

import json
from pathlib import Path

import pytest

from spl.language import grammar, kept_parser
from spl.language.grammar import SHAPES, ShapeParser
from spl.language.parser import parse_search_expression

SEARCHES = ('a=1 b!="x y" OR NOT (c IN (1, "2*") d>=3)', "error CASE(Fail) TERM(10.0.0.1)", "")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder for kept parsers; the parsers of this process are forgotten."""
    monkeypatch.setattr(kept_parser, "_folder", lambda: tmp_path / "parsers")
    grammar.parser_of.cache_clear()
    yield tmp_path / "parsers"
    grammar.parser_of.cache_clear()


def trees() -> list[str]:
    grammar.parser_of.cache_clear()
    parse_search_expression.cache_clear()
    return [repr(parse_search_expression(text)) for text in SEARCHES]


def test_a_kept_parser_gives_the_same_trees(folder, monkeypatch):
    built = trees()
    assert [path.name.partition("-")[0] for path in folder.iterdir()] == ["search"]
    monkeypatch.setattr(ShapeParser, "_build", lambda *_: pytest.fail("built once more"))
    assert trees() == built


@pytest.mark.parametrize("shape", SHAPES)
def test_a_kept_parser_has_the_same_rules(folder, shape):
    built, kept = ShapeParser(shape).lark, ShapeParser(shape).lark
    assert list(map(str, kept.rules)) == list(map(str, built.rules))
    assert {t.name for t in kept.terminals} == {t.name for t in built.terminals}


@pytest.mark.parametrize("content", ["", "{", "[]", "[{}, {}]", "null", "\ud800", "1" * 5000])
def test_a_broken_file_is_built_again(folder, content):
    built = trees()
    (path,) = folder.iterdir()
    path.write_text(content, "utf-8", "surrogatepass")
    assert trees() == built
    assert json.loads(path.read_text())


def test_a_folder_that_cannot_be_written_does_no_harm(folder):
    folder.write_text("a file stands in the way")
    assert trees()
    assert Path(folder).is_file()
