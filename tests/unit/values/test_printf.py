"""The format language of printf; expected texts are what printf of C prints."""

import pytest

from spl.values.printf import BadFormat, printf

PI = 3.141592653589793


@pytest.mark.parametrize(
    ("format_", "arguments", "text"),
    [
        ("%d,%i,%d", (-2, 4, 30), "-2,4,30"),
        ("%+d|% d|%+d", (5, 5, -5), "+5| 5|-5"),
        ("%5d|%-5d|%05d|%+05d", (42, 42, 42, 42), "   42|42   |00042|+0042"),
        ("%.4d|%6.4d|%.0d|", (42, 42, 0), "0042|  0042||"),
        ("%d %d", (3.9, -3.9), "3 -3"),
        ("%'d %'d %'d", (999, 1234567, -12345), "999 1,234,567 -12,345"),
        ("%'.2f", (1234567.891,), "1,234,567.89"),
        ("%*d|%-*d|%*d|", (5, 1, 5, 1, -5, 1), "    1|1    |1    |"),
        ("%*.*e", (9, 2, PI), " 3.14e+00"),
        ("%u %u", (99, -1), "99 18446744073709551615"),
        ("%o %#o %x %X %p %#x %#X", (8, 8, 255, 255, 255, 255, 255), "10 010 ff FF FF 0xff 0XFF"),
        ("%f %.1f %.0f %#.0f", (PI, PI, 2.5, 2.0), "3.141593 3.1 2 2."),
        ("%e %E %g %G %g", (12345.678, 12345.678, 1e-5, 1e20, 100000), None),
        ("%a %A %.2a %.0a", (1.0, 0.1, 0.1, 1.5), "0x1p+0 0X1.999999999999AP-4 0x1.9ap-4 0x2p+0"),
        ("%f|%5d|%F", (float("inf"), 1, float("-inf")), "inf|    1|-INF"),
        ("%05f", (float("nan"),), "  nan"),
        ("%s %z %.3s|%6s|%-6s|", ("a", "b", "abcdef", "r", "l"), "a b abc|     r|l     |"),
        ("%s %s", (1.5, True), "1.5 True"),
        ("%c%c%c", (65, "foo", 0x20AC), "Af€"),
        ("100%% %d", (1,), "100% 1"),
        ("no arguments", (), "no arguments"),
        ("%d", (1, 2, 3), "1"),
        ("%.s|%.*s|", ("abc", 2, "abc"), "|ab|"),
        ("%.*s|", (-1, "abc"), "abc|"),
    ],
)
def test_as_c_prints(format_, arguments, text):
    if text is None:
        text = "1.234568e+04 1.234568E+04 1e-05 1E+20 100000"
    assert printf(format_, iter(arguments)) == text


@pytest.mark.parametrize(
    ("format_", "arguments"),
    [
        ("%d", ()),
        ("%d", ("abc",)),
        ("%d", (None,)),
        ("%s", (("a", "b"),)),
        ("%d", (float("inf"),)),
        ("%c", (-1,)),
        ("%c", (0x110000,)),
        ("%y", (1,)),
        ("%", ()),
        ("50% ", ()),
        ("%9999999999d", (1,)),
        ("%.*f", (1e9, 1)),
        ("%*d", ("wide", 1)),
        ("%n", (1,)),
    ],
)
def test_what_cannot_be_filled_in(format_, arguments):
    with pytest.raises(BadFormat):
        printf(format_, iter(arguments))
