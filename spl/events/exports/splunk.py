"""Rows that Splunk exported, read back: `_time`, host, source, sourcetype and index are kept.

In JSON ``{"result": {…}}`` or the row alone, one per line, or all of them in ``{"results": […]}``;
in CSV a table with a column `_raw`. With `_raw` the event is that text, and its fields are worked
out anew. Without it the event is the row: its fields are those of the row, and `_raw` its JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from spl.events.draft import Fields
from spl.events.event_columns import BASE
from spl.events.exports.clock import Clock
from spl.events.exports.system import text_of
from spl.events.found import Found
from spl.events.split_xml import START, Piece
from spl.events.well_formed import fault
from spl.events.windows import windows_event

_PLACES = ("host", "source", "sourcetype")
_SIGNS = frozenset((*_PLACES, "index"))
_WRAPPER = frozenset(("preview", "offset", "lastrow"))
_AROUND = frozenset(("preview", "init_offset", "messages", "fields", "highlighted", "results"))
_GIVEN = ("eventtype", "tag", "linecount", "punct", "splunk_server", "timestartpos", "timeendpos")


def exported_rows(value: Mapping[str, Any]) -> list[Mapping[str, Any]] | None:
    """The rows that an object holds, None where it is no export."""
    row = value.get("result")
    if isinstance(row, dict) and (value.keys() & _WRAPPER or _is_row(row)):
        return [row]
    rows = value.get("results")
    if isinstance(rows, list) and value.keys() <= _AROUND:
        return [each for each in rows if isinstance(each, dict)]
    return [value] if isinstance(value.get("_raw"), str) else None


def _is_row(row: Mapping[str, Any]) -> bool:
    return isinstance(row.get("_raw"), str) or ("_time" in row and bool(row.keys() & _SIGNS))


def exported_event(row: Mapping[str, Any], clock: Clock, guess: Clock) -> Found:
    """The event of a row.

    Args:
        row: names and values.
        clock: reads a time.
        guess: finds a time in a text.
    """
    named = {name: row[name] for name in _PLACES if isinstance(row.get(name), str) and row[name]}
    index = row.get("index")
    home = index if isinstance(index, str) and index else None
    if not isinstance(row.get("_raw"), str):
        raw = json.dumps(row, ensure_ascii=False)
        fields = _fields(row) if "sourcetype" in named else {}
        named.setdefault("sourcetype", "_json")
        return Found(raw, clock(row.get("_time")), fields=fields, home=home, **named)
    raw = row["_raw"]
    found = Found(raw)
    start = START.search(raw)
    if start and fault(raw[start.start() :].rstrip()) is None:
        found = windows_event(Piece(raw[start.start() :].rstrip(), raw[: start.start()], 1))
    time = clock(row.get("_time")) or found.time or guess(raw)
    return found._replace(time=time, home=home, **named)


def _fields(row: Mapping[str, Any]) -> Fields:
    """The fields of a row without `_raw`; what knowledge will give anew is left to it."""
    return {
        name: tuple(map(text_of, value)) if isinstance(value, list) else text_of(value)
        for name, value in row.items()
        if not name.startswith(("_", "tag::", "date_")) and name not in (*BASE, *_GIVEN) and value
    }
