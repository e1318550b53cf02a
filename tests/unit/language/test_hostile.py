"""Whatever is thrown at the parser ends in a tree or in one clear error."""

from itertools import pairwise

import pytest

from spl.errors import SplError
from spl.language.expand import Macro
from spl.language.parser import parse
from spl.language.tokens import tokens
from tests.unit.language.shapes import SHAPES

MANY = 20_000

REFUSED = {
    "open parentheses": "(" * MANY,
    "open parentheses in eval": "x | eval a=" + "(" * MANY,
    "nots": "NOT " * MANY + "a",
    "nots in eval": "x | where " + "NOT " * MANY + "a",
    "minus signs": "x | eval a=" + "-" * MANY + "1",
    "a long sum": "x | eval a=1" + "+1" * MANY,
    "calls": "x | eval a=" + "f(" * MANY,
    "alternating groups": "(a OR (b " * 1000 + "c" + "))" * 1000,
    "empty commands": "a" + " |" * MANY,
    "subsearches": "a " + "[search b " * MANY,
    "quotes": '"' * (MANY + 1),
    "a backslash": "a \\" * MANY,
    "ticks": "``" * MANY,
    "groups": "x | transaction startswith=" + "(" * MANY,
    "commas": "," * MANY,
}
PARSED = {
    "parentheses": "(" * 100_000 + "a" + ")" * 100_000,
    "parentheses in eval": "x | eval a=" + "(" * MANY + "b" + ")" * MANY,
    "pipes": "a" + " | head 5" * 10_000,
    "ors": "a" + " OR a" * MANY,
    "ors in where": "x | where a=1" + " OR a=1" * MANY,
    "a word of 10 MB": "a" * 10_000_000,
    "a string of 10 MB": 'a="' + "b" * 10_000_000 + '"',
    "blanks of 10 MB": " " * 10_000_000 + "a",
    "a long list": "a IN (" + "x," * MANY + "y)",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_refused_with_one_clear_error(text):
    with pytest.raises(SplError) as caught:
        parse(text, shapes=SHAPES)
    assert caught.value.code.startswith("SPL1")
    assert len(caught.value.render()) < 300 + len(caught.value.message)


@pytest.mark.parametrize("text", PARSED.values(), ids=PARSED)
def test_parsed_and_printed(text):
    assert str(parse(text, shapes=SHAPES))


def test_macros_that_double_at_every_level_are_refused():
    macros = {f"m{n}": Macro(f"m{n}", (), f"`m{n + 1}``m{n + 1}`") for n in range(60)}
    with pytest.raises(SplError) as caught:
        parse("`m0`", shapes=SHAPES, macros=macros | {"m60": Macro("m60", (), "")})
    assert "macro calls" in caught.value.message


def test_a_mask_character_is_refused():
    with pytest.raises(SplError) as caught:
        parse("a \ufdd0", shapes=SHAPES)
    assert caught.value.code == "SPL110"


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_highlighting_never_raises(text):
    found = tokens(text[:5000], SHAPES)
    assert all(a.end <= b.start for a, b in pairwise(found))
