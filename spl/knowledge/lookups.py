"""Lookup tables: rows by key, matched exactly, by wildcard or by network, and in time.

Splunk, transforms.conf.spec and Search Reference: lookup. Rows match in the order of the file and
the first `max_matches` of them count; where fewer than `min_matches` match, rows in which every
column is `default_match` fill up. An empty cell is no value.
"""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from spl.errors import DataError
from spl.knowledge.conf import decode
from spl.values.cidr import network
from spl.values.wildcard import fold, wildcard

Row = Mapping[str, str]

EXACT, WILDCARD, CIDR = "EXACT", "WILDCARD", "CIDR"
DEFAULT_MATCHES = 100
_MEMO = 100_000
_LITERAL = 8  # characters of a pattern's inner part that rows are found by
_LARGEST = 512 * 2**20  # bytes of a table, unpacked


@dataclass(frozen=True, slots=True)
class Rules:
    """How a lookup matches; the names are those of transforms.conf.

    Attributes:
        match_type: WILDCARD or CIDR by column; EXACT for all others.
        max_matches: None for the default: 100, or 1 for a temporal lookup.
        time_field: column that makes the lookup temporal.
        max_offset: seconds by which an event may be later than its row.
    """

    match_type: Mapping[str, str] = field(default_factory=dict)
    case_sensitive: bool = True
    min_matches: int = 0
    max_matches: int | None = None
    default_match: str | None = None
    time_field: str | None = None
    min_offset: float = 0
    max_offset: float = 2_000_000_000

    @property
    def most(self) -> int:
        """The largest number of rows that a lookup gives."""
        if self.max_matches is not None:
            return self.max_matches
        return 1 if self.time_field else DEFAULT_MATCHES


class LookupTable:
    """A table that searches look values up in.

    Attributes:
        name: what searches call it.
        columns: names of the columns, in the table's order.
        rows: the rows as read; an empty cell is an empty text.
    """

    __slots__ = ("_indexes", "_memo", "_times", "columns", "name", "rows", "rules")

    def __init__(
        self,
        name: str,
        columns: Sequence[str],
        rows: Sequence[Row],
        rules: Rules | None = None,
        times: Sequence[float | None] | None = None,
    ) -> None:
        """Wrap *rows*; *times* are those of the rows of a temporal lookup, in epoch seconds."""
        self.name = name
        self.columns = tuple(columns)
        self.rows = rows
        self.rules = rules or Rules()
        self._times = times
        self._indexes: dict[tuple[str, ...], _Index] = {}
        self._memo: dict[object, list[dict[str, str]]] = {}

    @property
    def times(self) -> Sequence[float | None] | None:
        """The times of the rows of a temporal lookup."""
        return self._times

    def find(self, keys: Mapping[str, str], time: float | None = None) -> list[dict[str, str]]:
        """The rows whose key columns match *keys*, without their empty cells; none for no match.

        Args:
            keys: what to look for, by column of the table.
            time: when the event happened, for a temporal lookup.
        """
        memo_key = (tuple(keys), tuple(keys.values()), time)
        found = self._memo.get(memo_key)
        if found is None:
            if len(self._memo) >= _MEMO:
                self._memo.clear()
            found = self._memo[memo_key] = self._find(keys, time)
        return found

    def _find(self, keys: Mapping[str, str], time: float | None) -> list[dict[str, str]]:
        names = tuple(keys)
        index = self._indexes.get(names)
        if index is None:
            index = self._indexes[names] = _Index(self.rows, names, self.rules)
        places: Iterable[int] = index.places(tuple(keys.values()))
        if self.rules.time_field is not None:
            places = self._in_time(places, time)
        rows: list[dict[str, str]] = []
        for place in places:
            if len(rows) >= self.rules.most:
                break
            rows.append({name: cell for name, cell in self.rows[place].items() if cell})
        while self.rules.default_match is not None and len(rows) < self.rules.min_matches:
            rows.append({**dict.fromkeys(self.columns, self.rules.default_match), **keys})
        return rows

    def _in_time(self, places: Iterable[int], time: float | None) -> list[int]:
        """The rows before the event and not too long before it, latest first."""
        if time is None or self._times is None:
            return []
        known = [(when, place) for place in places if (when := self._times[place]) is not None]
        low, high = self.rules.min_offset, self.rules.max_offset
        known = [(when, place) for when, place in known if low <= time - when <= high]
        return [place for _, place in sorted(known, key=lambda pair: -pair[0])]


class _Index:
    """Rows by the columns that match exactly, then by what their patterns begin or end with."""

    def __init__(self, rows: Sequence[Row], names: tuple[str, ...], rules: Rules) -> None:
        kinds = [rules.match_type.get(name, EXACT) for name in names]
        self._exact = [i for i, kind in enumerate(kinds) if kind == EXACT]
        self._fuzzy = [i for i, kind in enumerate(kinds) if kind != EXACT]
        self._plain = {i for i, kind in enumerate(kinds) if kind == CIDR}
        self._fold: Callable[[str], str] = str if rules.case_sensitive else fold
        self._tests: list[list[Callable[[str], bool]]] = [[] for _ in rows]
        self._buckets: dict[tuple[str, ...], _Anchors] = {}
        for place, row in enumerate(rows):
            cells = [row.get(name, "") for name in names]
            key = tuple(self._fold(cells[i]) for i in self._exact)
            wild = [self._fold(cells[i]) for i in self._fuzzy[:1] if kinds[i] == WILDCARD]
            self._buckets.setdefault(key, _Anchors()).add(wild[0] if wild else "*", place)
            for i in self._fuzzy:
                self._tests[place].append(self._test(kinds[i], cells[i], rules))

    @staticmethod
    def _test(kind: str, cell: str, rules: Rules) -> Callable[[str], bool]:
        if kind == CIDR:
            return network(cell) or (lambda value: value == cell)
        return wildcard(cell if rules.case_sensitive else fold(cell), ignore_case=False)

    def places(self, values: tuple[str, ...]) -> Iterator[int]:
        """Positions of the rows that match, in the order of the table.

        Patterns are of folded text, so a value is folded once for all of them.
        """
        bucket = self._buckets.get(tuple(self._fold(values[i]) for i in self._exact))
        if bucket is None:
            return
        fuzzy = [values[i] if i in self._plain else self._fold(values[i]) for i in self._fuzzy]
        for place in bucket.candidates(self._fold(values[self._fuzzy[0]]) if fuzzy else ""):
            for test, value in zip(self._tests[place], fuzzy, strict=True):
                if not test(value):
                    break
            else:
                yield place


class _Anchors:
    """Rows whose pattern may cover a text, found by a literal that the pattern holds.

    That is its end, its beginning, or the first characters of its longest part between stars. So a
    table of a hundred thousand ``*.domain`` or ``*.domain*`` patterns is not tried row by row.
    """

    def __init__(self) -> None:
        self._ends: dict[int, dict[str, list[int]]] = {}
        self._starts: dict[int, dict[str, list[int]]] = {}
        self._inside: dict[int, dict[str, list[int]]] = {}
        self._others: list[int] = []

    def add(self, pattern: str, place: int) -> None:
        """Note the row at *place* with its pattern."""
        end, start = pattern.rpartition("*")[2], pattern.partition("*")[0]
        inside = max(pattern.split("*"), key=len)[:_LITERAL]
        if end:
            self._ends.setdefault(len(end), {}).setdefault(end, []).append(place)
        elif start:
            self._starts.setdefault(len(start), {}).setdefault(start, []).append(place)
        elif inside:
            self._inside.setdefault(len(inside), {}).setdefault(inside, []).append(place)
        else:
            self._others.append(place)

    def candidates(self, text: str) -> list[int]:
        """The rows worth trying for *text*, in the order of the table."""
        found = []
        for size, rows in self._ends.items():
            if (end := text[-size:]) in rows:
                found.append(rows[end])
        for size, rows in self._starts.items():
            if (start := text[:size]) in rows:
                found.append(rows[start])
        for size, rows in self._inside.items():
            parts = {text[at : at + size] for at in range(len(text) - size + 1)}
            found += [rows[part] for part in rows.keys() & parts]
        return sorted(chain(self._others, *found)) if found else self._others


def read_csv(data: bytes, origin: str) -> tuple[list[str], list[dict[str, str]]]:
    """Read a CSV file, gzipped or not: the names of its columns, and its rows.

    Columns that hold Splunk's own encoding of multivalues (``__mv_…``) are left out.

    Choices: blanks after a comma do not belong to the cell, which is what published tables that
    write ``name, status`` rely on.

    Raises:
        DataError: SPL510 where the file is not CSV: binary, or with a quote that never closes and
            would swallow the rows behind it.
    """
    if data[:2] == b"\x1f\x8b":
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
                data = packed.read(_LARGEST + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise DataError(
                f"The lookup file {origin} is not gzip: {error}.", code="SPL510", origin=origin
            ) from None
    if len(data) > _LARGEST:
        message = f"The lookup file {origin} is larger than {_LARGEST} bytes."
        raise DataError(message, code="SPL510", origin=origin)
    text = decode(data)
    if "\0" in text:
        raise _not_csv("it is not text", origin, text.count("\n", 0, text.index("\0")) + 1)
    lines = list(_lines(text, origin))
    header = lines[0] if lines else []
    kept = [(i, name) for i, name in enumerate(header) if not name.startswith("__mv_")]
    rows = [
        {name: line[i] if i < len(line) else "" for i, name in kept} for line in lines[1:] if line
    ]
    return [name for _, name in kept], rows


def _lines(text: str, origin: str) -> Iterator[list[str]]:
    """The cells of each line; an error for a quote that is still open at the end of the file."""
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True)
    start = before = 0
    try:
        for line in reader:
            start, before = before, reader.line_num
            yield line
    except csv.Error as error:
        raise _not_csv(str(error), origin, reader.line_num) from None
    last = "".join(islice(io.StringIO(text, newline=""), start, None))
    try:
        next(csv.reader(io.StringIO(last, newline=""), skipinitialspace=True, strict=True), None)
    except csv.Error as error:
        if "end of data" in str(error):
            raise _not_csv("a quote never closes", origin, start + 1) from None


def _not_csv(why: str, origin: str, line: int) -> DataError:
    return DataError(
        f"The lookup file {origin} is not CSV: {why}.",
        code="SPL510",
        origin=f"{origin}, line {line}",
    )
