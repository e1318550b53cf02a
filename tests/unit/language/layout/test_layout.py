"""How a search is laid out, as data, and what the formatter promises."""

from pathlib import Path

import pytest
import yaml

from spl.commands import shapes
from spl.errors import SplError
from spl.language.expand import Macro
from spl.language.layout import Formatter
from spl.language.layout.same import is_same, read
from spl.language.parser import parse
from tests.spec.case import read_cases

FORMATTER = Formatter(shapes())
CASES = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text("utf-8"))
SPEC = [case.data["search"] for case in read_cases()]


def parsed(text):
    return parse(text, shapes=shapes(), macros={"m(1)": Macro("m", ("x",), "$x$=1")})


@pytest.mark.parametrize("case", CASES, ids=[case["about"] for case in CASES])
def test_layout(case):
    made = Formatter(shapes(), case.get("width", 100)).format(case["search"])
    assert made == case["want"].rstrip("\n")
    assert Formatter(shapes(), case.get("width", 100)).format(made) == made
    assert is_same(case["search"], made, parsed)


@pytest.mark.parametrize("width", [100, 30])
def test_every_search_of_the_spec_means_the_same_and_stays_as_it_was_laid_out(width):
    formatter = Formatter(shapes(), width)
    laid_out = 0
    for text in SPEC:
        try:
            read(text, parsed)
        except SplError:
            continue
        made = formatter.format(text)
        assert formatter.format(made) == made
        assert is_same(text, made, parsed), text
        laid_out += 1
    assert laid_out > 2000


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a=1 b=2", "a=1 b=3"),
        ('a="x  y"', 'a="x y"'),
        ("a | where b=1 OR c=1 AND d=1", "a | where (b=1 OR c=1) AND d=1"),
        ("a | stats sum(eval( x+1))", "a | stats sum(eval(x+1))"),
        ("a AND b", "a and b"),
        ("a ```one``` b", "a ```two``` b"),
        ("a | stats count | eval x=a .b", "a | stats count | eval x=a. b | head 1"),
    ],
)
def test_a_layout_that_changes_anything_is_noticed(before, after):
    assert is_same(before, before, parsed)
    assert not is_same(before, after, parsed)


def test_an_unknown_macro_leaves_its_stage_unread_and_no_other():
    assert is_same("`odd` x | head 1 | `odd(1)`", "`odd` x\n| head 1 | `odd(1)`", parsed)
    with pytest.raises(SplError, match="SPL301"):
        read("`odd` x | statz count", parsed)
    with pytest.raises(SplError, match="SPL301"):
        read("x | append [search `odd` | statz count]", parsed)


@pytest.mark.parametrize(
    ("text", "code"), [("a ``` b", "SPL108"), ("a `b", "SPL203"), ('a | eval x="', "SPL103")]
)
def test_what_is_not_closed_is_an_error(text, code):
    with pytest.raises(SplError, match=code):
        is_same(text, text, parsed)
