"""Learning moulds: from one event what is the same in many.

A mould is learned from one event: its values are replaced by marks, lxml
judges what came of it, and the reader of single events says into which field each mark goes. So a
mould knows no rule about fields of its own: an event that fits it gives what the reader of single
events would find, as long as its values are legal characters.

An empty text can change which of two values a field gets. Where a mould has such gaps (a field of
several values, a text that no field gets), the texts that are empty in the event belong to the
fixed text, and the others must not be empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from spl.events.found import Found
from spl.events.mould import WIDTH, Gap, Giving, Givings, Mould, Value, Windows
from spl.events.split_xml import Piece, split_xml
from spl.events.well_formed import fault
from spl.events.windows import SYSMON, windows_event

_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>\w+)(?P<attributes>(?:\s+[\w:]+=(?:'[^'<>]*'|\"[^\"<>]*\"))*)\s*"
    r"(?P<empty>/?)>(?P<text>[^<]*)"
)
_ATTRIBUTE = re.compile(r"(?P<name>[\w:]+)=(?P<quote>['\"])(?P<value>.*?)(?P=quote)", re.DOTALL)
_KIND = frozenset(("EventID", "Version", "Level", "Task", "Opcode", "Keywords", "Channel"))
_LOOSE = frozenset(("TimeCreated", "Correlation", "Execution", "Security"))
_MARK = re.compile("(?P<quote>'?)\ue000(?P<gap>\\d+)\ue001(?P<part>\\d+)\ue002(?P=quote)")


@dataclass(frozen=True, slots=True)
class _Loose:
    """A value of the event that a mould is learned from, or the attributes of one of its tags."""

    texts: tuple[str, ...]
    quote: str = ""
    between: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it is an empty text."""
        return not self.quote and not self.texts[0]

    def marked(self, number: int) -> str:
        """Marks in place of the values."""
        marks = [f"\ue000{number}\ue001{part}\ue002" for part in range(len(self.texts))]
        pairs = zip(marks, (*self.between, ""), strict=True)
        return "".join(mark + between for mark, between in pairs)


_Segments: TypeAlias = list[str | _Loose]


def learn(text: str) -> Mould | None:
    """The mould of the well-formed event *text*; None where it has no shape that moulds know."""
    if "\ue000" in text or "<!" in text:
        return None
    segments = list(_joined(_segments(text)))
    mould = _mould(segments, may_be_empty=True)
    if mould is not None and _may_shift(mould):
        fixed: _Segments = ["" if isinstance(s, _Loose) and s.is_empty else s for s in segments]
        mould = _mould(list(_joined(fixed)), may_be_empty=False)
    return mould


def _may_shift(mould: Mould) -> bool:
    """Whether an empty text could change which value goes where."""
    if any(isinstance(giving, tuple) for giving in mould.gives.values()):
        return True
    given = {giving.gap for giving in mould.gives.values() if isinstance(giving, Value)}
    texts = {number for number, gap in enumerate(mould.gaps) if not gap.quote}
    return not texts <= given


def _segments(text: str) -> Iterator[str | _Loose]:
    """Fixed text and values in turns; what is no tag where one should be ends it early."""
    inside: list[str] = []
    position = 0
    while tag := _TAG.match(text, position):
        position = tag.end()
        name = tag["name"]
        in_system = inside[1:] == ["System"]
        if in_system and name in _LOOSE and tag["attributes"]:
            yield from _loose_tag(tag)
        else:
            yield text[tag.start() : tag.start("text")]
        if tag["end"]:
            inside = inside[:-1]
        elif not tag["empty"]:
            inside.append(name)
            if text.startswith("</", position) and not (in_system and name in _KIND):
                yield _Loose((tag["text"],))
                continue
        yield tag["text"]
    yield text[position:]


def _loose_tag(tag: re.Match[str]) -> Iterator[str | _Loose]:
    """A tag whose attributes are values."""
    text, found = tag.string, list(_ATTRIBUTE.finditer(tag.string, *tag.span("attributes")))
    quotes = {each["quote"] for each in found}
    if len(quotes) > 1 or any(each["name"].startswith("xmlns") for each in found):
        yield text[tag.start() : tag.start("text")]
        return
    ends = [each.end("value") for each in found[:-1]]
    starts = [each.start("value") for each in found[1:]]
    between = tuple(text[end:start] for end, start in zip(ends, starts, strict=True))
    yield text[tag.start() : found[0].start("value")]
    yield _Loose(tuple(each["value"] for each in found), quotes.pop(), between)
    yield text[found[-1].end("value") : tag.start("text")]


def _joined(segments: Sequence[str | _Loose] | Iterator[str | _Loose]) -> Iterator[str | _Loose]:
    """The same, fixed texts next to each other put together."""
    fixed = ""
    for segment in segments:
        if isinstance(segment, str):
            fixed += segment
        else:
            yield fixed
            yield segment
            fixed = ""
    yield fixed


def _mould(segments: Sequence[str | _Loose], *, may_be_empty: bool) -> Mould | None:
    """The mould of *segments*, which begin and end with fixed text."""
    fixed = [segment.encode() for segment in segments if isinstance(segment, str)]
    loose = [segment for segment in segments if isinstance(segment, _Loose)]
    marks = [each.marked(number) for number, each in enumerate(loose)]
    if not all(b"<" in text for text in fixed) or len(fixed[0]) < WIDTH:
        return None
    text = "".join(f + m for f, m in zip((f.decode() for f in fixed), (*marks, ""), strict=True))
    if list(split_xml([text], lambda _: True)) != [Piece(text, "", 1)] or fault(text):
        return None
    found = windows_event(Piece(text, "", 1))
    gives = _gives(found)
    times = None if gives is None else _times(gives)
    if gives is None or times is None or "\ue000" in found.group:
        return None
    counts = [text.count(b"<") for text in fixed]
    anchors = [sum(counts[:number]) for number in range(len(fixed))]
    lead = [text.index(b"<") for text in fixed]
    gaps = [
        Gap(anchors[n], len(fixed[n]) - lead[n], anchors[n + 1], lead[n + 1], each.quote,
            each.between, may_be_empty or bool(each.quote))
        for n, each in enumerate(loose)
    ]  # fmt: skip
    windows = [
        (anchor, offset - before, window, mask)
        for text, anchor, before in zip(fixed, anchors, lead, strict=True)
        for offset, window, mask in _windows(text)
    ]
    columns = list(zip(*windows, strict=True))
    return Mould(
        sum(counts),
        tuple(gaps),
        np.array(columns[0], np.int64),
        np.array(columns[1], np.int64),
        _rows(columns[2]),
        _rows(columns[3]),
        _telling(fixed[0], len(windows)),
        gives,
        times,
        found,
    )


def _windows(text: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Where windows that cover *text* start, what is in them, and which bits of it count.

    A window on a short text starts before it.
    """
    if len(text) < WIDTH:
        before = WIDTH - len(text)
        yield -before, bytes(before) + text, bytes(before) + b"\xff" * len(text)
        return
    for offset in (*range(0, len(text) - WIDTH, WIDTH), len(text) - WIDTH):
        yield offset, text[offset : offset + WIDTH], b"\xff" * WIDTH


def _telling(head: bytes, count: int) -> NDArray[np.intp]:
    """The windows around the EventID, one in the middle and the last."""
    place = max(0, head.find(b"</EventID>") - len("12345")) // WIDTH
    return np.unique(np.minimum([place, place + 1, count // 2, count - 1], count - 1))


def _rows(windows: Iterable[bytes]) -> Windows:
    return np.frombuffer(b"".join(windows), np.uint64).reshape(-1, WIDTH // 8)


def _gives(found: Found) -> dict[str, Givings] | None:
    """What each field gets; None where a mark is not the whole of a value."""
    gives: dict[str, Givings] = {}
    for name, held in found.fields.items():
        each = [_giving(text) for text in (held if isinstance(held, tuple) else (held,))]
        if None in each:
            return None
        givings = tuple(giving for giving in each if giving is not None)
        gives[name] = givings if isinstance(held, tuple) else givings[0]
    return gives


def _giving(text: str) -> Giving | None:
    """A fixed text, or the value that its mark stands for; None for a mark within a text."""
    mark = _MARK.fullmatch(text)
    if mark:
        return Value(int(mark["gap"]), int(mark["part"]), bool(mark["quote"]))
    return None if "\ue000" in text else text


def _times(gives: dict[str, Givings]) -> dict[str, Value] | None:
    """The values that the time is read from, as for single events; None where one is fixed."""
    names = ("UtcTime", "SystemTime") if _first(gives, "Name") in SYSMON else ("SystemTime",)
    found: dict[str, Value] = {}
    for name in names:
        giving = _first(gives, name)
        if isinstance(giving, str):
            return None
        if giving is not None and (name == "SystemTime" or not giving.quoted):
            found[name] = giving
    return found


def _first(gives: dict[str, Givings], name: str) -> Giving | None:
    giving = gives.get(name)
    return giving[0] if isinstance(giving, tuple) else giving
