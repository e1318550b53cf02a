"""Events as Splunk lists them, with what the search looked for marked in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import tzinfo

from spl.language.sought import Sought
from spl.shell.render.cell import Cell, cell_text, printable
from spl.shell.render.table import NOTHING

Mark = Callable[[str], str]

_ORIGIN = ("host", "source", "sourcetype")


def render_events(
    rows: Sequence[Mapping[str, Cell]],
    zone: tzinfo,
    sought: Sought | None = None,
    mark: Mark | None = None,
) -> str:
    """One event after the other: time and raw text, then where it comes from.

    Args:
        rows: events, with _time and _raw.
        zone: time zone of the times.
        sought: what the search looked for: the fields that it names are listed too.
        mark: makes a text stand out; None where nothing may (a pipe, no colours).
    """
    if not rows:
        return NOTHING
    wanted = sought or Sought()
    marking = None if mark is None else _Marking(wanted, mark)
    return "\n".join(_event(row, zone, wanted, marking) for row in rows)


def _event(row: Mapping[str, Cell], zone: tzinfo, sought: Sought, marking: _Marking | None) -> str:
    named = dict.fromkeys([*_ORIGIN, *(name for name, _ in sought.fields)])
    named.pop("index", None)
    facts = []
    for name in named:
        text = cell_text(name, row.get(name)).replace("\n", ", ")
        if text:
            if marking is not None:
                text = marking.value(name, text)
            facts.append(f"{printable(name)} = {text}")
    raw = cell_text("_raw", row.get("_raw"))
    if marking is not None:
        raw = marking.raw(raw)
    return f"{cell_text('_time', row.get('_time'), zone)}  {raw}\n    {'  '.join(facts)}"


class _Marking:
    """Marks in raw texts, and the values of fields that a search compared."""

    def __init__(self, sought: Sought, mark: Mark) -> None:
        self._mark = mark
        self._fields: dict[str, list[re.Pattern[str]]] = {}
        for name, pattern in sought.fields:
            whole = re.compile(_expression(pattern), re.IGNORECASE | re.DOTALL)
            self._fields.setdefault(name, []).append(whole)
        patterns = [*sought.words, *(pattern for _, pattern in sought.fields)]
        parts = {part: length for p in patterns for part, length in _parts(p)}
        longest_first = sorted(parts, key=lambda part: -parts[part])
        joined = "|".join(longest_first)
        self._raw = re.compile(joined, re.IGNORECASE) if joined else None

    def raw(self, text: str) -> str:
        """A raw text with every part that was looked for marked."""
        return text if self._raw is None else self._raw.sub(lambda m: self._mark(m[0]), text)

    def value(self, name: str, text: str) -> str:
        """The value of a field, marked where a comparison asked for it."""
        asked = self._fields.get(name, ())
        return self._mark(text) if any(p.fullmatch(text) for p in asked) else text


def _expression(pattern: str) -> str:
    return ".*".join(re.escape(part) for part in pattern.split("*"))


def _parts(pattern: str) -> Iterator[tuple[str, int]]:
    """Expressions for the fixed parts of a pattern, with their lengths.

    Where no wildcard stands beside it, a part is a whole word: 1 is not found in 4104.
    """
    pieces = pattern.split("*")
    for place, piece in enumerate(pieces):
        if piece.strip():
            first, last = place == 0, place == len(pieces) - 1
            before = r"(?<!\w)" if first and piece[0].isalnum() else ""
            after = r"(?!\w)" if last and piece[-1].isalnum() else ""
            yield before + re.escape(piece) + after, len(piece)
