"""The fields of events that fit moulds, gathered for a whole block at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from spl.columns import arrow
from spl.columns.dictionary import Codes
from spl.events.found import Found
from spl.events.iso_times import Times, read_times
from spl.events.mould import Gap, Giving, Mould, Places, Value
from spl.events.mould_book import Fitting, Marks
from spl.events.strips import Rows, Strip, text_type
from spl.events.timestamps import read_iso

if TYPE_CHECKING:
    import pyarrow as pa


_QUOTE = "'"
_SAMPLE = 1024  # values whose repeats are counted
_UNLIKE = 0.98  # of them different: a field of values that hardly repeat


@dataclass(slots=True)
class RigidRows:
    """The events of a block that belong together, in order.

    Attributes:
        like: an event of theirs, as far as its source, sourcetype and group go.
        places: the place of each among the events of the block.
        times: when each happened, NaN where it does not tell.
        raw: their texts.
        hosts: their hosts; a row without one tells none.
        fields: the strips of each field.
        blocks: names of the XML blocks that at least one has.
    """

    like: Found
    places: Rows
    times: Times
    raw: pa.Array
    hosts: list[Strip] = field(default_factory=list)
    fields: dict[str, list[Strip]] = field(default_factory=dict)
    blocks: dict[str, None] = field(default_factory=dict)


def texts_at(data: bytes, starts: Places, ends: Places) -> pa.Array:
    """The texts between *starts* and *ends*, copied out of *data*, which is UTF-8."""
    count = len(starts)
    if not count:
        return arrow.pa.array([], text_type())
    bounds = np.empty(2 * count + 1, np.int64)
    bounds[0:-1:2], bounds[1::2], bounds[-1] = starts, ends, len(data)
    buffers = [None, arrow.pa.py_buffer(bounds), arrow.pa.py_buffer(data)]
    # Every other text is what stands between two wanted ones, and never looked at.
    every = arrow.pa.Array.from_buffers(text_type(), 2 * count, buffers)
    return every.take(arrow.pa.array(np.arange(0, 2 * count, 2)))


def unquoted(data: bytes, fittings: Sequence[Fitting]) -> Iterator[Fitting]:
    """The events in which no attribute has its own quote within it."""
    good = [np.ones(len(fitting.events), np.bool_) for fitting in fittings]
    alike: dict[tuple[str, tuple[str, ...]], list[tuple[int, int]]] = {}
    for number, fitting in enumerate(fittings):
        for place, gap in enumerate(fitting.mould.gaps):
            if gap.quote:
                alike.setdefault((gap.quote, gap.between), []).append((number, place))
    for places in alike.values():
        starts = np.concatenate([fittings[n].starts[:, place] for n, place in places])
        ends = np.concatenate([fittings[n].ends[:, place] for n, place in places])
        number, place = places[0]
        gap = fittings[number].mould.gaps[place]
        cuts = np.cumsum([len(good[number]) for number, _ in places])[:-1]
        parts = np.split(_well_quoted(data, gap, starts, ends), cuts)
        for (number, _), part in zip(places, parts, strict=True):
            good[number] &= part
    yield from (fitting.take(mask) for fitting, mask in zip(fittings, good, strict=True))


def _well_quoted(data: bytes, gap: Gap, starts: Places, ends: Places) -> NDArray[np.bool_]:
    """Which texts may stand in gaps like *gap*."""
    if gap.between:
        codes, values = _encoded(data, starts, ends)
        whole = _attributes(gap)
        fits = [whole.fullmatch(value) is not None for value in values.to_pylist()]
        return np.array(fits, np.bool_)[codes]
    within = arrow.pc.match_substring(texts_at(data, starts, ends), gap.quote)
    return np.asarray(~within.to_numpy(zero_copy_only=False), np.bool_)


def rigid_rows(
    marks: Marks, fittings: Sequence[Fitting], places_of: NDArray[np.int64]
) -> RigidRows:
    """The rows of *fittings*, which all have the same source, sourcetype and group.

    *places_of* says where the events stand among all of the block.
    """
    places = np.concatenate([places_of[fitting.events] for fitting in fittings])
    order = np.argsort(places)
    rows = np.empty(len(order), np.int64)
    rows[order] = np.arange(len(order))
    events = np.concatenate([fitting.events for fitting in fittings])[order]
    starts = marks.tags[marks.first[events]]
    ends = marks.tags[marks.first[events] + marks.counts[events] - 1] + len("</Event>")
    raw = texts_at(marks.data, starts, ends)
    found = RigidRows(fittings[0].mould.found, places[order], np.empty(len(order)), raw)
    gathering = _Gathering(marks)
    cuts = np.cumsum([len(fitting.events) for fitting in fittings])[:-1]
    for fitting, own in zip(fittings, np.split(rows, cuts), strict=True):
        part = _Part(fitting, marks.data, own)
        found.times[own] = part.times()
        found.blocks.update(dict.fromkeys(fitting.mould.found.blocks))
        gathering.add(part)
    found.hosts, found.fields = gathering.finished()
    return found


class _Part:
    """The events of one mould; each value is a span of the block."""

    def __init__(self, fitting: Fitting, data: bytes, rows: Rows) -> None:
        self.mould: Mould = fitting.mould
        self.rows = rows
        self._data = data
        self._starts, self._ends = fitting.starts, fitting.ends

    def gap(self, value: Value) -> Gap:
        """Where the value stands."""
        return self.mould.gaps[value.gap]

    def span(self, value: Value) -> tuple[Rows, Places, Places]:
        """The rows that have the value, and where it starts and ends in each."""
        starts, ends = self._starts[:, value.gap], self._ends[:, value.gap]
        if self.gap(value).quote:
            return self.rows, starts, ends
        filled = ends > starts
        return self.rows[filled], starts[filled], ends[filled]

    def listed(self, giving: Giving) -> tuple[Codes, list[str]]:
        """A code for every event, and the values that the codes stand for, each once."""
        if isinstance(giving, str):
            return np.zeros(len(self.rows), np.int32), [giving]
        span = self._starts[:, giving.gap], self._ends[:, giving.gap]
        codes, values = _encoded(self._data, *span)
        texts = values.to_pylist()
        gap = self.gap(giving)
        if gap.between:
            whole = _attributes(gap)
            texts = [_group(whole, text, giving.part) for text in texts]
        if giving.quoted:
            texts = [f"{_QUOTE}{text}{_QUOTE}" for text in texts]
        places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        table = np.array([places[text] for text in texts], np.int32)
        return table[codes], list(places)

    def several(self, givings: Sequence[Giving]) -> Strip:
        """Multivalues of one value for each giving; none of them is empty."""
        listed = [self.listed(giving) for giving in givings]
        codes = np.stack([codes for codes, _ in listed], axis=1)
        distinct, found = np.unique(codes, axis=0, return_inverse=True)
        values = [
            tuple(texts[code] for (_, texts), code in zip(listed, row, strict=True))
            for row in distinct.tolist()
        ]
        return Strip(self.rows, found.reshape(-1).astype(np.int32), values)

    def times(self) -> Times:
        """When each event happened, NaN where it does not tell."""
        times = np.full(len(self.rows), np.nan)
        for name, value in self.mould.times.items():
            left = np.isnan(times)
            if left.any():
                times[left] = self._times(value, _QUOTE if name == "SystemTime" else "", left)
        return times

    def _times(self, value: Value, strip: str, which: NDArray[np.bool_]) -> Times:
        if not self.gap(value).between:
            starts, ends = self._starts[which, value.gap], self._ends[which, value.gap]
            return read_times(self._data, starts, ends, strip)
        codes, texts = self.listed(value)
        read = [read_iso(text.strip(strip)) for text in texts]
        return np.array([np.nan if time is None else time for time in read])[codes[which]]


@dataclass(slots=True)
class _Spans:
    """Values of one field in the block, all in quotes or none."""

    rows: list[Rows] = field(default_factory=list)
    starts: list[Places] = field(default_factory=list)
    ends: list[Places] = field(default_factory=list)

    def add(self, rows: Rows, starts: Places, ends: Places) -> None:
        self.rows.append(rows)
        self.starts.append(starts)
        self.ends.append(ends)


class _Gathering:
    """Values of all moulds by field, encoded together: the fewer steps, the faster."""

    _HOST = ""  # no field is called so

    def __init__(self, marks: Marks) -> None:
        self._data = marks.data
        self._spans: dict[tuple[str, bool], _Spans] = {}
        self._strips: dict[str, list[Strip]] = {}

    def add(self, part: _Part) -> None:
        """Take in what the events of one mould give."""
        for name, givings in part.mould.gives.items():
            if isinstance(givings, tuple):
                self._strip(name, part.several(givings))
            else:
                self._give(name, givings, part)
        if part.mould.host is not None:
            self._give(self._HOST, part.mould.host, part)

    def _give(self, name: str, giving: Giving, part: _Part) -> None:
        if isinstance(giving, str):
            self._strip(name, Strip.constant(part.rows, giving))
        elif part.gap(giving).between:
            self._strip(name, Strip(part.rows, *part.listed(giving)))
        else:
            key = (name, giving.quoted)
            self._spans.setdefault(key, _Spans()).add(*part.span(giving))

    def _strip(self, name: str, strip: Strip) -> None:
        self._strips.setdefault(name, []).append(strip)

    def finished(self) -> tuple[list[Strip], dict[str, list[Strip]]]:
        """The strips of the hosts, and those of every field."""
        for (name, quoted), some in self._spans.items():
            rows = np.concatenate(some.rows)
            if not len(rows):
                continue
            starts, ends = np.concatenate(some.starts), np.concatenate(some.ends)
            values = texts_at(self._data, starts, ends)
            repeats = _repeats(values)
            codes = np.arange(len(rows), dtype=np.int32)
            if repeats:
                encoded = values.dictionary_encode()
                codes, values = encoded.indices.to_numpy(), encoded.dictionary
            if quoted:
                values = _quoted(values)
            self._strip(name, Strip(rows, codes, values, distinct=repeats))
        hosts = self._strips.pop(self._HOST, [])
        return hosts, self._strips


def _repeats(values: pa.Array) -> bool:
    """Whether it is worth while to look for repeats: not for times and numbers of events."""
    if len(values) < _SAMPLE:
        return True
    return len(values[:_SAMPLE].unique()) < _SAMPLE * _UNLIKE


def _quoted(values: pa.Array) -> pa.Array:
    mark, nothing = (arrow.pa.scalar(text, text_type()) for text in (_QUOTE, ""))
    return arrow.pc.binary_join_element_wise(mark, values, mark, nothing)


def _encoded(data: bytes, starts: Places, ends: Places) -> tuple[Codes, pa.Array]:
    encoded = texts_at(data, starts, ends).dictionary_encode()
    return encoded.indices.to_numpy(), encoded.dictionary


def _attributes(gap: Gap) -> re.Pattern[str]:
    """What the attributes of one tag look like, each value a group."""
    value = f"([^{gap.quote}]*)"
    return re.compile(value + "".join(re.escape(text) + value for text in gap.between))


def _group(pattern: re.Pattern[str], text: str, number: int) -> str:
    match = pattern.fullmatch(text)
    assert match is not None  # only such texts fit
    return match[number + 1]
