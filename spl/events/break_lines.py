"""A text cut into events as LINE_BREAKER and the settings for merging lines say.

Splunk, props.conf.spec: "Line breaking". The first group of LINE_BREAKER that took part is what
stands between two pieces and belongs to neither.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator

from spl.knowledge.line_breaking import DEFAULT_BREAKER, LineBreaking
from spl.values.regex import Match, Regex

HasTime = Callable[[str], bool]

_WINDOW = 1 << 14  # a match costs as much as the text that it is looked for in
_BEHIND = 512  # what a look-behind may see
_AHEAD = 1024  # a match that ends closer to the end of the window might go on behind it
_LINE_ENDS = re.compile(r"[\r\n]+")


def broken(
    text: str, how: LineBreaking, has_time: HasTime, truncate: int = 0
) -> Iterator[tuple[str, bool]]:
    """Yield the events of *text*, and of each whether it was cut short.

    *has_time* tells whether a line shows a time; lines that are merged are first cut to *truncate*
    bytes, if that is not 0.
    """
    pieces = _pieces(text, how.breaker)
    if not how.merge:
        yield from ((piece, False) for piece in pieces)
        return
    size = truncate or sys.maxsize
    lines = ((short := truncated(piece, size), short is not piece) for piece in pieces)
    yield from _merged(lines, how, has_time)


def truncated(text: str, size: int) -> str:
    """*text* cut to *size* bytes of UTF-8; the same object where it is short enough."""
    if len(text) * 4 <= size:
        return text
    data = text.encode("utf-8", "surrogatepass")
    return text if len(data) <= size else data[:size].decode("utf-8", "ignore")


def _pieces(text: str, breaker: Regex) -> Iterator[str]:
    """The text between the breaks, blank pieces left out."""
    if breaker.pattern in (DEFAULT_BREAKER, r"([\n\r]+)"):  # nearly always, and much faster
        yield from (piece for piece in _LINE_ENDS.split(text) if piece.strip())
        return
    start = 0
    for end, following in _breaks(text, breaker):
        if text[start:end].strip():
            yield text[start:end]
        start = following
    if text[start:].strip():
        yield text[start:].rstrip("\r\n")


def _breaks(text: str, breaker: Regex) -> Iterator[tuple[int, int]]:
    """Where each piece ends and the next one starts, looked for window by window."""
    at, size = 0, _WINDOW
    while at < len(text):
        low, high = max(0, at - _BEHIND), min(len(text), at + size)
        window, begin = text[low:high], at - low
        while match := breaker.search(window, begin):
            if high < len(text) and match.end() > len(window) - _AHEAD:
                break
            end, following = _group(match, breaker)
            yield low + end, low + following
            begin = max(following, begin + 1)
        if high == len(text):
            return
        if low + begin > at:
            at, size = low + begin, _WINDOW
        else:
            size *= 4


def _group(match: Match, breaker: Regex) -> tuple[int, int]:
    for number in range(1, breaker.groups + 1):
        if match.group(number) is not None:
            return match.start(number), match.end(number)
    return match.start(), match.start()


def _merged(
    lines: Iterable[tuple[str, bool]], how: LineBreaking, has_time: HasTime
) -> Iterator[tuple[str, bool]]:
    """Put lines together again until one starts a new event."""
    event: list[str] = []
    cut = False
    held = False  # by MUST_NOT_BREAK_AFTER, until MUST_BREAK_AFTER
    ended = False
    for line, short in lines:
        new = ended or (not held and _starts(line, how, has_time))
        if event and (new or len(event) >= max(how.most, 1)):
            yield "\n".join(event), cut
            event, cut, held = [], False, False
        event.append(line)
        cut = cut or short
        ended = how.after is not None and how.after.matches(line)
        held = not ended and (held or (how.not_after is not None and how.not_after.matches(line)))
    if event:
        yield "\n".join(event), cut


def _starts(line: str, how: LineBreaking, has_time: HasTime) -> bool:
    if how.not_before is not None and how.not_before.matches(line):
        return False
    if how.before is not None:
        return how.before.matches(line)
    return how.before_date and has_time(line)
