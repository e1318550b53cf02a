"""The wildcard of the search command, against a matcher that fills in a table."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spl.values.wildcard import fold, wildcard

TEXT = st.text(alphabet="ab*?\n\\éÉİßςσΣ", max_size=12)
PATTERN = st.text(alphabet="ab**?\n\\éÉİßςσΣ", max_size=8)


def by_table(pattern: str, text: str) -> bool:
    """row[j]: the pattern read so far covers the first j characters."""
    row = [True] + [False] * len(text)
    for sign in pattern:
        if sign == "*":
            row = [any(row[: j + 1]) for j in range(len(text) + 1)]
        else:
            row = [False] + [row[j] and text[j] == sign for j in range(len(text))]
    return row[-1]


@given(PATTERN, TEXT)
def test_agrees_with_the_table(pattern, text):
    assert wildcard(pattern, ignore_case=False)(text) == by_table(pattern, text)


@given(PATTERN, TEXT)
def test_case_does_not_matter(pattern, text):
    fits = wildcard(pattern)(text)
    assert fits == by_table(fold(pattern), fold(text))
    assert wildcard(fold(pattern))(text) == fits == wildcard(pattern)(fold(text))


@given(st.text(max_size=8), st.text(max_size=8))
def test_folding_works_character_by_character(left, right):
    assert fold(left + right) == fold(left) + fold(right)
    assert fold(fold(left)) == fold(left)


@given(TEXT, TEXT)
def test_a_piece_is_found_anywhere(piece, text):
    assert wildcard(f"*{piece}*")(text + piece.replace("*", "x") + text)


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("*\\cmd.exe", "C:\\Windows\\CMD.EXE", True),
        ("cmd*cmd", "cmd", False),
        ("a*a", "aa", True),
        ("", "", True),
        ("", "a", False),
        ("*", "", True),
        ("a?c", "abc", False),
        ("a*c", "a\nb\nc", True),
        ("ΑΣ*", "ασα", True),
        ("ss", "ß", False),
    ],
)
def test_examples(pattern, text, fits):
    assert wildcard(pattern)(text) is fits


def test_many_stars_take_linear_time():
    began = time.monotonic()
    assert not wildcard("*a" * 50 + "b")("a" * 100_000)
    assert not wildcard("*ab" * 50)("a" * 100_000)
    assert time.monotonic() - began < 1
