"""The one object that users hold: logs go in, searches are asked of it."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import BinaryIO, TypeAlias

from spl.columns.frequent import frequent
from spl.columns.table import Table
from spl.commands import Job
from spl.diagnosis.questions import Questions
from spl.engine import Executor, Loading, Local, run
from spl.engine.given import given_table
from spl.engine.loading import Source, load_by
from spl.engine.reading import Reader, parse
from spl.engine.results import Results
from spl.errors import SplError
from spl.events.collected import Place, collected
from spl.events.find_origins import find_origins
from spl.events.origin import FieldOrigins
from spl.events.partition import Partition
from spl.events.report import Progress, Report, Told
from spl.events.store import PartShelf
from spl.knowledge import Knowledge
from spl.knowledge.csv_files import CsvFolder
from spl.knowledge.lookup_book import LookupBook
from spl.knowledge.lookup_function import lookup_function
from spl.knowledge.macro_book import MacroBook
from spl.language import ast
from spl.language.pasted import pasted_hint
from spl.language.sought import sought
from spl.plan import RULES, Rule
from spl.values.environment import Environment
from spl.values.moment import Moment, moment, time_zone

__all__ = ["Results", "Session", "parse"]

Paths: TypeAlias = Sequence[str | PathLike[str]]


class Session(Questions):
    """Logs, knowledge and searches; an error or Ctrl-C leaves it usable.

    Attributes:
        macros: the macros by ``name`` or ``name(2)``; a text, or a mapping as in macros.conf, may
            be set.
        lookups: the lookup tables by name; rows, or a mapping with ``rows`` and settings as in
            transforms.conf, may be set.
        savedsearches: the text of saved searches by name, for savedsearch and from.
        zone: time zone of the searching user.
    """

    def __init__(  # noqa: PLR0913 - one parameter per thing that a user can set
        self,
        apps: Paths | str | PathLike[str] | None = (),
        macros: Paths | str | PathLike[str] | None = (),
        now: Moment = None,
        tz: str = "UTC",
        *,
        write: str | PathLike[str] | None = None,
        geoip: str | PathLike[str] | None = None,
        memory: int | None = None,
        engine: Executor | None = None,
        rules: Sequence[Rule] = RULES,
    ) -> None:
        """Read apps and macros.

        Args:
            apps: folders of Splunk apps, or single ones; a later one stands above an earlier.
            macros: files or folders of macro definitions, above those of the apps.
            now: what "now" means: epoch seconds, a datetime or a time modifier; None for the clock.
            tz: name of the time zone that searches are asked in.
            write: the one folder that outputlookup, outputcsv and collect may write files into
                and inputcsv reads from; None keeps lookups and events in the session alone.
            geoip: a MaxMind DB file (.mmdb) that iplocation reads.
            memory: bytes that events of stores may take; None for a quarter of the machine's.
            engine: what runs searches; this process unless given.
            rules: rewrite rules; an empty sequence runs every search as it is written.

        Raises:
            KnowledgeError: a path is not there or cannot be read.
            BindError: SPL305 or SPL306, *now* or *tz* mean nothing.
        """
        self.zone = time_zone(tz)
        self._now = moment(now, "now", Environment(time.time(), self.zone))
        self._engine = engine or Local()
        self._rules = tuple(rules)
        self._folder = None if write is None else CsvFolder(Path(write))
        self._geoip = None if geoip is None else Path(geoip)
        self._partitions: list[Partition] = []
        self._shelf = PartShelf(memory)
        self._told = Told()
        knowledge = Knowledge.read(_each(apps), _each(macros))
        self.macros = MacroBook(knowledge.macros)
        self.lookups = LookupBook(knowledge)
        self.savedsearches = dict(knowledge.savedsearches)

    @property
    def knowledge(self) -> Knowledge:
        """What the apps say, with the session's own macros, lookups and saved searches."""
        known = self.lookups.knowledge.with_savedsearches(self.savedsearches)
        return known.with_macros(self.macros.definitions)

    def now(self) -> float:
        """The time that a search starting at this moment calls now, in epoch seconds."""
        return time.time() if self._now is None else self._now

    def branch(self, *others: Session, write: str | PathLike[str] | None = None) -> Session:
        """A session that goes on from here by itself.

        It shares the events of this session and of *others*, and this session's knowledge, clock.
        What is loaded, collected, set or saved in it is its own; files go into *write* alone.
        """
        made = copy.copy(self)
        made._partitions = [p for each in (self, *others) for p in each._partitions]
        made._folder = None if write is None else CsvFolder(Path(write))
        made._told = copy.copy(self._told)
        made.macros, made.lookups = copy.copy(self.macros), copy.copy(self.lookups)
        made.savedsearches = dict(self.savedsearches)
        return made

    def load(
        self,
        path: str | PathLike[str] | BinaryIO | Source,
        source: str | None = None,
        sourcetype: str | None = None,
        index: str | None = None,
        host: str | None = None,
        progress: Progress | None = None,
    ) -> Report:
        """Read a log into an index of this session; return what was odd in it.

        Args:
            path: a log, a folder of them, an open stream, ``-`` for standard input, or a store;
                or a table of the engine, which says these things itself.
            source: source of all events; None takes what each event says.
            sourcetype: their sourcetype; None tells it by their shape.
            index: index that they go to; None takes what an export says, else main.
            host: their host; None takes what each event says.
            progress: called with bytes done and bytes in all (0 for a stream) while reading.

        Raises:
            DataError: SPL501, there is no such file; SPL504, it is no log; it cannot be read.
        """
        said = {"source": source, "sourcetype": sourcetype, "index": index, "host": host}
        reading = {"shelf": self._shelf, "progress": progress}
        knowledge, env = self.knowledge, self.environment()
        loaded = load_by(self._engine, path, said, knowledge, env, **reading)
        self._partitions.extend(loaded.partitions)
        report = loaded.report
        report.problems = self._told.new(self.knowledge.problems, report.problems)
        return report

    def collect(
        self,
        events: Iterable[Mapping[str, object]],
        index: str = "main",
        source: str = "collect",
        sourcetype: str = "stash",
        host: str = "localhost",
    ) -> int:
        """Put rows into an index as events, and return how many there were.

        Args:
            events: rows, as `search` takes them; _time is the present where a row has none.
            index: index that they go to.
            source: their source.
            sourcetype: their sourcetype.
            host: their host.

        Raises:
            DataError: SPL501, a value is nothing that a field can hold.
        """
        self._collect_table(table := given_table(events), Place(index, source, sourcetype, host))
        return table.size

    def field_names(self) -> set[str]:
        """The names of all fields that the loaded events have."""
        return {name for partition in self._partitions for name in partition.table.names()}

    def field_values(self, name: str, most: int = 10) -> list[tuple[str, int]]:
        """The *most* values of a field that most loaded events have, with their number, falling."""
        columns = (partition.table.find(name) for partition in self._partitions)
        return frequent((column for column in columns if column is not None), most)

    @property
    def reads_here(self) -> bool:
        """Whether logs are read by this process, and not by the engine where it searches them."""
        return not isinstance(self._engine, Loading)

    @property
    def event_count(self) -> int:
        """The number of loaded events."""
        return sum(partition.table.size for partition in self._partitions)

    def field_origins(self, name: str, where: str | None = None) -> list[FieldOrigins]:
        """Where the field *name* comes from, apart by the source and sourcetype of the events.

        *where* is a search expression; only the events that satisfy it are looked at.
        """
        macros = self.macros.definitions
        return find_origins(self._partitions, name, where, macros, self.environment())

    def search(
        self,
        text: str,
        earliest: Moment = None,
        latest: Moment = None,
        rows: Iterable[Mapping[str, object]] | None = None,
    ) -> Results:
        """Run a search and return its rows.

        Args:
            text: the search as typed, with macros and comments.
            earliest: start of the time range, included, as `Session` takes *now*; None is all time.
            latest: end of the time range, excluded.
            rows: run a pipeline over these mappings instead of the loaded events. A command may
                then stand first without a pipe, and search, tstats and from read these rows.

        Raises:
            SplSyntaxError, MacroError, BindError: the text is wrong; no row was read.
            RunError, DataError: the search cannot go on, or *rows* are none.
        """
        with self._asked(text, earliest, latest, rows) as (pipeline, job):
            table = run(pipeline, job, self._engine, self._rules)
            results = Results(table, job.warnings, sought(pipeline))
        results.warnings += self._told.new(job.knowledge.problems)
        return results

    @contextmanager
    def _asked(
        self,
        text: str,
        earliest: Moment,
        latest: Moment,
        rows: Iterable[Mapping[str, object]] | None,
    ) -> Iterator[tuple[ast.Pipeline, Job]]:
        """The tree of a search and what its commands may reach; errors get the text with them."""
        env = self.environment()
        reader = self._reader(env)
        job = Job(
            environment=env,
            knowledge=self.knowledge,
            partitions=tuple(self._partitions),
            given=None if rows is None else given_table(rows),
            earliest=moment(earliest, "earliest", env),
            latest=moment(latest, "latest", env),
            parse=reader.parse,
            save_lookup=self._save_lookup,
            collect=self._collect,
            folder=self._folder,
            geoip=self._geoip,
            most_rows=self._shelf.most_rows,
        )
        try:
            named = job.given is not None and reader.names_command(text)
            pipeline = reader.parse(text, implied_search=not named)
            if hint := pasted_hint(text):
                job.warn(hint)
            yield pipeline, job
        except SplError as error:
            error.text = text if error.text is None else error.text
            raise self.knowledge.explained(error) from None

    def _collect(self, index: str, table: Table, given: Mapping[str, str]) -> None:
        self._collect_table(table, Place(index, **{"source": "collect", **given}))
        if self._folder is not None:
            lines = (json.dumps(dict(row), ensure_ascii=False) for row in Results(table))
            self._folder.append(f"{index}.jsonl", lines)

    def _collect_table(self, table: Table, place: Place) -> None:
        if table.size:
            env = self.environment()
            self._partitions.extend(collected(table, place, self.knowledge, env))

    def _save_lookup(self, name: str, table: Table, append: bool) -> None:
        self.lookups.save(name, table.rows(), append=append)
        if self._folder is not None:
            source = self.lookups.knowledge.lookup(name)
            self._folder.write(name, source.columns, source.rows)

    def environment(self) -> Environment:
        """Clock, time zone and lookups of a search that starts at this moment."""
        return Environment(self.now(), self.zone, time.time, lookup=lookup_function(self.knowledge))

    def _reader(self, env: Environment) -> Reader:
        return Reader(self.macros.definitions, env)


def _each(paths: Paths | str | PathLike[str] | None) -> list[Path]:
    """All paths; one alone is taken as a list of one."""
    given = [paths] if isinstance(paths, str | PathLike) else paths or ()
    return [Path(path) for path in given]
