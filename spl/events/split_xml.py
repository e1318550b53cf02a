"""Where one XML event ends and the next begins, in text that may hold anything.

An event starts at ``<Event`` and ends with its ``</Event>``; one that never ends stops where the
next begins, or with the text. Comments and CDATA sections are passed over. Text before an event on
the same line belongs to the event (logs that reach a file through syslog look so); any other line
outside of events is a piece of its own. Wrappers are not events and are left out: ``<Events>``,
XML declarations, processing instructions and comments between events.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

_PREFIX = r"(?:[A-Za-z_][\w.-]{0,60}:)?"
_ATTRIBUTES = r"(?:\s+[^\s=<>/'\"]+\s*=\s*(?:'[^'<]*'|\"[^\"<]*\"))*\s*"
START = re.compile(rf"<{_PREFIX}Event(?=[\s/>])")
_EMPTY = re.compile(rf"<{_PREFIX}Event{_ATTRIBUTES}/>")
# One < in front of the alternatives lets the search skip to the next one at the speed of C.
_MARK = re.compile(rf"<(?:!--|!\[CDATA\[|(/{_PREFIX}Event\s*>)|({_PREFIX}Event(?=[\s/>])))")
_PLAIN_MARK = re.compile(rf"<(?:(/{_PREFIX}Event\s*>)|({_PREFIX}Event(?=[\s/>])))")
_TOP = re.compile(rf"<!--|<{_PREFIX}Event(?=[\s/>])")
_WRAPPER = re.compile(
    rf"<\?(?:(?!\?>|<).)*\?>|<!--(?:(?!--).)*-->|</?{_PREFIX}Events{_ATTRIBUTES}/?>", re.DOTALL
)
_LINE = re.compile(r"\r?\n")
_RIGID_START = re.compile(r"<Event[\s/>]")
_BLANK = " \t\r\n\ufeff"
_CLOSE = {"<!--": "-->", "<![CDATA[": "]]>"}

# A section that holds what looks like further events is believed up to this length only: so the
# end of a section that was never meant to be one is not searched for over and over again.
_DOUBT = 1 << 14


class Piece(NamedTuple):
    """One event, or one line that is not part of any."""

    text: str  # the event's XML; empty for a stray line
    before: str  # what stands before the event on its line; or the stray line
    line: int  # where it starts, from 1


def split_xml(blocks: Iterable[str], well_formed: Callable[[str], bool]) -> Iterator[Piece]:
    """Cut text that arrives in *blocks* into events and stray lines, in order.

    *well_formed* judges an event whose comments or CDATA sections seem to hold other events: if it
    is not well-formed with them, those are cut as events of their own.
    """
    cutter = Cutter(well_formed)
    for block in blocks:
        yield from cutter.feed(block)
    yield from cutter.cut(final=True)


class Cutter:
    """Cuts text that arrives in blocks.

    Attributes:
        text: what is not cut yet.
        line: the line that it starts on.
    """

    def __init__(self, well_formed: Callable[[str], bool], line: int = 1) -> None:
        """Start on *line*; *well_formed* is as for `split_xml`."""
        self.text = ""
        self.line = line
        self._well_formed = well_formed
        self._wanted = 0

    @property
    def is_done(self) -> bool:
        """Whether everything so far is cut, but for blanks."""
        return not self.text.strip(_BLANK)

    def feed(self, block: str) -> Iterator[Piece]:
        """Yield the pieces that are certain with one more *block* of text."""
        self.text += block
        if len(self.text) >= self._wanted:
            yield from self.cut(final=False)
            self._wanted = 2 * len(self.text)

    def cut(self, *, final: bool) -> Iterator[Piece]:
        """Yield the pieces that are certain, all of them when the text is *final*."""
        text, done = self.text, 0
        while (start := _start(text, done, final)) >= 0:
            end = self._end(start, final)
            if end < 0:
                break
            strays, before = _outside(text[done:start], self.line)
            yield from strays
            self.line += text.count("\n", done, start)
            event = text[start:end].rstrip(_BLANK)
            yield Piece(event, before, self.line)
            self.line += text.count("\n", start, start + len(event))
            done = start + len(event)
        self.text = text[done:]
        if final:
            strays, last = _outside(self.text, self.line)
            yield from strays
            if last:
                yield Piece("", last, self.line + self.text.count("\n"))
            self.text = ""

    def _end(self, start: int, final: bool) -> int:
        """Where the event that starts at *start* ends; -1 if the text so far does not tell."""
        empty = _EMPTY.match(self.text, start)
        if empty:
            return empty.end()
        end = _rigid_end(self.text, start)
        if end >= 0:
            return end
        end, doubtful = _believing_end(self.text, start, final)
        if doubtful and end >= 0 and not self._well_formed(self.text[start:end]):
            mark = _PLAIN_MARK.search(self.text, start + 1)
            assert mark is not None  # a doubtful section holds a start
            return mark.end() if mark[1] else mark.start()
        return end


def _start(text: str, pos: int, final: bool) -> int:
    """Where the next event starts, comments passed over; -1 if there is none for certain."""
    while mark := _TOP.search(text, pos):
        if mark[0] != "<!--":
            return mark.start()
        dashes = text.find("--", mark.end())
        if not final and (dashes < 0 or dashes + 2 == len(text)):
            return -1
        pos = dashes + 3 if dashes >= 0 and text.startswith("-->", dashes) else mark.end()
    return -1


def _rigid_end(text: str, start: int) -> int:
    """Where the event ends if nothing in it needs a second look, else -1."""
    close = text.find("</Event>", start, start + _DOUBT)
    if close < 0 or text.find("<!", start, close) >= 0 or text.find(":Event", start, close) >= 0:
        return -1
    return -1 if _RIGID_START.search(text, start + 1, close) else close + len("</Event>")


def _believing_end(text: str, start: int, final: bool) -> tuple[int, bool]:
    """Where the event ends if comments and CDATA are what they seem, and whether that is in doubt.

    It is in doubt when one of them holds the start of another event.
    """
    pos, doubtful = start + 1, False
    following = START.search(text, pos)
    nowhere = {"-->": 0, "]]>": 0}  # the closing mark is not to be found before here
    while mark := _MARK.search(text, pos):
        if mark[1] or mark[2]:
            return (mark.end() if mark[1] else mark.start()), doubtful
        if following and following.start() < mark.end():
            following = START.search(text, mark.end())
        close = _CLOSE[mark[0]]
        limit = min(len(text), following.start() + _DOUBT) if following else len(text)
        stop = text.find(close, max(mark.end(), nowhere[close] - 2), limit)
        if stop < 0:
            if not final and limit == len(text):
                return -1, doubtful
            nowhere[close] = limit
        holds = bool(following and 0 <= following.start() < stop)
        believed = stop >= 0 and not (holds and stop - start > _DOUBT)
        doubtful |= holds and believed
        pos = stop + 3 if believed else mark.end()
    return (len(text) if final else -1), doubtful


def _outside(region: str, line: int) -> tuple[list[Piece], str]:
    """The stray lines of text between events, and what stands on the line of the next event."""
    if not region.strip(_BLANK):
        return [], ""
    region = _WRAPPER.sub(lambda match: "\n" * match[0].count("\n"), region)
    *lines, last = _LINE.split(region)
    strays = [Piece("", text, line + i) for i, text in enumerate(lines) if text.strip(_BLANK)]
    return strays, last if last.strip(_BLANK) else ""
