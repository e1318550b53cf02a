"""How expressions compare: every kind of value against every other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spl.values.compare import and_, compare, equals, in_list, like, not_, or_, xor_
from spl.values.value import NumericText, as_field

KINDS = {
    "null": None,
    "number": 10,
    "field": as_field("10.0"),
    "digits": "9",
    "text": "abc",
    "boolean": True,
    "values": (as_field("2"), "abc"),
}

# left \ right:  what "=", "<" and ">" give in each cell; T, F or - for null
TABLE = {
    #           null  number field digits text boolean values
    "null": "    ---   ---   ---   ---    ---  ---     ---",
    "number": "  ---   TFF   TFF   FFT    FTF  ---     FTT",
    "field": "   ---   TFF   TFF   FFT    FTF  ---     FTT",
    "digits": "  ---   FTF   FTF   TFF    FTF  ---     FTT",
    "text": "    ---   FFT   FFT   FFT    TFF  ---     TFT",
    "boolean": " ---   ---   ---   ---    ---  T--     ---",
    "values": "  ---   FTT   FTT   FTT    TTF  ---     TTT",
}
CELLS = [
    (left, right, TABLE[left].split()[column])
    for left in KINDS
    for column, right in enumerate(KINDS)
]
SIGNS = {True: "T", False: "F", None: "-"}


@pytest.mark.parametrize(("left", "right", "cell"), CELLS)
def test_every_cell(left, right, cell):
    answers = (compare(op, KINDS[left], KINDS[right]) for op in "=<>")
    assert "".join(SIGNS[answer] for answer in answers) == cell


def test_digits_in_quotes_are_text_among_themselves():
    assert compare("<", "10", "9") is True
    assert compare("<", as_field("10"), "9") is False
    assert compare("=", "1.0", "1") is False


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.floats(allow_nan=False),
    st.sampled_from(["", "a", "A", "10", "9", "1.0", "é"]),
    st.sampled_from(["10", "9", "1.0", "x"]).map(as_field),
)
VALUES = st.one_of(SCALARS, st.tuples(SCALARS.filter(lambda v: v is not None), st.just("a")))


@given(VALUES, VALUES)
def test_sides_can_be_swapped(left, right):
    assert compare("=", left, right) == compare("=", right, left)
    assert compare("!=", left, right) == compare("!=", right, left)
    assert compare("<", left, right) == compare(">", right, left)
    assert compare("<=", left, right) == compare(">=", right, left)


@given(SCALARS, SCALARS)
def test_of_two_single_values_exactly_one_holds(left, right):
    assert compare("!=", left, right) == not_(equals(left, right))
    assert compare(">=", left, right) == not_(compare("<", left, right))
    assert compare("<=", left, right) == not_(compare(">", left, right))
    assert equals(left, right) == compare("==", left, right)


@given(VALUES, st.lists(VALUES, max_size=3))
def test_in_is_an_or(value, items):
    answer = False
    for item in items:
        answer = or_(answer, equals(value, item))
    assert in_list(value, items) == answer


TRUTH = (True, False, None)


def test_and_or_xor_not_with_null():
    def table(connective):
        return ["".join(SIGNS[connective(left, right)] for right in TRUTH) for left in TRUTH]

    assert table(and_) == ["TF-", "FFF", "-F-"]
    assert table(or_) == ["TTT", "TF-", "T--"]
    assert table(xor_) == ["FT-", "TF-", "---"]
    assert [not_(value) for value in TRUTH] == [False, True, None]


@pytest.mark.parametrize("value", ["true", 1, 0, "", ("a", "b"), NumericText("1", 1)])
def test_what_is_no_boolean_is_no_truth(value):
    assert not_(value) is None
    assert and_(value, True) is None
    assert or_(value, False) is None
    assert xor_(value, True) is None


@pytest.mark.parametrize(
    ("value", "pattern", "answer"),
    [
        ("foobar", "foo%", True),
        ("foobar", "foo", False),
        ("foo", "f_o", True),
        ("fo", "f_o", False),
        ("Foo", "f%", False),
        ("", "%", True),
        ("a\nb", "a%b", True),
        ("a.b", "a_b", True),
        ("axb", "a.b", False),
        ("aab", "%a_", True),
        ("ab", "ab%b", False),
        ("C:\\Temp\\x", "%\\Temp\\%", True),
        ("abcabc", "%b%b_", True),
        (12, "1%", True),
        (as_field("012"), "0%", True),
        (("x", "foo"), "f%", True),
        (None, "%", None),
        ("a", None, None),
        (True, "T%", None),
        ("a", ("a", "b"), None),
    ],
)
def test_like(value, pattern, answer):
    assert like(value, pattern) is answer


def by_table(pattern, text):
    row = [True] + [False] * len(text)
    for sign in pattern:
        if sign == "%":
            row = [any(row[: j + 1]) for j in range(len(text) + 1)]
        else:
            row = [False] + [row[j] and sign in ("_", text[j]) for j in range(len(text))]
    return row[-1]


@given(st.text("ab%_*\n", max_size=7), st.text("ab%_*\n", max_size=10))
def test_like_agrees_with_the_table(pattern, text):
    assert like(text, pattern) is by_table(pattern, text)
