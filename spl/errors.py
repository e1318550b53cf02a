"""What can go wrong, told in one voice: a code, a place in the user's text, a hint.

The tree of kinds:

    SplError
    ├── SplSyntaxError   the text is not SPL                          SPL1xx
    ├── MacroError       a macro is missing, mis-called or endless    SPL2xx
    ├── BindError        a name, option or argument means nothing     SPL3xx
    ├── RunError         the search cannot go on                      SPL4xx
    ├── DataError        a log or lookup file cannot be read          SPL5xx
    └── KnowledgeError   a .conf, rule or data-model file is broken   SPL6xx
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Inside:
    """A stretch of what a macro's call stands for: the whole text, and offsets in it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the user's text, as character offsets.

    Attributes:
        start: its first character.
        end: the one behind its last.
        macro: the macro whose call stands here, where it came out of one.
        inside: where it stands in what that call stands for.
    """

    start: int
    end: int
    macro: str | None = None
    inside: Inside | None = field(default=None, compare=False, repr=False)

    def to(self, other: Span) -> Span:
        """The stretch from the start of this one to the end of *other*."""
        here, there = self.inside, other.inside
        both = None
        if here is not None and there is not None and here.text is there.text:
            both = Inside(here.text, here.start, max(here.end, there.end))
        return Span(self.start, max(self.end, other.end), self.macro, both)


class SplError(Exception):
    """Base of everything that this package raises on purpose.

    Attributes:
        code: stable code such as ``SPL301``; a code is never used for a second meaning.
        message: one sentence, worded as Splunk words it where that is known.
        span: where in `text` the fault lies, or None.
        hint: what to try instead, or None.
        text: the text that `span` counts in: the search as typed, or a line of a file.
        origin: name of the file that `text` comes from, or None for a typed search.
    """

    code = "SPL000"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        span: Span | None = None,
        hint: str | None = None,
        text: str | None = None,
        origin: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.span = span
        self.hint = hint
        self.text = text
        self.origin = origin

    def render(self) -> str:
        """Return the message with the line it is about, a caret and the hint."""
        parts = [f"{self.code}: {self.message}"]
        if self.text is not None and self.span is not None:
            parts.append(_excerpt(self.text, self.span, self.origin))
            if self.span.inside is not None and self.span.inside.text.strip():
                parts.append(_definition(self.span.inside, self.span.macro))
        elif self.origin is not None:
            parts.append(f"  in {self.origin}")
        if self.hint:
            parts.append(f"  hint: {self.hint}")
        return "\n".join(parts)

    def __str__(self) -> str:
        return self.render()


class SplSyntaxError(SplError):
    """The text is not SPL."""

    code = "SPL100"


class MacroError(SplError):
    """A macro is missing, called with the wrong number of arguments, or calls itself."""

    code = "SPL200"


class BindError(SplError):
    """A command, function, option or argument is unknown or cannot be what it is."""

    code = "SPL300"


class RunError(SplError):
    """The search was understood but cannot go on."""

    code = "SPL400"


class DataError(SplError):
    """A log or lookup file is missing or cannot be read."""

    code = "SPL500"


class KnowledgeError(SplError):
    """A .conf file, rule or data model is broken."""

    code = "SPL600"


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """Return the hint that names the one of *known* most like *name*, in any case, if any is."""
    by_lower = {each.lower(): each for each in known}
    near = get_close_matches(name.lower(), by_lower, 1, _LIKENESS)
    return f"Did you mean '{by_lower[near[0]]}'?" if near else None


def sentence_of(words: object) -> str:
    """Return *words* with a capital and a full stop, as a hint ends up before the user."""
    text = str(words).strip()
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "?", "!")) else ".")


_LIKENESS = 0.6
_WIDTH = 96


def _definition(inside: Inside, macro: str | None) -> str:
    """The place in what a macro stands for, its arguments and the macros in it filled in."""
    row = inside.text.count("\n", 0, inside.start) + 1
    where = f", line {row}" if "\n" in inside.text else ""
    return f"  where `{macro}` stands for{where}\n{_line(inside.text, inside.start, inside.end)}"


def _excerpt(text: str, span: Span, origin: str | None) -> str:
    """The place of a span and the line that holds it."""
    start = min(max(span.start, 0), len(text))
    row, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start) - 1
    place = f"{origin}, line {row}" if origin else f"line {row}"
    inside = f" (in the expansion of `{span.macro}`)" if span.macro else ""
    return f"  {place}, column {column + 1}{inside}\n{_line(text, start, span.end)}"


def _line(text: str, start: int, stop: int) -> str:
    """The line that holds a stretch, cut to a readable width, with carets under the stretch."""
    begin = text.rfind("\n", 0, start) + 1
    end = text.find("\n", start)
    line = text[begin : end if end >= 0 else len(text)].replace("\t", " ")
    column = start - begin
    left = max(0, column - _WIDTH // 2)
    shown = ("…" if left else "") + line[left : left + _WIDTH]
    shown += "…" if len(line) > left + _WIDTH else ""
    offset = column - left + (1 if left else 0)
    carets = "^" * max(1, min(stop - start, len(shown) - offset, len(line) - column))
    return f"    {shown}\n    {' ' * offset}{carets}"
