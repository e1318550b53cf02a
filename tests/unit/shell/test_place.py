"""Where the cursor stands; ‸ marks it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spl.shell.prompt.place import Call, place_at

CASES = [
    # typed, command, named, word
    ("", "search", True, ""),
    ("Event", "search", True, "Event"),
    ("| sta", "sta", False, "sta"),
    ("index=main | stats ", "stats", True, ""),
    ("index=main | stats count by Us", "stats", True, "Us"),
    ("x [search y | ta", "ta", False, "ta"),
    ("x [search y] | wh", "wh", False, "wh"),
    ('x="a | b" | eval z=up', "eval", True, "up"),
    ("```a | b``` | whe", "whe", False, "whe"),
    ("search foo | head", "head", False, "head"),
]


@pytest.mark.parametrize(("typed", "command", "named", "word"), CASES)
def test_the_command_and_the_word(typed: str, command: str, named: bool, word: str) -> None:
    place = place_at(typed)
    assert (place.command, place.named, place.word) == (command, named, word)


@pytest.mark.parametrize(
    ("typed", "call"),
    [
        ("| eval x=round(a", Call("round", 0)),
        ("| eval x=round(len(a), ", Call("round", 1)),
        ('| eval x=replace(a, "x,y(", ', Call("replace", 2)),
        ("| eval x=if(match(a, ", Call("match", 1)),
        ("| eval x=(a", None),
        ("| eval x=round(a)", None),
        ("| stats count(eval(if(a>1, ", Call("if", 1)),
    ],
)
def test_the_call_and_its_argument(typed: str, call: Call | None) -> None:
    assert place_at(typed).call == call


@pytest.mark.parametrize(
    ("typed", "field", "word", "quoted"),
    [
        ("EventCode=46", "EventCode", "46", False),
        ('Image="C:\\\\Win', "Image", "C:\\\\Win", True),
        ("dest!=", "dest", "", False),
        ("user IN (al, b", "user", "b", False),
        ('user NOT IN ("al", "b', "user", "b", True),
        ("| tstats count from datamodel=End", "datamodel", "End", False),
        ('| search Processes.dest="', "Processes.dest", "", True),
        ("a=b c", None, "c", False),
        ("n >", "n", "", False),
    ],
)
def test_the_field_whose_value_is_typed(
    typed: str, field: str | None, word: str, quoted: bool
) -> None:
    place = place_at(typed)
    assert (place.compared, place.word, place.quoted) == (field, word, quoted)


def test_a_macro_call() -> None:
    assert place_at("`sec").macro
    assert place_at("`sec").word == "sec"
    assert not place_at("`sysmon` x").macro


@given(st.text("ab |[]()`\"'\\=,.\n", max_size=40))
def test_no_text_is_too_odd(text: str) -> None:
    place = place_at(text)
    assert text.endswith(place.word)
