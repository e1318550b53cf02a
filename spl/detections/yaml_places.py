"""Where the characters of a YAML scalar stand in its file, however the scalar is written."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

_DASHES = re.compile(r" *(?:(- +))*")
_PROPERTIES = re.compile(r"(?:[!&]\S*\s+)+")  # a tag, an anchor
_SIMPLE_ESCAPE, _HEX = 2, {"x": 4, "u": 6, "U": 10}


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar of a YAML file.

    Attributes:
        value: its text as YAML reads it.
        start: offset in the file of its first character, quote or indicator.
        end: offset behind its last character that is no blank.
        style: ``'``, ``"``, ``|``, ``>`` or, for a plain one, empty.
        offsets: for each character of `value`, where it is written in the file.
    """

    value: str
    start: int
    end: int
    style: str = ""
    offsets: list[int] = field(default_factory=list, repr=False)

    def place(self, at: int) -> int:
        """The offset in the file of the character *at* of the value; its end behind the last."""
        if at < len(self.offsets):
            return self.offsets[max(at, 0)]
        return self.offsets[-1] + 1 if self.offsets else self.start


def read_scalar(content: str, node: yaml.ScalarNode) -> Scalar:
    """Return the scalar that *node* is in the text *content* of a file."""
    start, end = node.start_mark.index, node.end_mark.index
    if properties := _PROPERTIES.match(content, start):
        start = properties.end()
    end = start + len(content[start:end].rstrip())
    style = node.style or ""
    value = str(node.value)
    if style in ("|", ">"):
        offsets = _block(content, start, value)
    else:
        offsets = _flow(content, start + (style != ""), value, style)
    return Scalar(value, start, end, style, offsets)


def _block(content: str, start: int, value: str) -> list[int]:
    """Offsets of a literal or folded scalar: its lines without their indent."""
    at = content.find("\n", start) + 1
    indent = _indent(content, start, at)
    offsets, at = [], at + _blanks(content, at, indent)
    for character in value:
        while at < len(content) and content[at] == "\n" and character not in " \n":
            at += 1 + _blanks(content, at + 1, indent)
        offsets.append(min(at, len(content)))
        if at < len(content) and content[at] == "\n":
            at += 1 + _blanks(content, at + 1, indent)
        else:
            at += 1
    return offsets


def _indent(content: str, start: int, body: int) -> int:
    """How far a block is indented: as its first line that is not blank, or as its header says."""
    header = content[start:body].split("#")[0]
    digits = [int(mark) for mark in header if mark.isdecimal()]
    if digits:
        # A dash of a sequence counts as indentation of what follows it, but not of itself.
        line = content[content.rfind("\n", 0, start) + 1 : start]
        dashes = _DASHES.match(line)
        assert dashes is not None
        outer = dashes.end() if line[dashes.end() :].strip() else dashes.start(1)
        return max(outer, 0) + digits[0]
    for line in content[body:].split("\n"):
        if line.strip(" "):
            return len(line) - len(line.lstrip(" "))
    return 0


def _blanks(content: str, at: int, most: int) -> int:
    """How many blanks stand at *at*, *most* at the most."""
    count = 0
    while count < most and content[at + count : at + count + 1] == " ":
        count += 1
    return count


def _flow(content: str, at: int, value: str, style: str) -> list[int]:
    """Offsets of a plain or quoted scalar: escapes undone, line ends folded."""
    offsets: list[int] = []
    written = _written(content, at, style)
    for _ in value:
        offsets.append(next(written, offsets[-1] + 1 if offsets else at))
    return offsets


def _written(content: str, at: int, style: str) -> Iterator[int]:
    """Where each character of the value is written, in order."""
    while at < len(content):
        run = _break_run(content, at)
        if run:
            lines = content.count("\n", at, at + run)
            yield from [at] * max(1, lines - 1)
            at += run
        elif style == '"' and content[at] == "\\":
            mark = content[at + 1 : at + 2]
            if mark == "\n":
                at += 2
                at += _white(content, at)
                continue
            yield at
            at += _HEX.get(mark, _SIMPLE_ESCAPE)
        else:
            yield at
            at += 2 if style == "'" and content.startswith("''", at) else 1


def _break_run(content: str, at: int) -> int:
    """Length of the blanks at *at* if they hold the end of a line, else 0."""
    run = _white(content, at)
    return run if "\n" in content[at : at + run] else 0


def _white(content: str, at: int) -> int:
    end = at
    while end < len(content) and content[end] in " \t\n":
        end += 1
    return end - at


@dataclass(frozen=True, slots=True)
class Lines:
    """Offsets of a text as lines and columns, both counted from 1."""

    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Lines:
        """The lines of *text*."""
        return cls((0, *(at + 1 for at, mark in enumerate(text) if mark == "\n")))

    def place(self, at: int) -> tuple[int, int]:
        """The line and column of an offset."""
        line = bisect_right(self.starts, at)
        return line, at - self.starts[line - 1] + 1
