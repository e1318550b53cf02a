"""The book of commands: how a command is entered, and the kinds of command that an engine can run.

A command is one file with one frozen dataclass under ``@command``: its docstring is its manual
entry, its fields are its bound arguments, `bind` makes it from a syntax tree. Its kind is told by
the methods it has:

    Generating   read(job)               makes the first rows
    Streaming    apply(table, job)       one batch at a time, rows independent of other batches
    Reducible    reduction(job)          a running state: add(table), merge(later), result()
    Whole        run(table, job)         needs all rows at once

A command that both reads and reduces, such as tstats, is Generating and Reducible: what `read`
yields goes through the reduction.

Commands are found by listing this folder. A file is imported when the name of its command is first
looked up, and all of them when something else is (an alias, the list for help): so a search starts
without waiting for a hundred commands that it does not use.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, Protocol, Self, TypeAlias, TypeVar, runtime_checkable

from spl.columns.table import Table
from spl.commands._job import Job
from spl.errors import BindError, Span, did_you_mean
from spl.knowledge import Knowledge
from spl.language import ast
from spl.values.book import Example, read_docstring
from spl.values.environment import Environment


@dataclass(frozen=True, slots=True)
class Scope:
    """What binding may know.

    Attributes:
        environment: the clock and zone that time modifiers count from.
        first: the command stands at the head of a search and so has no rows before it.
        knowledge: the session's knowledge objects, so that a missing lookup is told before a row
            is read; None where there is no session.
        given: the caller handed in rows, so the first command has rows before it after all.
    """

    environment: Environment
    first: bool = False
    knowledge: Knowledge | None = None
    given: bool = False


# What a subsearch in the arguments is: a search of its own, one that goes on from the rows of the
# outer search, or a template that the command fills in and binds itself.
Brackets: TypeAlias = Literal["search", "rows", "template"]


class Bound(Protocol):
    """A command whose arguments are understood."""

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Bound:
        """Make the command from its syntax tree; BindError names what is wrong and where.

        It may be of another class: search at the head reads, search further down filters.
        """


@runtime_checkable
class Generating(Protocol):
    """A command that makes the first rows of a pipeline."""

    def read(self, job: Job) -> Iterator[Table]:
        """Yield the rows, batch by batch, newest event first where they are events."""


@runtime_checkable
class Streaming(Protocol):
    """A command that treats each row by itself."""

    def apply(self, table: Table, job: Job) -> Table:
        """Return what becomes of one batch."""


class Reduction(Protocol):
    """The running state of a reducible command. Law: parts, merged, are the whole."""

    def add(self, table: Table) -> None:
        """Take in the next batch."""

    def merge(self, later: Self) -> None:
        """Take in the state of the batches that come after."""

    def result(self) -> Table:
        """The rows of the answer."""


@runtime_checkable
class Reducible(Protocol):
    """A command that can be worked out on parts and merged."""

    def reduction(self, job: Job) -> Reduction:
        """Start with nothing seen."""


@runtime_checkable
class Whole(Protocol):
    """A command that needs all rows."""

    def run(self, table: Table, job: Job) -> Table:
        """Return what becomes of all rows."""


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """One command in the book.

    Attributes:
        name: the command's name, as its file is called.
        syntax: one line, as the help shows it.
        shape: the argument shape that the grammar reads it with.
        category: heading in the reference.
        summary: first line of the docstring.
        notes: the rest: options, deviations from Splunk, choices.
        examples: executed lines ``search -> rows as JSON``; see the spec folder for the format.
        aliases: other names, such as bucket for bin.
        body: the class; None where the command is refused by name.
        refusal: why it is refused, or None.
        brackets: what a subsearch in its arguments is.
    """

    name: str
    syntax: str
    shape: str
    category: str
    summary: str
    notes: str
    examples: tuple[Example, ...]
    aliases: tuple[str, ...]
    body: type[Bound] | None
    refusal: str | None = None
    brackets: Brackets = "search"


_entries: dict[str, CommandEntry] = {}
B = TypeVar("B", bound=type[Bound])


def command(
    syntax: str,
    *,
    shape: str,
    category: str,
    aliases: tuple[str, ...] = (),
    brackets: Brackets = "search",
) -> Callable[[B], B]:
    """Enter a command under the first word of its *syntax* line."""

    def enter(body: B) -> B:
        name = syntax.split()[0]
        summary, notes, examples = read_docstring(inspect.getdoc(body) or "")
        if not summary:
            raise ValueError(f"command {name!r} has no summary")
        _enter(
            CommandEntry(
                name=name,
                syntax=syntax,
                shape=shape,
                category=category,
                summary=summary,
                notes=notes,
                examples=examples,
                aliases=aliases,
                body=body,
                brackets=brackets,
            )
        )
        return body

    return enter


def refuse(name: str, *, shape: str, why: str) -> None:
    """Enter a command that Splunk has and this program refuses by name."""
    _enter(CommandEntry(name, name, shape, "refused", why, "", (), (), None, why))


def _enter(entry: CommandEntry) -> None:
    for word in (entry.name, *entry.aliases):
        if word in _entries:
            raise ValueError(f"command {word!r} is defined twice")
        _entries[word] = entry


@cache
def command_files() -> Mapping[str, str]:
    """The module of each command that has a file of its own; `from` stands in ``from_.py``."""
    found = (module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    return {name.rstrip("_"): name for name in found if not name.startswith("_")}


def _entry(name: str) -> CommandEntry | None:
    """The entry of a command or alias, whose file is imported if need be."""
    if name not in _entries:
        for each in [name] if name in command_files() else command_files():
            _import(each)
    return _entries.get(name)


@cache
def _import(name: str) -> None:
    """Import the file of a command; asked for again, it is not even looked for."""
    importlib.import_module(f"{__package__}.{command_files()[name]}")


def _all_entries() -> Mapping[str, CommandEntry]:
    """Every command and alias."""
    for name in command_files():
        _entry(name)
    return _entries


def find_command(name: str, span: Span) -> CommandEntry:
    """Return the entry of a command; BindError SPL301 for an unknown name."""
    entry = _entry(name.lower())
    if entry is None:
        hint = did_you_mean(name, _all_entries())
        raise BindError(f"Unknown search command '{name}'.", code="SPL301", span=span, hint=hint)
    return entry


def bind_command(node: ast.Command, scope: Scope) -> Bound:
    """Return the bound command; BindError SPL302 for one that is refused by name."""
    entry = find_command(node.name, node.span)
    if entry.body is None:
        raise BindError(
            f"The command '{node.name}' is not supported.",
            code="SPL302",
            span=node.span,
            hint=entry.refusal,
        )
    return entry.body.bind(node, scope)


def entries() -> list[CommandEntry]:
    """Every command once, by name."""
    return sorted({entry.name: entry for entry in _all_entries().values()}.values(), key=_name)


class _Shapes(Mapping[str, str]):
    """The argument shapes, of which a look-up imports no more than it needs."""

    def __getitem__(self, name: str) -> str:
        entry = _entry(name)
        if entry is None:
            raise KeyError(name)
        return entry.shape

    def __iter__(self) -> Iterator[str]:
        return iter(_all_entries())

    def __len__(self) -> int:
        return len(_all_entries())


def shapes() -> Mapping[str, str]:
    """The argument shape of every command name and alias, for the parser."""
    return _Shapes()


def _name(entry: CommandEntry) -> str:
    return entry.name
