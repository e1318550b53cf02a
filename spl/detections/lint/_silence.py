"""Where findings are silenced: comments ``spl: ignore`` in the YAML and in the search.

    # spl: ignore LINT101 LINT110     before a key, or behind a value: for that key's value
    # spl: ignore-file LINT205        anywhere: for the whole file
    ```spl: ignore LINT118```         in the search: for the stage in which it stands

Without a code everything is silenced there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spl.detections.lint._subject import Subject
from spl.detections.rule_place import span_in_file
from spl.detections.yaml_places import Scalar
from spl.errors import Span, SplError
from spl.language.layout.mask import Masked, mask
from spl.language.split import RawPipeline, SplitError, split

_DIRECTIVE = re.compile(r"spl:\s*ignore(?P<file>-file)?\b(?P<codes>[\s,A-Z0-9]*)")
_YAML = re.compile(r"(?:^|\s)#\s*(?=spl:)")


@dataclass(frozen=True, slots=True)
class Silence:
    """A stretch of a file in which some codes, or all, are silent."""

    span: Span
    codes: frozenset[str]

    def covers(self, code: str, span: Span) -> bool:
        """Whether it silences a finding."""
        inside = self.span.start <= span.start < self.span.end
        return inside and (not self.codes or code in self.codes)


def silences(subject: Subject) -> list[Silence]:
    """All stretches of a file in which something is silent."""
    found = [*_in_search(subject)]
    if subject.document is not None:
        found += _in_yaml(subject)
    return found


def _codes(directive: re.Match[str]) -> frozenset[str]:
    return frozenset(re.findall(r"[A-Z]+\d+", directive["codes"]))


def _in_yaml(subject: Subject) -> Iterator[Silence]:
    """Comments of the YAML: on a line of their own they speak of the next key."""
    scalar, content = subject.scalar, subject.content
    for mark in _YAML.finditer(content):
        if scalar is not None and _body(content, scalar) <= mark.start() < scalar.end:
            continue
        directive = _DIRECTIVE.match(content, mark.end())
        if directive is None:
            continue
        if directive["file"]:
            yield Silence(Span(0, len(content) + 1), _codes(directive))
            continue
        start = content.rfind("\n", 0, mark.end()) + 1
        if not content[start : mark.end()].strip("# \t"):
            start = content.find("\n", mark.end()) + 1
        yield Silence(Span(start, _block_end(content, start)), _codes(directive))


def _body(content: str, scalar: Scalar) -> int:
    """Where the text of a scalar begins: behind the line that opens a block."""
    return content.find("\n", scalar.start) if scalar.style in ("|", ">") else scalar.start


def _block_end(content: str, start: int) -> int:
    """Where the key in the line at *start* ends: before the next line that is not further in."""
    lines = content[start:].split("\n")
    depth = _depth(lines[0])
    # The items of a key may stand as far out as the key itself.
    item = "\0" if lines[0].lstrip().startswith("- ") else f"{' ' * depth}- "
    at = start + len(lines[0]) + 1
    for line in lines[1:]:
        if line.strip() and _depth(line) <= depth and not line.startswith(item):
            break
        at += len(line) + 1
    return at


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _in_search(subject: Subject) -> Iterator[Silence]:
    """Comments of the search: each speaks of the stage in which it stands."""
    try:
        masked = mask(subject.search)
        raw = split(masked.text)
    except (SplError, SplitError):
        return
    for start, end in masked.comments:
        directive = _DIRECTIVE.match(masked.typed[start:end].strip("` \n\t"))
        if directive is None:
            continue
        span = _stage(masked, raw, start)
        here = span if subject.scalar is None else span_in_file(subject.scalar, span)
        yield Silence(Span(here.start, here.end + 1), _codes(directive))


def _stage(masked: Masked, pipeline: RawPipeline, at: int) -> Span:
    """The innermost stage around a comment, from pipe to pipe."""
    begin = pipeline.start
    for command in pipeline.commands:
        if begin <= at < command.end:
            for sub in command.subsearches:
                if sub.start <= at < sub.end:
                    return _stage(masked, sub, at)
            return Span(begin, command.end)
        begin = command.end + 1
    return Span(pipeline.start, pipeline.end)
