"""LINT115: a regular expression that cannot match anything."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spl.detections.lint._book import check
from spl.detections.lint._finding import Flaw
from spl.detections.lint._subject import Subject
from spl.language import ast

_ATOM = re.compile(r"\\.|\[\^?\]?(?:[^\]\\]|\\.)*\]|[^\\]", re.DOTALL)
_MAYBE = re.compile(r"[*?]|\{0?,")
_ZERO_WIDTH = frozenset({r"\b", r"\B", r"\A", r"\G", r"\K", r"\Q", r"\E"})
_PATTERN_ARGUMENT = {"match": 1, "replace": 1, "mvfind": 1}


@check("LINT115", "a regular expression that cannot match", "error")
def hopeless_regex(subject: Subject) -> Iterator[Flaw]:
    r"""``^`` behind a character and ``$`` before one never match: a text has one start and end.

    What is not a regular expression at all is refused when the search is bound.

    Bad:
        index=main | regex CommandLine="cmd^.exe"

    Good:
        index=main | regex CommandLine="cmd\^.exe"
    """
    for pattern in _patterns(subject):
        sign = hopeless(pattern.value)
        if sign:
            yield subject.in_search(
                f"This can match nothing: {sign} stands where a text cannot "
                f"{'start' if sign == '^' else 'end'}.",
                pattern.span,
                f"Write \\{sign} for the character itself.",
            )


def _patterns(subject: Subject) -> Iterator[ast.Text]:
    for passed in subject.passed:
        arguments = passed.node.arguments
        if isinstance(arguments, ast.RegexArguments | ast.RexArguments):
            sed = isinstance(arguments, ast.RexArguments) and any(
                option.name == "mode" for option in arguments.options
            )
            pattern = arguments.pattern
            if isinstance(pattern, ast.Text) and pattern.span.macro is None and not sed:
                yield pattern
    for node in subject.nodes(ast.Call):
        assert isinstance(node, ast.Call)
        at = _PATTERN_ARGUMENT.get(node.name)
        argument = node.args[at] if at is not None and at < len(node.args) else None
        if isinstance(argument, ast.Text):
            yield argument


def hopeless(pattern: str) -> str | None:
    """The sign, ``^`` or ``$``, for which a pattern cannot match; None where it may.

    Only what stands outside parentheses is looked at, and only in patterns without flags: a sign
    that may be part of an alternative, or that means the end of a line, is never blamed.
    """
    if "(?" in pattern and re.search(r"\(\?[a-zA-Z^]*[mx]", pattern):
        return None
    depth, consumed, ended = 0, False, False
    atoms = [(found.group(), found.end()) for found in _ATOM.finditer(pattern)]
    for atom, end in atoms:
        if atom in "()":
            depth += 1 if atom == "(" else -1
            continue
        if depth:
            continue
        if atom == "|":
            consumed = ended = False
        elif atom == "^" and consumed:
            return "^"
        elif atom == "$":
            ended = True
        elif atom not in _ZERO_WIDTH and atom not in "^*+?{}" and not _MAYBE.match(pattern, end):
            if ended and atom not in ("\\n", "\\r", "\\s", "\\R"):
                return "$"
            consumed = consumed or not ended
    return None
