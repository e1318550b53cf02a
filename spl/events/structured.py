"""Logs that are tables with a header: INDEXED_EXTRACTIONS = csv, tsv, psv or w3c.

Every row is an event, its cells are fields of index time; the header is not an event. A cell that
opens a quote may go on over lines.

Choices: characters of a name that a field cannot have become ``_``; an empty cell is no value; in
w3c every line that starts with ``#`` is a comment, ``#Fields:`` names the columns, as often as it
stands there, and ``-`` is no value.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

from spl.events.found import Found
from spl.events.intake import Intake
from spl.events.timestamps import LOOKAHEAD, recognise
from spl.knowledge.structure import Structure
from spl.values.environment import Environment

_BAD = re.compile(r"[^A-Za-z0-9_.{}@-]+")
_W3C_BAD = re.compile(r"[^A-Za-z0-9_.{}@]+")
_LONGEST = 4096  # lines of one row


def read_structured(text: str, how: Structure, intake: Intake, env: Environment) -> None:
    """Read every row of *text* as an event."""
    names: Sequence[str] = how.names
    for number, raw in enumerate(_records(text, how), 1):
        if how.kind == "w3c" and raw.startswith("#"):
            if raw.lower().startswith("#fields:"):
                names = _header(raw[8:].strip(), how)
        elif _before_header(raw, number, how):
            continue
        elif not names:
            head = _header_text(raw, how)
            names = () if head is None else _header(head, how)
        else:
            time = recognise(raw[:LOOKAHEAD], env.zone, intake.file_time)
            intake.add(Found(raw, time, fields=_fields(names, raw, how)))


def _before_header(raw: str, number: int, how: Structure) -> bool:
    return number < how.header_line or (how.preamble is not None and how.preamble.matches(raw))


def _records(text: str, how: Structure) -> Iterator[str]:
    """The rows as they are written, blank ones left out."""
    held: list[str] = []
    odd = False
    for line in text.lstrip("\ufeff").split("\n"):
        held.append(line.removesuffix("\r"))
        if how.quote and line.count(how.quote) % 2:
            odd = not odd
        if odd and len(held) < _LONGEST:
            continue
        if odd:  # a quote that never closes belongs to its line alone
            yield from (each for each in held if each.strip())
        elif held[0].strip() or len(held) > 1:
            yield "\n".join(held)
        held, odd = [], False
    yield from (each for each in held if each.strip())


def _header_text(raw: str, how: Structure) -> str | None:
    """What of a line names the columns; None where it is not the header."""
    if how.header_regex is None:
        return raw
    found = how.header_regex.search(raw)
    if found is None:
        return None
    return raw[found.end() :] if not how.header_regex.groups else found.group(1)


def _header(text: str, how: Structure) -> list[str]:
    bad = _W3C_BAD if how.kind == "w3c" else _BAD
    cells = _cells(text, how.header_delimiter, how.quote)
    return [bad.sub("_", name.strip()).strip("_") for name in cells]


def _fields(names: Sequence[str], raw: str, how: Structure) -> dict[str, str | tuple[str, ...]]:
    cells = zip(names, _cells(raw, how.delimiter, how.quote), strict=False)
    return {name: cell for name, cell in cells if name and cell and not _is_missing(cell, how)}


def _is_missing(cell: str, how: Structure) -> bool:
    if how.missing is not None:
        return how.missing.fullmatch(cell) is not None
    return how.kind == "w3c" and cell == "-"


def _cells(text: str, delimiter: str, quote: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    cells = csv.reader(
        lines,
        delimiter=delimiter,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
        skipinitialspace=delimiter != " ",
    )
    try:
        return next(cells, [])
    except csv.Error:
        return text.split(delimiter)
