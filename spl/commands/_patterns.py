"""Patterns and edits of sed among a command's arguments: their text, and what is wrong in it."""

from __future__ import annotations

from spl.commands._arguments import complaint
from spl.errors import Span
from spl.language import ast
from spl.values.regex import BadRegex, Regex, compile_regex
from spl.values.sed import BadEdit, Edit, read_edits


def pattern_text(node: ast.Command, pattern: ast.Text | ast.Word | ast.Subsearch | None) -> str:
    """The text of a pattern; BindError for a subsearch in its place."""
    if isinstance(pattern, ast.Subsearch):
        sentence = "A subsearch in place of a regular expression is not supported."
        raise complaint(node, sentence, span=pattern.span)
    return "" if pattern is None else pattern.value


def bind_regex(node: ast.Command, text: str, span: Span) -> Regex:
    """Compile *text*; BindError SPL354 in Splunk's words where it is not a regular expression."""
    try:
        return compile_regex(text)
    except BadRegex as error:
        raise complaint(node, error.message, code="SPL354", span=span) from error


def bind_edits(node: ast.Command, text: str, span: Span) -> tuple[Edit, ...]:
    """Read the edits of ``mode=sed``; BindError SPL354 where *text* is none."""
    try:
        return read_edits(text)
    except (BadEdit, BadRegex) as error:
        raise complaint(node, error.message, code="SPL354", span=span) from error
