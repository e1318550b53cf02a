"""Laws of all eval functions: whatever they are given, they answer with a value."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import spl.values.eval  # noqa: F401  # fills the book
from spl.values.book import functions
from spl.values.value import as_field

HEADINGS = {
    "Bitwise functions": "bit_and bit_not bit_or bit_shift_left bit_shift_right bit_xor",
    "Comparison and Conditional functions": "case cidrmatch coalesce false if in like lookup match "
    "null nullif searchmatch true validate",
    "Conversion functions": "ipmask printf toarray tobool todouble toint tomv tonumber toobject "
    "tostring",
    "Cryptographic functions": "md5 sha1 sha256 sha512",
    "Informational functions": "isarray isbool isdouble isint ismv isnotnull isnull isnum isobject "
    "isstr typeof",
    "Mathematical functions": "abs ceiling exact exp floor ln log pi pow round sigfig sqrt sum",
    "Text functions": "len lower ltrim replace rtrim spath substr trim upper urldecode",
    "Trigonometric and Hyperbolic functions": "acos acosh asin asinh atan atan2 atanh cos cosh "
    "hypot sin sinh tan tanh",
}
MINE = [e for e in functions if e.category in HEADINGS and not e.special]
HARD = [
    "",
    " ",
    "0",
    "-0",
    "1e999",
    "nan",
    "(",
    "a*",
    "%",
    "%*d",
    "%1000000d",
    "{}",
    "[",
    "[1",
    "<a",
]
HARD += [
    "\ud800",
    "é",
    "\x00",
    "10.0.0.0/8",
    "1.2.3.4",
    "::1/129",
    "hex",
    "x" * 300,
    "{@a}",
    "9" * 400,
]
SCALARS = st.one_of(
    st.booleans(),
    st.integers(-(2**60), 2**60),
    st.floats(),
    st.sampled_from(HARD),
    st.sampled_from(HARD).map(as_field),
    st.text(max_size=5),
)
VALUES = st.one_of(st.none(), SCALARS, st.tuples(SCALARS, SCALARS))


def is_value(result):
    if isinstance(result, tuple):
        return len(result) > 1 and all(is_value(item) for item in result)
    return result is None or isinstance(result, (str, int, float))


@pytest.mark.parametrize("heading", HEADINGS)
def test_each_heading_of_the_manual_is_complete(heading):
    assert sorted(HEADINGS[heading].split()) == [e.name for e in functions if e.category == heading]


@pytest.mark.parametrize("entry", MINE, ids=lambda entry: entry.name)
@settings(max_examples=60)
@given(data=st.data())
def test_any_arguments_give_a_value(entry, data):
    most = entry.least + 2 * entry.step if entry.most is None else entry.most
    counts = [count for count in range(entry.least, most + 1) if entry.takes(count)]
    arguments = data.draw(st.sampled_from(counts).flatmap(lambda n: st.tuples(*[VALUES] * n)))
    assert is_value(entry.body(*arguments))


OF_NULL = {
    "case",
    "validate",
    "coalesce",
    "if",
    "null",
    "nullif",
    "in",
    "true",
    "false",
    "pi",
    "sum",
}
OF_NULL |= {e.name for e in MINE if e.category == "Informational functions"}


@pytest.mark.parametrize("entry", MINE, ids=lambda entry: entry.name)
def test_null_in_null_out(entry):
    if entry.name not in OF_NULL:
        for place in range(entry.least):
            arguments = ["1"] * entry.least
            arguments[place] = None
            assert entry.body(*arguments) is None


ONE_VALUE = [e for e in MINE if e.category.startswith(("Text", "Crypt", "Math", "Trig", "Bit"))]


@pytest.mark.parametrize("entry", ONE_VALUE, ids=lambda entry: entry.name)
def test_a_multivalue_gives_null(entry):
    if entry.least and entry.name != "sum":
        assert entry.body(("1", "2"), *["1"] * (entry.least - 1)) is None


def call(name, *arguments):
    return functions.get(name).body(*arguments)


@pytest.mark.parametrize(
    ("name", "arguments", "result"),
    [
        ("match", (("x", "foo"), "^f"), True),
        ("match", ("a", "("), None),
        ("match", (12, "^1"), True),
        ("like", (("x", "foo"), "f%"), True),
        ("cidrmatch", ("10.0.0.0/8", ("8.8.8.8", "10.0.0.1")), True),
        ("cidrmatch", ("not a network", "10.0.0.1"), False),
        ("cidrmatch", ("10.1.2.3", "10.1.2.3"), True),
        ("cidrmatch", ("0.0.0.0/0", "::1"), False),
        ("in", (("a", "b"), "b"), True),
        ("isnum", (as_field("1.5e3"),), True),
        ("isnum", ("12",), False),
        ("isnum", (True,), False),
        ("isint", (as_field("5.0"),), True),
        ("isint", (math.inf,), False),
        ("isdouble", (math.inf,), True),
        ("isstr", (as_field("12"),), False),
        ("typeof", (as_field("12"),), "Number"),
        ("tonumber", (" 5 ",), None),
        ("tonumber", ("1_000",), None),
        ("tonumber", ("zz", 36), 1295),
        ("tonumber", ("9", 8), None),
        ("tonumber", ("1", 37), None),
        ("tonumber", ("0x1f", 0), None),
        ("tonumber", (True,), None),
        ("tonumber", ("-ff", 16), -255),
        ("tostring", (as_field("1.50"),), "1.50"),
        ("tostring", (-15, "hex"), "-0xF"),
        ("tostring", (1234567.5, "commas"), "1,234,567.50"),
        ("tostring", (-0.004, "commas"), "0.00"),
        ("tostring", (1.5, "duration"), "00:00:01.500000"),
        ("tostring", (-90, "duration"), "-00:01:30"),
        ("tostring", (86400, "duration"), "1+00:00:00"),
        ("tostring", (5, "roman"), None),
        ("tostring", (math.nan, "hex"), None),
        ("tobool", (as_field("1"),), True),
        ("toint", ("-0.5",), -1),
        ("round", (2.555, 2), "2.56"),
        ("round", (0.5,), 1),
        ("round", (-0.001, 2), "0.00"),
        ("round", (1e300, 2), "1" + "0" * 300 + ".00"),
        ("round", (math.inf, 2), math.inf),
        ("sigfig", ((0,), as_field("0.00123")), "0.00123"),
        ("sigfig", ((0, 1, "*"), as_field("2.5"), as_field("0.0")), "0.0"),
        ("sigfig", ((0, 1, "/"), as_field("1.0"), as_field("3.000")), "0.33"),
        ("sigfig", ((0, 1, "*"), as_field("1.0"), math.inf), math.inf),
        ("sigfig", ((0, 1, "-"), as_field("1500"), as_field("0.4")), 1500),
        ("floor", (math.inf,), math.inf),
        ("ceil", (-0.5,), 0),
        ("pow", (0, -1), None),
        ("pow", (10, 400), math.inf),
        ("log", (as_field("100"),), 2),
        ("log", (8, as_field("2")), 3),
        ("exp", (1000,), math.inf),
        ("bit_not", (0,), 2**53 - 1),
        ("bit_and", (2**53, 1), None),
        ("bit_and", (as_field("12"), "9"), 8),
        ("bit_shift_left", (2**52, 1), 0),
        ("len", (as_field("1.50"),), 4),
        ("trim", ("\n a\t",), "\n a"),
        ("trim", ("xax", ""), "xax"),
        ("replace", ("ab", "(?<x>a)(b)", "\\2\\1"), "ba"),
        ("replace", ("C:\\a", "\\\\", "/"), "C:/a"),
        ("replace", ("a", "(", "b"), None),
        ("substr", (as_field("12345"), 2, 3), "234"),
        ("spath", ('{"a": [{"b": 1}, {"b": true}]}', "a{}.b"), ("1", "true")),
        ("spath", ('{"a": {"b": null}}', "a.b"), None),
        ("spath", ('{"a": 1}', "a{x}"), None),
        ("urldecode", ("%ff%41",), "\ufffdA"),
    ],
)
def test_what_the_examples_cannot_say(name, arguments, result):
    assert call(name, *arguments) == result
