"""What can be completed: names from the registries, the knowledge and the data, with meanings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from spl import commands
from spl.errors import SplError
from spl.knowledge.datamodels import DataSet
from spl.session import Session
from spl.values.book import Entry, aggregates, functions

Choice: TypeAlias = tuple[str, str]
"""A text that could stand here, and what it means."""

_MOST_VALUES = 50
_LISTED = re.compile(r"Options: (.*?)(?:\n\s*\n|\Z)", re.DOTALL)
_QUOTED = re.compile(r"`([A-Za-z_]\w*)`")
_OPTION = re.compile(r"(?<![\w<])([A-Za-z_]\w*)=")

TIMES: tuple[Choice, ...] = (
    ("now", "this moment"),
    ("-15m", "15 minutes ago"),
    ("-60m@m", "an hour ago, on the minute"),
    ("-4h@h", "four hours ago, on the hour"),
    ("-24h@h", "a day ago, on the hour"),
    ("-7d@d", "seven days ago, at midnight"),
    ("-30d@d", "thirty days ago, at midnight"),
    ("-1mon@mon", "the beginning of last month"),
    ("@d", "today, at midnight"),
    ("@w0", "the last Sunday"),
    ("@mon", "the first of this month"),
    ("@y", "the first of January"),
    ("0", "the beginning of time"),
)
SPANS: tuple[Choice, ...] = (
    ("1s", "a second"),
    ("1m", "a minute"),
    ("5m", "five minutes"),
    ("1h", "an hour"),
    ("1d", "a day"),
    ("1w", "a week"),
    ("1mon", "a month"),
)
_FLAGS: tuple[Choice, ...] = (("true", "yes"), ("false", "no"))
_WORDS: dict[str, str] = {
    "by": "groups by fields",
    "as": "names the result",
    "where": "a condition",
}


class Vocabulary:
    """The names that a session knows; those of its data are read again after a load."""

    def __init__(self, session: Session) -> None:
        """Know nothing of the data yet."""
        self._session = session
        self._fields: list[str] = []
        self._values: dict[str, list[Choice]] = {}
        self.loads = -1

    def learn(self, loads: int = 0) -> None:
        """Read the names of the fields after so many loads; values are read when asked for."""
        self.loads = loads
        self._fields = sorted(self._session.field_names())
        self._values.clear()

    def commands(self) -> Iterator[Choice]:
        """The commands that are supported."""
        return ((e.name, e.summary) for e in commands.entries() if e.refusal is None)

    def options(self, command: str) -> Iterator[Choice]:
        """The options that a command's entry names, each with its ``=``."""
        entry = _entry(command)
        if entry is not None:
            listed = _LISTED.search(entry.notes)
            told = _QUOTED.findall(listed[1]) if listed else []
            names = dict.fromkeys([*_OPTION.findall(entry.syntax), *told])
            yield from ((f"{name}=", f"option of {command}") for name in names)

    def functions(self) -> Iterator[Choice]:
        """The functions of eval."""
        return map(_called, functions)

    def aggregates(self) -> Iterator[Choice]:
        """The functions of stats."""
        return map(_called, aggregates)

    def macros(self) -> Iterator[Choice]:
        """Macros as a call starts; those with arguments open their bracket."""
        for key in self._session.macros:
            name, bracket, _ = key.partition("(")
            yield name + (bracket or "`"), " ".join(self._session.macros[key].definition.split())

    def lookups(self) -> Iterator[Choice]:
        """The lookup tables."""
        return ((name, "lookup") for name in sorted(self._session.lookups))

    def savedsearches(self) -> Iterator[Choice]:
        """The saved searches, quoted where they hold blanks."""
        names = sorted(self._session.savedsearches)
        return ((f'"{n}"' if " " in n else n, "saved search") for n in names)

    def datasets(self) -> Iterator[Choice]:
        """Data models, and their data sets as ``Model.Set``."""
        knowledge = self._session.knowledge
        for name in knowledge.datamodels():
            yield name, "data model"
            for dataset in self._objects(name):
                yield f"{name}.{dataset.name}", "data set"

    def dataset_fields(self, name: str) -> Iterator[Choice]:
        """The fields of a data set as tstats names them, ``Set.field``."""
        for dataset in self._objects(name.partition(".")[0]):
            root = dataset.lineage[0]
            for field in dataset.fields:
                yield f"{root}.{field}", f"field of {dataset.name}"

    def _objects(self, model: str) -> Iterable[DataSet]:
        try:
            return self._session.knowledge.datamodel(model).objects.values()
        except SplError:  # a name that is no model yet, or an app's broken file
            return ()

    def fields(self) -> Iterator[Choice]:
        """The fields of the loaded events."""
        return ((name, "field") for name in self._fields)

    def values(self, field: str) -> list[Choice]:
        """The most frequent values of a field, each with its number of events."""
        if field not in self._values:
            found = self._session.field_values(field, _MOST_VALUES)
            self._values[field] = [
                (value, f"{count:,} event{'' if count == 1 else 's'}") for value, count in found
            ]
        return self._values[field]

    def option_values(self, command: str, option: str) -> Iterable[Choice]:
        """What may stand behind ``option=``."""
        match option.lower():
            case "datamodel":
                return self.datasets()
            case "earliest" | "latest" | "starttime" | "endtime":
                return TIMES
            case "span":
                return SPANS
            case "index" | "source" | "sourcetype" | "host":
                return self.values(option.lower())
            case "field" | "input":
                return self.fields()
        entry = _entry(command)
        flag = entry is not None and f"{option}=bool" in entry.syntax
        return _FLAGS if flag else ()

    def topics(self) -> Iterator[Choice]:
        """Everything that has an entry in the manual."""
        yield from self.commands()
        for entry in (*functions, *aggregates):
            yield entry.name, entry.summary

    def words(self) -> Iterator[Choice]:
        """Words between the arguments of commands that aggregate."""
        return iter(_WORDS.items())


def _entry(name: str) -> commands.CommandEntry | None:
    return next((e for e in commands.entries() if name in (e.name, *e.aliases)), None)


def _called(entry: Entry[Any]) -> Choice:
    return f"{entry.name}(", f"{entry.signature}  {entry.summary}"
