"""The default fields that Splunk makes for every event, computed when a search asks for them.

Splunk, Knowledge Manager Manual, "Use default fields":

- ``linecount``: the number of lines of the event.
- ``punct``: the first thirty punctuation characters of its first line; a blank is ``_``, a tab
  ``t``.
- ``splunk_server``: who holds the event; here always ``localhost``.
- ``timestartpos``, ``timeendpos``: where in the event its time is written.
- ``date_hour``, ``date_mday``, ``date_minute``, ``date_month``, ``date_second``, ``date_wday``,
  ``date_year``, ``date_zone``: that time as it is written there, in its own time zone and not in
  that of the searching user. ``date_zone`` is the offset from UTC in minutes, or ``local`` where
  the event names no zone.

An event whose time stands nowhere in it, or only as a number of seconds, has none of the last two
kinds, as in Splunk.

Choice: the place of the time is the first one in the event that means what `_time` says. Splunk
looks no further than MAX_TIMESTAMP_LOOKAHEAD; the reader that found the time may have.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo
from itertools import islice

from spl.columns.column import Column
from spl.events.chain import Before
from spl.events.merge import first_present
from spl.events.timestamps import Written, written_at
from spl.values.value import Value, as_number, as_texts

_MARKS = 30
_PUNCT = re.compile(r"[\W_]")
_SERVER = "localhost"
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def linecount(raw: str) -> int:
    """The number of lines of an event."""
    return raw.rstrip("\r\n").count("\n") + 1


def punct(raw: str) -> str | None:
    """The shape of an event: its first thirty punctuation characters; None where it has none."""
    line = raw.lstrip("\r\n").partition("\n")[0].rstrip("\r")
    return "".join(_mark(found[0]) for found in islice(_PUNCT.finditer(line), _MARKS)) or None


def _mark(character: str) -> str:
    if character == "\t":
        return "t"
    return "_" if character.isspace() else character


def _text(raw: Value) -> str:
    return "\n".join(as_texts(raw))


def _zone(written: Written) -> Value:
    offset = written.moment.utcoffset()
    if not written.zoned or offset is None:
        return "local"
    return int(offset.total_seconds() // 60)


def _of_moment(read: Callable[[datetime], Value]) -> Callable[[Written], Value]:
    return lambda written: read(written.moment)


_OF_TEXT: dict[str, Callable[[str], Value]] = {"linecount": linecount, "punct": punct}
_OF_TIME: dict[str, Callable[[Written], Value]] = {
    "date_hour": _of_moment(lambda moment: moment.hour),
    "date_mday": _of_moment(lambda moment: moment.day),
    "date_minute": _of_moment(lambda moment: moment.minute),
    "date_month": _of_moment(lambda moment: _MONTHS[moment.month - 1]),
    "date_second": _of_moment(lambda moment: moment.second),
    "date_wday": _of_moment(lambda moment: _DAYS[moment.weekday()]),
    "date_year": _of_moment(lambda moment: moment.year),
    "date_zone": _zone,
    "timeendpos": lambda written: written.end,
    "timestartpos": lambda written: written.start,
}
NAMES = (*_OF_TIME, *_OF_TEXT, "splunk_server")


class DefaultFieldsStep:
    """The default fields; one that the event brought along stays as it is."""

    def __init__(self, zone: tzinfo) -> None:
        """Read times without a zone as times in *zone*."""
        self._zone = zone
        self._last: tuple[Column, list[Written | None]] | None = None

    def gives(self, name: str) -> bool:
        """Whether this is a default field."""
        return name in NAMES

    def names(self, before: Before) -> Iterable[str]:
        """The default fields."""
        del before
        return NAMES

    def column(self, name: str, before: Before) -> Column | None:
        """The field: as the event brought it, else as its text and time make it."""
        known = before.column(name)
        if known is not None and known.present().all():
            return known
        return first_present((known, self._own(name, before)))

    def _own(self, name: str, before: Before) -> Column | None:
        raw = before.column("_raw")
        if name == "splunk_server":
            return Column.constant(_SERVER, before.size)
        if raw is None:
            return None
        if name in _OF_TEXT:
            read = _OF_TEXT[name]
            return raw.map(lambda value: read(_text(value)), key=("default", name))
        of_time = _OF_TIME[name]
        return Column.of(None if t is None else of_time(t) for t in self._written(raw, before))

    def _written(self, raw: Column, before: Before) -> list[Written | None]:
        """Where each event shows its time; found once for the fields of one table."""
        if self._last is None or self._last[0] is not raw:
            times = before.column("_time")
            epochs = [None] * before.size if times is None else map(as_number, times.to_list())
            pairs = zip(raw.to_list(), epochs, strict=True)
            found = [
                None if epoch is None else written_at(_text(text), epoch, self._zone)
                for text, epoch in pairs
            ]
            self._last = raw, found
        return self._last[1]
