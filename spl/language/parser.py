"""From the text of a search to its syntax tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn

from lark.exceptions import UnexpectedInput

from spl.errors import BindError, Span, SplSyntaxError, did_you_mean
from spl.language import ast
from spl.language.build import Place
from spl.language.comments import blank_comments
from spl.language.expand import Evaluate, Macro, expand
from spl.language.grammar import SUBSEARCH, SUBSEARCH_REST, parser_of
from spl.language.pasted import pasted_hint
from spl.language.source import SourceMap
from spl.language.split import RawCommand, RawPipeline, SplitError, split
from spl.language.wording import Fault, explain

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLACEHOLDER = re.compile(
    r"\b(?:fieldstr|matchstr|matchseg[123]|itemstr|iterstr)\s*=\s*"
    r"(?:\"([^\"<>]+)\"|([^\s\"<>]+))",
    re.IGNORECASE,
)
_KEPT = 4096  # bare expressions, which every session reads from the same apps
_ODD_CODES = frozenset({"SPL103", "SPL104", "SPL105"})


def parse(
    text: str,
    *,
    shapes: Mapping[str, str],
    macros: Mapping[str, Macro] | None = None,
    evaluate: Evaluate | None = None,
    implied_search: bool = True,
) -> ast.Pipeline:
    """Return the syntax tree of a search.

    Args:
        text: the search as typed, with comments and macro calls.
        shapes: the argument shape of every command, by name in lower case.
        macros: macro definitions under ``name`` or ``name(2)``.
        evaluate: gives the value of an eval expression, for macros that are one.
        implied_search: whether text without a leading pipe starts with the search command; a
            pipeline over given rows starts with a named one.

    Raises:
        SplSyntaxError: the text is not SPL.
        MacroError: a macro is missing or mis-called.
        BindError: a command is unknown (SPL301).
    """
    _refuse_masks(text)
    expanded, source = expand(blank_comments(text), macros or {}, evaluate)
    return _Parser(text, expanded, source, shapes).parse(implied_search)


@lru_cache(_KEPT)
def parse_search_expression(text: str) -> ast.SearchExpr:
    """Return the tree of a bare search expression: an event type, a data model's constraint.

    Raises:
        SplSyntaxError: the text is not a search expression.
    """
    arguments = _parse_bare(text, "search")
    assert isinstance(arguments, ast.SearchArguments)
    return arguments.expression


@lru_cache(_KEPT)
def parse_eval_expression(text: str) -> ast.Expr:
    """Return the tree of a bare eval expression, such as a calculated field.

    Raises:
        SplSyntaxError: the text is not an eval expression.
    """
    arguments = _parse_bare(text, "where")
    assert isinstance(arguments, ast.WhereArguments)
    return arguments.expression


def _parse_bare(text: str, shape: str) -> ast.Arguments:
    _refuse_masks(text)
    command = RawCommand("eval" if shape == "where" else shape, 0, 0, len(text))
    parser = _Parser(text, text, SourceMap(), {})
    try:
        return parser.arguments(command, shape, {})
    except UnexpectedInput as error:
        parser.fail(command, shape, error)


def _refuse_masks(text: str) -> None:
    for mark in (SUBSEARCH, SUBSEARCH_REST):
        at = text.find(mark)
        if at >= 0:
            raise SplSyntaxError(
                f"The character U+{ord(mark):04X} cannot stand in a search.",
                code="SPL110",
                span=Span(at, at + 1),
                text=text,
            )


@dataclass(slots=True)
class _Parser:
    typed: str
    text: str
    source: SourceMap
    shapes: Mapping[str, str]

    def parse(self, implied_search: bool) -> ast.Pipeline:
        """Cut the text, then parse command by command."""
        try:
            raw = split(self.text, implied_search)
        except SplitError as error:
            self.blame(error)
        if raw.trailing_pipe is not None:
            self.check_trailing(raw.trailing_pipe)
        return self.pipeline(raw)

    def check_trailing(self, at: int) -> None:
        """Allow a last pipe with a comment, or a macro that gives nothing, behind it."""
        span = self.source.span(at, at + 1)
        if span.macro is None and not self.typed[span.end :].strip():
            raise SplSyntaxError(
                "Error in 'SearchParser': Missing a search command after '|'.",
                code="SPL102",
                span=span,
                hint="Remove the last pipe.",
                text=self.typed,
            )

    def blame(self, error: SplitError) -> NoReturn:
        """Raise the split error, or that of an earlier command which does not parse.

        An odd quote or bracket surfaces far to the right of its cause.
        """
        if error.code in _ODD_CODES:
            for command in sorted(error.commands, key=lambda command: command.start):
                self.command(command)
            if error.current is not None and error.code == "SPL103":
                self.blame_current(error.current, error.start)
        kind = BindError if error.code == "SPL301" else SplSyntaxError
        raise kind(
            error.message,
            code=error.code,
            span=self.source.span(error.start, error.end),
            hint=error.hint,
            text=self.typed,
        ) from None

    def blame_current(self, raw: RawCommand, end: int) -> None:
        """Raise the error of an unfinished command, unless only its end is missing."""
        shape = self.shapes.get(raw.name)
        cut = RawCommand(raw.name, raw.start, raw.arguments, end, raw.implied, raw.subsearches)
        if shape is None:
            return
        subsearches = {sub.start: self.subsearch(sub, self) for sub in raw.subsearches}
        try:
            self.arguments(cut, shape, subsearches)
        except UnexpectedInput as error:
            if not _is_end(error) and _offset(error) < len(self.masked(cut).rstrip()):
                self.fail(cut, shape, error)

    def pipeline(self, raw: RawPipeline) -> ast.Pipeline:
        """All commands between two brackets or of the whole text."""
        commands = tuple(self.command(command) for command in raw.commands)
        span = self.source.span(raw.start, raw.end)
        return ast.Pipeline(commands, generating=raw.generating, span=span)

    def command(self, raw: RawCommand) -> ast.Command:
        """One command with its subsearches."""
        shape = self.shapes.get(raw.name)
        if shape is None:
            self.unknown(raw)
        inner = self.template(raw) if raw.name == "foreach" else self
        subsearches = {sub.start: self.subsearch(sub, inner) for sub in raw.subsearches}
        try:
            arguments = self.arguments(raw, shape, subsearches)
        except UnexpectedInput as error:
            if self.masked(raw)[_offset(error) :][:1] != SUBSEARCH:
                self.fail(raw, shape, error)
            if shape == "join":
                self.misplaced(raw, raw.arguments + _offset(error))
            arguments = self.text_arguments(raw, subsearches)
        end = raw.start + len(self.text[raw.start : raw.end].rstrip())
        span = self.source.span(raw.start, max(end, raw.start))
        return ast.Command(raw.name, arguments, implied=raw.implied, span=span)

    def template(self, raw: RawCommand) -> _Parser:
        """A parser that reads a placeholder chosen by ``fieldstr=`` and its like as a name."""
        text = self.text
        start = raw.subsearches[0].start if raw.subsearches else raw.end
        for found in _PLACEHOLDER.finditer(text, raw.arguments, start):
            mark = found[1] or found[2] or ""
            name = re.sub(r"\W", "_", mark)
            text = text[:start] + text[start : raw.end].replace(mark, name) + text[raw.end :]
        return _Parser(self.typed, text, self.source, self.shapes)

    def subsearch(self, raw: RawPipeline, parser: _Parser) -> ast.Subsearch:
        """A search in brackets, read by *parser*."""
        inner = self.text[raw.start + 1 : raw.end - 1].strip()
        return ast.Subsearch(parser.pipeline(raw), inner, span=self.source.span(raw.start, raw.end))

    def arguments(
        self, raw: RawCommand, shape: str, subsearches: dict[int, ast.Subsearch]
    ) -> ast.Arguments:
        """The arguments in their shape."""
        place = Place(raw.name, self.text, raw.arguments, self.source, self.typed, subsearches)
        found = parser_of(shape).parse(self.masked(raw), place)
        if found.span != ast.NOWHERE:
            return found
        return replace(found, span=self.source.span(raw.start, max(raw.end, raw.start + 1)))

    def text_arguments(
        self, raw: RawCommand, subsearches: Mapping[int, ast.Subsearch]
    ) -> ast.TextArguments:
        """The arguments as they stand; they are read when the subsearches have given their text."""
        parts: list[str | ast.Subsearch] = []
        done = raw.arguments
        for sub in raw.subsearches:
            parts += self.text[done : sub.start], subsearches[sub.start]
            done = sub.end
        parts.append(self.text[done : raw.end])
        span = self.source.span(raw.arguments, raw.end)
        return ast.TextArguments(tuple(parts), span=span)

    def masked(self, raw: RawCommand) -> str:
        """The argument text in which every subsearch is a run of marks of the same length."""
        if not raw.subsearches:
            return self.text[raw.arguments : raw.end]
        parts, done = list[str](), raw.arguments
        for sub in raw.subsearches:
            parts += self.text[done : sub.start], SUBSEARCH
            parts.append(SUBSEARCH_REST * (sub.end - sub.start - 1))
            done = sub.end
        return "".join(parts) + self.text[done : raw.end]

    def fail(self, raw: RawCommand, shape: str, error: UnexpectedInput) -> NoReturn:
        """Raise the syntax error for arguments that do not fit their shape."""
        arguments = self.masked(raw)
        at = _offset(error)
        if not 0 <= at <= len(arguments) or _is_end(error):
            at = len(arguments.rstrip())
        arguments = self.text[raw.arguments : raw.end]
        expected = getattr(error, "allowed", None) or getattr(error, "expected", None) or ()
        said = explain(Fault(raw.name, shape, arguments, at, frozenset(expected)))
        place = Place(raw.name, self.text, raw.arguments, self.source, self.typed)
        start, end = raw.arguments + said.start, raw.arguments + said.end
        if start == raw.arguments + len(arguments.rstrip()) and self.is_macro(start - 1):
            start, end = start - 1, start
        hint = pasted_hint(arguments) or said.hint
        raise place.error(said.code, said.message, start, end, hint) from None

    def is_macro(self, at: int) -> bool:
        """Whether the character at *at* comes out of a macro: a fault behind it is that macro's."""
        return self.source.span(at, at + 1).macro is not None

    def misplaced(self, raw: RawCommand, at: int) -> NoReturn:
        """Raise the error for a second subsearch of a command that runs one itself."""
        end = next((sub.end for sub in raw.subsearches if sub.start == at), at + 1)
        raise BindError(
            f"Error in '{raw.name}' command: A second subsearch is not supported here.",
            code="SPL307",
            span=self.source.span(at, end),
            text=self.typed,
        ) from None

    def unknown(self, raw: RawCommand) -> NoReturn:
        """Raise the error for a command that nobody knows."""
        raise BindError(
            f"Unknown search command '{raw.name}'.",
            code="SPL301",
            span=self.source.span(raw.start, raw.start + len(raw.name)),
            hint=did_you_mean(raw.name, self.shapes),
            text=self.typed,
        )


def _is_end(error: UnexpectedInput) -> bool:
    return getattr(getattr(error, "token", None), "type", "") == "$END"


def _offset(error: UnexpectedInput) -> int:
    position: int | None = getattr(error, "pos_in_stream", None)
    return -1 if position is None else position
