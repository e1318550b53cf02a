r"""Regular expressions as Splunk means them: PCRE, behind one small interface.

Choices: patterns and texts are Unicode, so ``.`` and ``\x{20AC}`` are whole characters; ``\w``,
``\d`` and ``\b`` know ASCII only unless the pattern opens with ``(*UCP)``, which is how PCRE
behaves unless told otherwise. A pattern that runs away ends in an error instead of a hang
(Splunk, limits.conf: match_limit); the limit here is ten times Splunk's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeVar

import pcre2
from pcre2 import _cy as engine  # its Pattern.search takes four times as long as the match itself

from spl.errors import RunError

T = TypeVar("T")

_LIMITS = "(*LIMIT_MATCH=1000000)(*LIMIT_HEAP=262144)"  # steps; KiB, for the fallback without JIT
_JIT_STACK = -46  # PCRE2_ERROR_JIT_STACKLIMIT: says nothing about the pattern, only about the stack
_OVER_LIMIT = (-47, -53, -63)  # PCRE2_ERROR_MATCHLIMIT, _DEPTHLIMIT (= _RECURSIONLIMIT), _HEAPLIMIT

# The binding reads \x and \u as JavaScript does; PCRE reads \x{...} and refuses \u, \l, \U and \L.
_ESCAPE = re.compile(
    r"(?P<skip>\\Q.*?(?:\\E|\Z)|\(\?#[^)]*\))"
    r"|\\x\{(?P<braced>[^}]*)\}|\\x(?P<hex>[0-9A-Fa-f]{0,2})|\\(?P<bad>[uUlL])|\\.",
    re.DOTALL,
)
_CONTEXT = engine.create_match_context()
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST_SHOWN = 500
_BACK_REFERENCE = re.compile(r"\\(\\|[0-9]{1,2})")


class BadRegex(ValueError):  # noqa: N818 - read as "except BadRegex"
    """The pattern is not a regular expression; `message` says why, worded as Splunk does."""

    def __init__(self, pattern: str, reason: str) -> None:
        """Word the *reason* that the compiler gave for refusing *pattern*."""
        self.message = (
            f"Encountered the following error while compiling the regex '{_shown(pattern)}': "
            f"Regex: {reason}."
        )
        super().__init__(self.message)


class Match:
    """One match; a group is named by number or by name."""

    __slots__ = ("_data", "_index", "_text")

    def __init__(self, data: Any, text: str, index: Mapping[str, int]) -> None:
        """Wrap the library's match *data* about *text*; *index* numbers the named groups."""
        self._data = data
        self._text = text
        self._index = index

    def group(self, key: str | int = 0) -> str | None:
        """The text of a group, None where the group took no part."""
        number = self._index[key] if isinstance(key, str) else key
        text: str | None = engine.match_substring_bynumber(self._data, self._text, number)
        return text

    def start(self, key: str | int = 0) -> int:
        """Where the group starts, in characters; -1 where it took no part."""
        return self._span(key)[0]

    def end(self, key: str | int = 0) -> int:
        """Where the group ends, in characters; -1 where it took no part."""
        return self._span(key)[1]

    def _span(self, key: str | int) -> tuple[int, int]:
        number = self._index[key] if isinstance(key, str) else key
        span: tuple[int, int] = engine.match_substring_span_bynumber(self._data, self._text, number)
        return span


class Regex:
    """A compiled pattern. Every method raises RunError SPL410 when the match limit is reached."""

    __slots__ = ("_code", "_flags", "_index", "_plain", "_program", "groups", "names", "pattern")

    def __init__(self, pattern: str, *, ignore_case: bool = False) -> None:
        """Compile *pattern*; raises BadRegex."""
        self.pattern = pattern
        self._flags = pcre2.ASCII | (pcre2.IGNORECASE if ignore_case else 0)
        self._program = self._compile(jit=True)
        self._code = self._program._pcre2_code
        self._plain: Any = None
        self._index: Mapping[str, int] = self._program.groupindex
        self.groups: int = self._program.groups
        self.names: tuple[str, ...] = tuple(sorted(self._index, key=self._index.__getitem__))

    def matches(self, text: str) -> bool:
        """Whether it matches anywhere: `search` for those who need no groups."""
        try:
            return engine.match(self._code, text, len(text), 0, _CONTEXT)[0] is not None
        except (UnicodeEncodeError, pcre2.LibraryError):
            return self._search_again(text, 0) is not None

    def search(self, text: str, start: int = 0) -> Match | None:
        """The first match at or after the character *start*."""
        size = len(text)
        start = max(0, min(start, size))
        try:
            data = engine.match(self._code, text, size, start, _CONTEXT)[0]
        except (UnicodeEncodeError, pcre2.LibraryError):
            return self._search_again(text, start)
        return None if data is None else Match(data, text, self._index)

    def _search_again(self, text: str, start: int) -> Match | None:
        """Search with a remedy for what went wrong, or fail with what there is none for."""
        return self._match(self._run(text, lambda program, subject: program.search(subject, start)))

    def fullmatch(self, text: str) -> Match | None:
        """A match of the whole text."""
        return self._match(self._run(text, lambda program, subject: program.fullmatch(subject)))

    def finditer(self, text: str) -> Iterator[Match]:
        """All matches from left to right, none overlapping; an empty one moves on by itself."""
        try:
            found = list(engine.match_generator(self._code, text, len(text), 0, _CONTEXT))
        except (UnicodeEncodeError, pcre2.LibraryError):
            again = self._run(text, lambda program, subject: list(program.finditer(subject)))
            return (match for each in again if (match := self._match(each)) is not None)
        return (Match(data, text, self._index) for data, _, _ in found)

    def occurrences(self, text: str, *, every: bool) -> Iterator[Match]:
        """All matches from left to right, or just the first, behind which nothing is tried."""
        if every:
            return self.finditer(text)
        first = self.search(text)
        return iter(() if first is None else (first,))

    def sub(self, replacement: str, text: str, count: int = 0) -> str:
        r"""Replace the first *count* matches, 0 for all.

        In *replacement* ``\1`` is a group (``\0`` the whole match; nothing for a group that took no
        part or does not exist) and ``\\`` a backslash; all other text, ``$1`` too, is itself.
        """
        if count == 0:
            template = self._template(replacement)
            whole: str = self._run(text, lambda program, subject: program.sub(template, subject))
            return whole
        parts, end = [], 0
        for number, found in enumerate(self.finditer(text)):
            if number == count:
                break
            parts += [text[end : found.start()], self.expand(replacement, found)]
            end = found.end()
        return "".join([*parts, text[end:]])

    def expand(self, replacement: str, found: Match) -> str:
        """Fill the groups of *found* into *replacement*, as `sub` does."""
        return self._fill(replacement, lambda n: found.group(n) or "", lambda literal: literal)

    def _template(self, replacement: str) -> str:
        """The replacement in the notation of pcre2_substitute."""

        def quote(literal: str) -> str:
            return literal.replace("\\", "\\\\").replace("$", "$$")

        return _whole_characters(self._fill(replacement, lambda number: f"${{{number}}}", quote))

    def _fill(
        self, replacement: str, group: Callable[[int], str], quote: Callable[[str], str]
    ) -> str:
        parts, end = [], 0
        for found in _BACK_REFERENCE.finditer(replacement):
            parts.append(quote(replacement[end : found.start()]))
            end = found.end()
            digits = found[1]
            if digits == "\\":
                parts.append(quote("\\"))
                continue
            if int(digits) > self.groups and len(digits) == 2:
                digits, end = digits[0], end - 1
            parts.append(group(int(digits)) if int(digits) <= self.groups else "")
        return "".join([*parts, quote(replacement[end:])])

    def _match(self, found: Any) -> Match | None:
        """The match of what the library *found*."""
        if found is None:
            return None
        return Match(found._pcre2_match_data, found.string, self._index)

    def _run(self, text: str, job: Callable[[Any, str], Any]) -> Any:
        """Do *job*; without the JIT compiler where its stack is too small for the text."""
        try:
            return job(self._program, text)
        except UnicodeEncodeError:
            return self._run(_whole_characters(text), job)
        except pcre2.LibraryError as error:
            if error.code != _JIT_STACK:
                raise self._failure(error) from None
        if self._plain is None:
            self._plain = self._compile(jit=False)
        try:
            return job(self._plain, text)
        except pcre2.LibraryError as error:
            raise self._failure(error) from None

    def _failure(self, error: Any) -> RunError:
        if error.code in _OVER_LIMIT:
            return RunError(
                f"The regex '{_shown(self.pattern)}' has exceeded the match_limit.",
                code="SPL410",
                hint="Nested repetition such as (a+)+ is the usual cause; "
                "make it possessive or atomic, or anchor the pattern.",
            )
        return RunError(f"The regex '{_shown(self.pattern)}' failed: {error.msg}.", code="SPL411")

    def _compile(self, *, jit: bool) -> Any:
        try:
            return pcre2.compile(_LIMITS + _as_pcre(self.pattern), self._flags, jit=jit)
        except pcre2.LibraryError as error:
            reason = error.msg.split("; ", 1)[-1]
            raise BadRegex(self.pattern, reason) from None


def _shown(pattern: str) -> str:
    """The pattern for a message, which must stay readable."""
    return pattern if len(pattern) <= _LONGEST_SHOWN else f"{pattern[:_LONGEST_SHOWN]}…"


def _whole_characters(text: str) -> str:
    """Put U+FFFD for each half of a surrogate pair, which UTF-8 cannot hold."""
    return _SURROGATE.sub("\ufffd", text)


def _as_pcre(pattern: str) -> str:
    r"""Rewrite the escapes that the binding would read in another way than PCRE does."""

    def rewrite(found: re.Match[str]) -> str:
        if found["bad"]:
            raise BadRegex(pattern, r"PCRE does not support \L, \l, \N{name}, \U, or \u")
        if found["braced"] is not None:
            return _character(pattern, found["braced"])
        if found["hex"] is not None and not found["skip"]:
            return rf"\x{found['hex']:0>2}"
        return found[0]

    return _ESCAPE.sub(rewrite, _whole_characters(pattern))


def _character(pattern: str, digits: str) -> str:
    r"""What stands for ``\x{digits}``."""
    if not re.fullmatch("[0-9A-Fa-f]+", digits):
        raise BadRegex(pattern, r"non-hex character in \x{} (closing brace missing?)")
    code = int(digits, 16)
    if code > 0x10FFFF:
        raise BadRegex(pattern, r"character code point value in \x{} or \o{} is too large")
    return chr(code) if code > 0xFFFF else rf"\u{code:04x}"


@lru_cache(maxsize=2048)
def compile_regex(pattern: str, *, ignore_case: bool = False) -> Regex:
    """Compile *pattern*, or take it from the cache; raises BadRegex."""
    return Regex(pattern, ignore_case=ignore_case)
