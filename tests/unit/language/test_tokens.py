from spl.language.tokens import KINDS, tokens
from tests.unit.language.shapes import SHAPES


def kinds(text):
    return [(token.kind, text[token.start : token.end]) for token in tokens(text, SHAPES)]


def test_a_whole_search():
    assert kinds("index=main `m(x)` | stats count(x) AS y BY z ```why```") == [
        ("field", "index"),
        ("operator", "="),
        ("value", "main"),
        ("macro", "`m(x)`"),
        ("pipe", "|"),
        ("command", "stats"),
        ("function", "count"),
        ("punctuation", "("),
        ("field", "x"),
        ("punctuation", ")"),
        ("keyword", "AS"),
        ("field", "y"),
        ("keyword", "BY"),
        ("field", "z"),
        ("comment", "```why```"),
    ]


def test_a_subsearch_is_read_on_its_own():
    assert ("command", "search") in kinds("x | append [search a=1 | head 5]")
    assert ("number", "5") in kinds("x | append [search a=1 | head 5")


def test_an_unknown_command_and_what_cannot_stand_are_errors():
    assert ("error", "statz") in kinds("x | statz count")
    assert ("error", ")") in kinds("x | where ) a=1")


def test_half_typed_text_is_no_error():
    for text in ('x | where a="b', "x | stats count by", "x | eval a=", "x | rename a as"):
        assert "error" not in [kind for kind, _ in kinds(text)]


def test_every_kind_is_announced():
    text = 'a=1 "b" | eval x=if(1>2,"c",d) | head limit=5 | `m` ```c``` | nope [search x]'
    assert {kind for kind, _ in kinds(text)} <= set(KINDS)


def test_every_prefix_of_a_search_is_read():
    text = '| tstats count from datamodel=A.B where A.x IN ("y", z*) by A.u span=1h | sort - count'
    for end in range(len(text)):
        assert all(token.end <= end for token in tokens(text[:end], SHAPES))
