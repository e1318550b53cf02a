"""What a value is: text read as numbers, numbers written as text, multivalues."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spl.values.rounding import decimal_text, round_decimal
from spl.values.value import (
    NumericText,
    as_field,
    as_number,
    as_text,
    as_texts,
    multivalue,
    number_text,
    read_number,
    single_text,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", 5),
        ("-5", -5),
        ("+5", 5),
        ("007", 7),
        ("1.50", 1.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1.5e3", 1500.0),
        ("1E-2", 0.01),
        ("9007199254740993", 9007199254740992.0),
        ("", None),
        (" 5", None),
        ("5 ", None),
        ("5\n", None),
        ("1_000", None),
        ("1,000", None),
        ("0x1f", None),
        ("inf", None),
        ("nan", None),
        ("1e999", None),
        ("9" * 400, None),
        ("9" * 5000, None),
        ("٣", None),
        ("²", None),
        ("-", None),
        (".", None),
        ("e5", None),
        ("1.2.3", None),
    ],
)
def test_text_is_read_as_a_number_or_not(text, number):
    assert read_number(text) == number
    assert isinstance(as_field(text), NumericText) is (number is not None)
    assert as_text(as_field(text)) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (2, "2"),
        (2.0, "2"),
        (-0.0, "0"),
        (0.1, "0.1"),
        (1e16, "10000000000000000"),
        (1e17, "1e+17"),
        (1e-7, "1e-07"),
        (1 / 3, "0.3333333333333333"),
        (math.inf, "inf"),
        (-math.inf, "-inf"),
        (math.nan, "nan"),
    ],
)
def test_a_number_is_written(number, text):
    assert number_text(number) == text


def test_kinds_of_values():
    field = as_field("1.0")
    assert (as_number(field), as_number("1.0"), as_number(True), as_number(None)) == (
        1,
        1,
        None,
        None,
    )
    assert as_field(("1", "a")) == ("1", "a")
    assert as_number(("1",)) is None
    assert as_texts((1, True, "a")) == ("1", "True", "a")
    assert (as_texts(None), as_texts("")) == ((), ("",))
    assert (multivalue([]), multivalue(["a"]), multivalue(["a", "b"])) == (None, "a", ("a", "b"))
    assert [single_text(v) for v in (field, 2.0, None, True, ("a",))] == [
        "1.0",
        "2",
        None,
        None,
        None,
    ]


@given(st.floats(allow_nan=False, allow_infinity=False, width=32), st.integers(0, 8))
def test_rounding_stays_within_half_a_unit(number, digits):
    rounded = round_decimal(number, digits)
    assert abs(float(rounded) - number) <= 0.5 * 10**-digits * (1 + 1e-9) + abs(number) * 1e-15
    _, _, places = decimal_text(rounded).partition(".")
    assert len(places) == digits


@given(st.integers(0, 10**6), st.integers(1, 4))
def test_half_goes_away_from_zero(whole, digits):
    half = float(f"{whole}.{'0' * (digits - 1)}25")
    up = f"{whole}.{'0' * (digits - 1)}3"
    assert decimal_text(round_decimal(half, digits)) == up
    assert decimal_text(round_decimal(-half, digits)) == f"-{up}"
