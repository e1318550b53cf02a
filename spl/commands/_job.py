"""What a command may reach while it runs: clock, events, knowledge, subsearches, warnings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from spl.columns.table import Table
from spl.errors import RunError
from spl.events.partition import Partition
from spl.knowledge import Knowledge
from spl.knowledge.csv_files import CsvFolder
from spl.language import ast
from spl.values.environment import Environment


def _no_engine(_pipeline: ast.Pipeline, _rows: Table | None) -> Table:
    raise RunError("No engine runs this search, so it cannot run a subsearch.", code="SPL401")


def _no_parser(_text: str) -> ast.Pipeline:
    raise RunError("No engine runs this search, so it cannot parse text.", code="SPL401")


def _nowhere(*_: object) -> None:
    """Keep nothing."""


@dataclass(frozen=True, slots=True)
class Job:
    """One run of one search.

    Attributes:
        environment: clock and time zone, fixed when the search starts.
        knowledge: macros, lookups, event types, tags, data models of the session.
        partitions: the session's events; each has one source, sourcetype and index.
        given: rows that the caller handed in; a reading command reads these instead of events.
        earliest: start of the time range in epoch seconds, included; None for all time.
        latest: end of the time range, excluded; None for no end.
        run: runs a subsearch in this job and returns its rows; with a table it goes on from those
            rows, as appendpipe does.
        parse: parses text that only a run brings forth (map, foreach, a subsearch's answer).
        warnings: sentences for the user; a reached limit is told here.
        save_lookup: keeps rows as a lookup table of the session (outputlookup); the third argument
            asks to append.
        collect: adds rows to an index of the session as events (collect); the third argument holds
            their source, sourcetype and host as far as these are given.
        folder: where inputcsv and outputcsv read and write files; None where the user allows none.
        most_rows: how many events a reading command yields at a time; 0 for all at once.
        geoip: a MaxMind DB file for iplocation, or None.
    """

    environment: Environment
    knowledge: Knowledge
    partitions: Sequence[Partition]
    given: Table | None
    earliest: float | None
    latest: float | None
    run: Callable[[ast.Pipeline, Table | None], Table] = _no_engine
    parse: Callable[[str], ast.Pipeline] = _no_parser
    warnings: list[str] = field(default_factory=list)
    save_lookup: Callable[[str, Table, bool], None] | None = None
    collect: Callable[[str, Table, Mapping[str, str]], None] | None = None
    folder: CsvFolder | None = None
    most_rows: int = 0
    geoip: Path | None = None

    def rehearsal(self) -> Job:
        """This job without its effects: what the search would write is written nowhere."""
        folder = None if self.folder is None else CsvFolder(self.folder.path, written=False)
        return replace(self, save_lookup=_nowhere, collect=_nowhere, folder=folder)

    def limit(self, table: Table, most: int, what: str) -> Table:
        """Cut *table* to *most* rows, telling the user that *what* was cut."""
        if table.size <= most:
            return table
        self.warn(f"{what} gave {table.size:,} rows; only the first {most:,} are used.")
        return table.take(slice(most))

    def warn(self, sentence: str) -> None:
        """Tell the user something once."""
        if sentence not in self.warnings:
            self.warnings.append(sentence)
