"""Where one command ends and the next begins: cutting an expanded search at its top-level pipes.

Double quotes and backslashes protect, brackets nest; single quotes and parentheses protect nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MAX_NESTING = 50

# Splunk says these without naming its parser.
_UNFRAMED = frozenset({"SPL101", "SPL301"})

_NAME = re.compile(r"[A-Za-z_]\w*")
_BLANK = re.compile(r"\s*")
_NEXT = re.compile(r'[^"\\\[\]|]++|"(?:[^"\\]++|\\.)*+"|\\.', re.DOTALL)
_FIELD = re.compile(r"\s*(?:!?=|::|[<>])")


@dataclass(slots=True)
class RawCommand:
    """One command, not parsed yet; offsets count in the expanded text."""

    name: str
    start: int
    arguments: int
    end: int
    implied: bool = False
    subsearches: list[RawPipeline] = field(default_factory=list)


@dataclass(slots=True)
class RawPipeline:
    """Commands between the pipes; inside a subsearch `start` and `end` include the brackets."""

    start: int
    end: int
    commands: list[RawCommand] = field(default_factory=list)
    generating: bool = False
    trailing_pipe: int | None = None


class SplitError(Exception):
    """The text cannot be cut.

    `commands` were complete before the place that surfaced it, `current` was being read.
    """

    def __init__(self, code: str, message: str, start: int, end: int, hint: str | None) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint
        self.start, self.end = start, end
        self.commands: list[RawCommand] = []
        self.current: RawCommand | None = None


def split(text: str, implied_search: bool = True) -> RawPipeline:
    """Cut *text* into commands and subsearches.

    Args:
        text: a search without comments and macros.
        implied_search: whether text that does not start with a pipe starts with ``search``.

    Raises:
        SplitError: quotes, brackets or pipes do not fit (SPL101 to SPL107, SPL109).
    """
    splitter = _Splitter(text, implied_search)
    try:
        pipeline = splitter.pipeline(0)
        if splitter.at < len(text):
            raise splitter.error("SPL105", "Mismatched ']'.", "Remove it, or open it with [.")
    except SplitError as error:
        error.commands, error.current = splitter.complete, splitter.current
        raise
    return pipeline


class _Splitter:
    def __init__(self, text: str, implied_search: bool) -> None:
        self.text = text
        self.implied_search = implied_search
        self.at = 0
        self.complete: list[RawCommand] = []
        self.current: RawCommand | None = None

    def pipeline(self, depth: int) -> RawPipeline:
        """Commands up to the end of the text or the bracket that closes this subsearch."""
        if depth > MAX_NESTING:
            raise self.error("SPL109", f"Subsearches nest deeper than {MAX_NESTING} levels.")
        pipeline = RawPipeline(self.at, self.at)
        self.blanks()
        if self.ahead() == "|":
            pipeline.generating = True
            self.step()
        while not self.finished(pipeline, depth):
            implied = depth == 0 and not pipeline.commands and not pipeline.generating
            pipeline.commands.append(self.command(depth, implied and self.implied_search))
            if self.ahead() != "|":
                break
            pipeline.trailing_pipe = self.at
            self.step()
        else:
            return pipeline
        pipeline.trailing_pipe = None
        pipeline.end = self.at
        return pipeline

    def finished(self, pipeline: RawPipeline, depth: int) -> bool:
        """Whether nothing follows where a command could; raises where one must."""
        ahead = self.ahead()
        if ahead == "|":
            raise self.error(
                "SPL102", "Missing a search command before '|'.", "Remove one of the pipes."
            )
        if ahead and not (ahead == "]" and depth):
            return False
        pipeline.end = self.at
        if ahead == "]" and (pipeline.commands or pipeline.generating):
            raise self.error("SPL102", "Missing a search command before ']'.")
        if depth == 0 and not pipeline.commands:
            raise self.error("SPL101", "Empty search.", "Write at least one term or command.")
        return True

    def command(self, depth: int, implied: bool) -> RawCommand:
        """One command with all of its argument text."""
        start = self.at
        named = _NAME.match(self.text, start)
        is_search = named is not None and named.group().lower() == "search"
        if implied and not (is_search and not _FIELD.match(self.text, named.end() if named else 0)):
            command = RawCommand("search", start, start, start, implied=True)
        elif named is None:
            raise self.no_command(depth)
        else:
            command = RawCommand(named.group().lower(), start, named.end(), named.end())
        self.at, self.current = command.arguments, command
        while (ahead := self.ahead(blanks=False)) and ahead not in "|]":
            if ahead == "[":
                command.subsearches.append(self.subsearch(depth))
            elif part := _NEXT.match(self.text, self.at):
                self.at = part.end()
            else:
                raise self.unfinished(ahead)
        if ahead == "]" and not depth:
            raise self.error("SPL105", "Mismatched ']'.", "Remove it, or open it with [.")
        command.end = self.at
        self.complete.append(command)
        return command

    def subsearch(self, depth: int) -> RawPipeline:
        """A pipeline in brackets."""
        start = self.at
        self.at += 1
        pipeline = self.pipeline(depth + 1)
        if self.ahead() != "]":
            self.at = start
            raise self.error("SPL104", "Mismatched '['.", "Close the subsearch with ].")
        self.at += 1
        pipeline.start, pipeline.end = start, self.at
        return pipeline

    def no_command(self, depth: int) -> SplitError:
        """The error for text that cannot name a command."""
        if self.ahead() == "[":
            message = "Subsearches are only valid as arguments to commands."
            return self.error("SPL106", message, "Write search, append or join before the [.")
        word = re.compile(r"[^\s|\]]*").match(self.text, self.at)
        name = word.group()[:30] if word else ""
        hint = "A subsearch starts with a command, such as search." if depth else None
        return self.error("SPL301", f"Unknown search command '{name}'.", hint, len(name))

    def unfinished(self, ahead: str) -> SplitError:
        """The error for a quote without an end, or a backslash at the end of everything."""
        if ahead == '"':
            return self.error("SPL103", "Unbalanced quotes.", 'Close the string with ".')
        return self.error("SPL107", "The trailing escape character is invalid.", "Write \\\\.")

    def blanks(self) -> None:
        found = _BLANK.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def ahead(self, blanks: bool = True) -> str:
        if blanks:
            self.blanks()
        return self.text[self.at : self.at + 1]

    def step(self) -> None:
        self.at += 1
        self.blanks()

    def error(self, code: str, message: str, hint: str | None = None, width: int = 1) -> SplitError:
        frame = "" if code in _UNFRAMED else "Error in 'SearchParser': "
        return SplitError(code, frame + message, self.at, self.at + width, hint)
