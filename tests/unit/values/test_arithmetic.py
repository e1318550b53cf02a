"""Arithmetic: every kind of value with every other."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spl.values import arithmetic
from spl.values.value import as_field, number_text, read_number

KINDS = {
    "null": None,
    "number": 6,
    "field": as_field("1.50"),
    "digits": "4",
    "text": "ab",
    "boolean": True,
    "values": (as_field("1"), as_field("2")),
}

# left \ right: what "+" gives, then "-" and "."; "null" is null
TABLE = {
    "null": ["null null null"] * 7,
    "number": [
        "null null null",
        "12 0 66",
        "7.5 4.5 61.50",
        "10 2 64",
        "null null 6ab",
        "null null null",
        "null null null",
    ],
    "field": [
        "null null null",
        "7.5 -4.5 1.506",
        "3 0 1.501.50",
        "5.5 -2.5 1.504",
        "1.50ab null 1.50ab",
        "null null null",
        "null null null",
    ],
    "digits": [
        "null null null",
        "10 -2 46",
        "5.5 2.5 41.50",
        "44 0 44",
        "4ab null 4ab",
        "null null null",
        "null null null",
    ],
    "text": [
        "null null null",
        "null null ab6",
        "ab1.50 null ab1.50",
        "ab4 null ab4",
        "abab null abab",
        "null null null",
        "null null null",
    ],
    "boolean": ["null null null"] * 7,
    "values": ["null null null"] * 7,
}
CELLS = [
    (left, right, cell) for left in KINDS for right, cell in zip(KINDS, TABLE[left], strict=True)
]


def shown(value):
    if value is None:
        return "null"
    return value if isinstance(value, str) else number_text(value)


@pytest.mark.parametrize(("left", "right", "cell"), CELLS)
def test_every_cell(left, right, cell):
    one, other = KINDS[left], KINDS[right]
    jobs = (arithmetic.add, arithmetic.subtract, arithmetic.concatenate)
    assert " ".join(shown(job(one, other)) for job in jobs) == cell
    numeric = arithmetic.subtract(one, other) is not None
    for job in (arithmetic.multiply, arithmetic.divide, arithmetic.modulo):
        assert (job(one, other) is not None) == numeric


@pytest.mark.parametrize(
    ("job", "left", "right", "result"),
    [
        (arithmetic.divide, 7, 2, "3.5"),
        (arithmetic.divide, 10, 5, "2"),
        (arithmetic.divide, 1, 0, "null"),
        (arithmetic.divide, 1, as_field("0.0"), "null"),
        (arithmetic.modulo, 17, 5, "2"),
        (arithmetic.modulo, -7, 5, "-2"),
        (arithmetic.modulo, 7, -5, "2"),
        (arithmetic.modulo, -7.5, 2, "-1.5"),
        (arithmetic.modulo, 7, 0, "null"),
        (arithmetic.add, 2**53, 1, "9007199254740992"),
        (arithmetic.multiply, 3037000500, 3037000500, "9.22337203700025e+18"),
        (arithmetic.multiply, 1e308, 10, "inf"),
        (arithmetic.modulo, math.inf, 2, "nan"),
        (arithmetic.add, 0.1, 0.2, "0.30000000000000004"),
        (arithmetic.subtract, 7, 10, "-3"),
    ],
)
def test_numbers(job, left, right, result):
    assert shown(job(left, right)) == result


@pytest.mark.parametrize(
    ("value", "minus", "itself"),
    [
        (None, "null", "null"),
        (5, "-5", "5"),
        (as_field("-1.50"), "1.5", "-1.5"),
        ("7", "-7", "7"),
        ("x", "null", "null"),
        (True, "null", "null"),
        (("1", "2"), "null", "null"),
    ],
)
def test_signs(value, minus, itself):
    assert shown(arithmetic.negate(value)) == minus
    assert shown(arithmetic.plus(value)) == itself


WHOLE = st.integers(-(2**60), 2**60)


@given(st.one_of(WHOLE, st.floats(allow_nan=False, allow_infinity=False)))
def test_number_text_reads_back(number):
    back = read_number(number_text(number))
    assert back == arithmetic.whole_or_double(number)


@given(WHOLE.map(arithmetic.whole_or_double), WHOLE.map(arithmetic.whole_or_double))
def test_whole_numbers_calculate_as_doubles_do(left, right):
    for job in (arithmetic.add, arithmetic.subtract, arithmetic.multiply):
        assert float(job(left, right)) == job(float(left), float(right))
