"""What ``field op literal`` of the search command asks of a value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spl.values.search_compare import search_predicate

OPS = ("=", "!=", "<", ">", "<=", ">=")
VALUES = [None, "", "5", "1.0", "-3", "abc", "ABD", "10.1.2.3", "fd00::1", "A*", ("1", "zz")]

# For each literal and operator, which of VALUES satisfy it: n = null, e = "", 5, 1, -, a, B, 4, 6,
# * and m for the multivalue.
KEYS = "ne51-aB46*m"
TRUE = {
    "1": {"=": "m", "!=": "e51-aB46*m", "<": "e-", ">": "5aB46*m", "<=": "e1-m", ">=": "51aB46*m"},
    "1.0": {"=": "1", "!=": "e5-aB46*m", "<": "e-", ">": "5aB46*m", "<=": "e1-m", ">=": "51aB46*m"},
    "": {"=": "e", "!=": "51-aB46*m", "<": "", ">": "51-aB46*m", "<=": "e", ">=": "e51-aB46*m"},
    "*": {"=": "e51-aB46*m", "!=": "", "<": "e", ">": "51-aB46*m", "<=": "e", ">=": "51-aB46*m"},
    "**": {"=": "e51-aB46*m", "!=": "", "<": "e", ">": "51-aB46*m", "<=": "e", ">=": "51-aB46*m"},
    "ABC": {
        "=": "a",
        "!=": "e51-B46*m",
        "<": "e51-4*m",
        ">": "B6m",
        "<=": "e51-a4*m",
        ">=": "aB6m",
    },
    "a*": {"=": "aB*", "!=": "e51-46m", "<": "e51-4m", ">": "aB6m", "<=": "e51-4*m", ">=": "aB6*m"},
    "10.0.0.0/8": {
        "=": "4",
        "!=": "e51-aB6*m",
        "<": "e1-m",
        ">": "5aB46*m",
        "<=": "e1-m",
        ">=": "5aB46*m",
    },
    "fd00::/8": {
        "=": "6",
        "!=": "e51-aB4*m",
        "<": "e51-aB4*m",
        ">": "6m",
        "<=": "e51-aB4*m",
        ">=": "6m",
    },
}
CELLS = [(literal, op) for literal in TRUE for op in OPS]


@pytest.mark.parametrize(("literal", "op"), CELLS)
def test_every_cell(literal, op):
    holds = search_predicate(op, literal)
    satisfied = "".join(k for k, v in zip(KEYS, VALUES, strict=True) if holds(v))
    assert satisfied == TRUE[literal][op]


def test_case_can_matter():
    assert search_predicate("=", "Local*", case_sensitive=True)("LocalHost")
    assert not search_predicate("=", "Local*", case_sensitive=True)("LOCALHOST")
    assert search_predicate("!=", "a", case_sensitive=True)("A")
    assert search_predicate("<", "a", case_sensitive=True)("B")


def test_numbers_that_a_search_computed_compare_as_their_text():
    assert search_predicate("=", "5")(5.0)
    assert search_predicate(">", "9")(10)


def test_a_bare_address_is_text_and_a_path_is_no_network():
    assert not search_predicate("=", "::1")("0:0::1")
    assert search_predicate("=", "a/8")("A/8")
    assert search_predicate("=", "10.0.0.0/99")("10.0.0.0/99")
    assert search_predicate("=", "10.0.0.0/8")("10.0.0.0/8")


def test_an_unknown_operator_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="LIKE"):
        search_predicate("LIKE", "a")


TEXTS = st.sampled_from(["a", "B", "ab", "1", "1.0", "10.0.0.1", "", "*", "x/y"])
LITERALS = st.sampled_from(["a", "b", "A*", "1", "10.0.0.0/24", "", "*b", "1.*", "*"])
VALUE = st.one_of(st.none(), TEXTS, st.tuples(TEXTS, TEXTS))


@given(LITERALS, TEXTS)
def test_of_one_value_exactly_one_holds(literal, text):
    def holds(op):
        return search_predicate(op, literal)(text)

    assert holds("=") != holds("!=")
    assert holds("<") != holds(">=")
    assert holds(">") != holds("<=")


@given(LITERALS, VALUE)
def test_case_of_the_value_does_not_matter(literal, value):
    swapped = tuple(v.swapcase() for v in value) if isinstance(value, tuple) else value
    swapped = swapped.swapcase() if isinstance(swapped, str) else swapped
    for op in OPS:
        assert search_predicate(op, literal)(value) == search_predicate(op, literal)(swapped)
