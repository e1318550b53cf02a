"""Text functions: of single texts and numbers; null gives null, and so does a multivalue."""

from __future__ import annotations

from urllib.parse import unquote

from spl.values.book import eval_function
from spl.values.regex import BadRegex, compile_regex
from spl.values.spath import spath_values
from spl.values.value import Value, as_number, multivalue, single_text

_HEADING = "Text functions"
_BLANKS = " \t"


@eval_function("len(text)", category=_HEADING)
def length(text: Value) -> Value:
    """Return the number of characters.

    Examples:
        len("abc") -> 3
        len("é") -> 1
        len(12.5) -> 4
        len("") -> 0
        len(null()) -> null
    """
    shown = single_text(text)
    return None if shown is None else len(shown)


@eval_function("lower(text)", category=_HEADING)
def lower(text: Value) -> Value:
    """Return the text in lower case.

    Examples:
        lower("HeLLo") -> hello
        lower("É") -> é
        lower(split("A,B", ",")) -> null
        lower(null()) -> null
    """
    shown = single_text(text)
    return None if shown is None else shown.lower()


@eval_function("upper(text)", category=_HEADING)
def upper(text: Value) -> Value:
    """Return the text in upper case.

    Examples:
        upper("HeLLo") -> HELLO
        upper("é") -> É
        upper(null()) -> null
    """
    shown = single_text(text)
    return None if shown is None else shown.upper()


@eval_function("ltrim(text, [characters])", category=_HEADING)
def ltrim(text: Value, characters: Value = _BLANKS) -> Value:
    """Return the text without any of the characters on the left, blanks and tabs by default.

    Examples:
        ltrim(" ZZZZabcZZ", " Z") -> abcZZ
        ltrim("  a") -> a
        ltrim(null()) -> null
    """
    shown, trimmed = single_text(text), single_text(characters)
    return None if shown is None or trimmed is None else shown.lstrip(trimmed)


@eval_function("rtrim(text, [characters])", category=_HEADING)
def rtrim(text: Value, characters: Value = _BLANKS) -> Value:
    """Return the text without any of the characters on the right, blanks and tabs by default.

    Examples:
        rtrim("ZZZZabcZZ ", " Z") -> ZZZZabc
        rtrim("a  ") -> a
        rtrim(null()) -> null
    """
    shown, trimmed = single_text(text), single_text(characters)
    return None if shown is None or trimmed is None else shown.rstrip(trimmed)


@eval_function("trim(text, [characters])", category=_HEADING)
def trim(text: Value, characters: Value = _BLANKS) -> Value:
    """Return the text without any of the characters on both sides, blanks and tabs by default.

    Examples:
        trim(" ZZZZabcZZ ", " Z") -> abc
        trim("  a b  ") -> a b
        trim(null()) -> null
    """
    shown, trimmed = single_text(text), single_text(characters)
    return None if shown is None or trimmed is None else shown.strip(trimmed)


@eval_function("replace(text, regex, replacement)", category=_HEADING, regex=1)
def replace(text: Value, regex: Value, replacement: Value) -> Value:
    r"""Return the text with every match of a regular expression replaced.

    In the replacement ``\1`` is what the first group matched. Choice: a regular expression that
    comes from a field and is none gives null.

    Examples:
        replace("1/14/2017", "^(\d{1,2})/(\d{1,2})/", "\2/\1/") -> 14/1/2017
        replace("Abc", "(?i)a", "z") -> zbc
        replace("a.b.c", "\.", "") -> abc
        replace(split("a,b", ","), "a", "x") -> null
        replace(null(), "a", "b") -> null
    """
    shown, pattern, new = single_text(text), single_text(regex), single_text(replacement)
    if shown is None or pattern is None or new is None:
        return None
    try:
        return compile_regex(pattern).sub(new, shown)
    except BadRegex:
        return None


@eval_function("spath(text, path)", category=_HEADING)
def spath(text: Value, path: Value) -> Value:
    r"""Return what stands at a path in JSON or XML, a multivalue where there are several.

    The path is written as for the spath command: ``a.b{0}.c``, ``list{}``, ``node{@attribute}``.

    Examples:
        spath("{\"a\": {\"b\": 1.50}}", "a.b") -> 1.50
        spath("{\"a\": [1, 2]}", "a{}") -> 1 | 2
        spath("{\"a\": [1, 2]}", "a{0}") -> 1
        spath("<r><x id='7'>t</x></r>", "r.x{@id}") -> 7
        spath("{\"a\": 1}", "b") -> null
        spath("no document", "a") -> null
    """
    shown, steps = single_text(text), single_text(path)
    if shown is None or steps is None:
        return None
    try:
        return multivalue(spath_values(shown, steps))
    except ValueError:
        return None


@eval_function("substr(text, start, [length])", category=_HEADING)
def substr(text: Value, start: Value, count: Value = 2**53) -> Value:
    """Return a part of the text: from the start, counted from 1, so many characters.

    As in SQLite, which the manual names as the model: a negative start counts from the end, a
    negative length takes the characters before the start, and before the first character there is
    a place 0 that holds none.

    Examples:
        substr("string", 1, 3) -> str
        substr("string", -3) -> ing
        substr("string", 2, 2) -> tr
        substr("string", 0, 3) -> st
        substr("string", 4, -2) -> tr
        len(substr("string", 9)) -> 0
        substr(null(), 1) -> null
    """
    shown, first, many = single_text(text), as_number(start), as_number(count)
    if shown is None or first is None or many is None or not abs(first) + abs(many) < 2**60:
        return None
    begin, end = _stretch(len(shown), int(first), int(many))
    return shown[begin:end]


def _stretch(size: int, start: int, count: int) -> tuple[int, int]:
    """Where the part begins and ends, as offsets."""
    begin = start - 1 if start > 0 else start + size if start < 0 else -1
    if count < 0:
        begin, count = (begin + count, -count) if start else (count, -count)
    return max(begin, 0), max(begin + count, 0)


@eval_function("urldecode(text)", category=_HEADING)
def urldecode(text: Value) -> Value:
    """Return the text with %XX read as bytes of UTF-8; choice: + stays as it is.

    Examples:
        urldecode("http%3A%2F%2Fwww.splunk.com%2Fdownload%3Fr%3Dheader") -> http://www.splunk.com/download?r=header
        urldecode("%C3%A9+%zz") -> é+%zz
        urldecode(null()) -> null
    """
    shown = single_text(text)
    return None if shown is None else unquote(shown, errors="replace")
