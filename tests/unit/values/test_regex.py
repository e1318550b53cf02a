"""Regular expressions: PCRE syntax, Unicode, replacement, and an end to runaway patterns."""

import time

import pytest

from spl.errors import RunError
from spl.values.regex import BadRegex, compile_regex

FINDS = [
    # pattern, text, what the whole match is
    (r"\d+", "abc 123", "123"),
    (r"(?i)FOO", "a foo", "foo"),
    (r"a++b", "aaab", "aaab"),
    (r"(?>a+)ab", "aaab", None),
    (r"foo\Kbar", "foobar", "bar"),
    (r"\h+", "a \tb", " \t"),
    (r"a\Rb", "a\r\nb", "a\r\nb"),
    (r"\((?:[^()]|(?R))*\)", "x(a(b)c)y", "(a(b)c)"),
    (r"(?<=é)ü", "éü", "ü"),
    (r".", "\U0001f600", "\U0001f600"),
    (r"a.b", "a\nb", None),
    (r"(?s)a.b", "a\nb", "a\nb"),
    (r"b$", "ab\n", "b"),
    (r"\x{202E}", "a\u202eb", "\u202e"),
    (r"[\x{1F600}-\x{1F64F}]", "x\U0001f601", "\U0001f601"),
    (r"\x41\x4", "A\x04", "A\x04"),
    (r"\Q\x{41}\E", "\\x{41}", "\\x{41}"),
    (r"\\x{2}", "\\xx", "\\xx"),
    (r"(?#\x{zz})a", "a", "a"),
    (r"\w+", "naïve", "na"),
    (r"(*UCP)\w+", "naïve", "naïve"),
    (r"(?i)É", "é", "é"),
    (r"[^\\]+$", "C:\\Temp\\a.exe", "a.exe"),
    (r"\x{202e}", "", None),
]


@pytest.mark.parametrize(("pattern", "text", "found"), FINDS)
def test_finds(pattern, text, found):
    match = compile_regex(pattern).search(text)
    assert (match and match.group(0)) == found
    assert compile_regex(pattern).matches(text) is (found is not None)


def test_groups_have_both_spellings_and_character_offsets():
    regex = compile_regex(r"(?<first>\S+) (?P<second>\S+)( x)?")
    match = regex.search("«é ü»")
    assert regex.names == ("first", "second")
    assert (match.group("first"), match.group(2), match.group(3)) == ("«é", "ü»", None)
    assert (match.start("second"), match.end("second"), match.start(3)) == (3, 5, -1)


def test_case_can_be_ignored_from_outside():
    assert compile_regex("ABC", ignore_case=True).search("xabc").start() == 1
    assert compile_regex("ABC").search("xabc") is None


def test_search_starts_where_it_is_told():
    assert compile_regex("é").search("éaé", 1).start() == 2
    assert compile_regex("^a").search("aa", 1) is None
    assert compile_regex("$").search("é", 99).start() == 1
    assert compile_regex("é").search("é", -5).start() == 0


def test_fullmatch_covers_the_text():
    assert compile_regex("a|ab").fullmatch("ab").group() == "ab"
    assert compile_regex("a").fullmatch("ab") is None


@pytest.mark.parametrize(
    ("pattern", "text", "spans"),
    [
        ("a*", "baac", [(0, 0), (1, 3), (3, 3), (4, 4)]),
        (r"\b", "ab c", [(0, 0), (2, 2), (3, 3), (4, 4)]),
        ("é", "éxé", [(0, 1), (2, 3)]),
    ],
)
def test_finditer_moves_on_after_an_empty_match(pattern, text, spans):
    assert [(m.start(), m.end()) for m in compile_regex(pattern).finditer(text)] == spans


@pytest.mark.parametrize(
    ("pattern", "replacement", "text", "result"),
    [
        (r"(\d{1,2})/(\d{1,2})/", r"\2/\1/", "1/14/2017", "14/1/2017"),
        (r"(a)(b)?", r"[\1|\2|\0]", "aab", "[a||a][a|b|ab]"),
        ("a", r"\7", "xay", "xy"),
        ("(a)", r"\10", "a", "a0"),
        ("a", "$1 ${x} $$", "a", "$1 ${x} $$"),
        ("/", "\\", "a/b", "a\\b"),
        ("/", "\\\\\\\\", "a/b", "a\\\\b"),
        ("a", r"\n\U", "a", r"\n\U"),
        ("(?<=a)b", "x", "abb", "axb"),
        ("", "-", "ab", "-a-b-"),
        ("b$", "x", "bbb", "bbx"),
    ],
)
def test_sub_replaces_all(pattern, replacement, text, result):
    regex = compile_regex(pattern)
    assert regex.sub(replacement, text) == result
    assert regex.sub(replacement, text, count=99) == result


def test_sub_replaces_the_first_few():
    assert compile_regex("a").sub("b", "aaa", count=2) == "bba"
    assert compile_regex("(?=b)a|a").sub("x", "ab", count=1) == "xb"


@pytest.mark.parametrize(
    "pattern", ["(", "[a", "a**", r"\x{zz}", r"\x{110000}", r"\U", r"C:\Users\u", "(?<n>a)(?<n>b)"]
)
def test_a_bad_pattern_is_named(pattern):
    with pytest.raises(BadRegex) as caught:
        compile_regex(pattern)
    assert f"compiling the regex '{pattern}'" in caught.value.message


@pytest.mark.parametrize("pattern", ["(a+)+$", "(?:a|a)+$", "(a*)*$", r"^(\w+\s?)*$"])
@pytest.mark.parametrize("length", [40, 100_000])
def test_a_runaway_pattern_ends(pattern, length):
    regex = compile_regex(pattern)
    began = time.monotonic()
    for job in (regex.search, regex.matches, regex.finditer, lambda text: regex.sub("x", text)):
        with pytest.raises(RunError) as caught:
            job("a" * length + "!")
        assert caught.value.code == "SPL410"
        assert pattern in caught.value.message
    assert time.monotonic() - began < 10


def test_a_long_text_needs_no_big_stack():
    regex = compile_regex("^(?:a|b)+$")
    assert regex.search("ab" * 50_000).end() == 100_000
    assert regex.sub("", "ab" * 50_000) == ""


def test_half_a_surrogate_pair_is_a_replacement_character():
    assert compile_regex("^.$").matches("\ud800")
    assert compile_regex("^.$").search("\ud800").group() == "\ufffd"
    assert compile_regex("a").sub("\udc00", "a") == "\ufffd"


def test_patterns_are_kept_and_bounded():
    assert compile_regex("kept") is compile_regex("kept")
    assert compile_regex.cache_info().maxsize


def test_nothing_is_tried_behind_the_first_occurrence():
    regex = compile_regex(r"x|(a+)+$")
    text = "x" + "a" * 64 + "!"
    assert [found.group(0) for found in regex.occurrences(text, every=False)] == ["x"]
    with pytest.raises(RunError):
        list(regex.occurrences(text, every=True))
    assert list(regex.occurrences("b", every=False)) == []
    assert len(list(regex.occurrences("x x", every=True))) == 2
