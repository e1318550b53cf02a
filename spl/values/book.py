"""The books: what each function and aggregate is called, takes and means, with examples that run.

An entry is made by a decorator on the definition; dispatch, arity checks, did-you-mean, help,
completion, highlighting and the reference are read from here and from nowhere else.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, Protocol, Self, TypeVar

from spl.errors import did_you_mean
from spl.values.value import Value

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Example:
    """One line ``expression -> result`` of a docstring; a test executes it."""

    expression: str
    result: str


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """One name in a book.

    Attributes:
        name: the name as searches write it, in lower case.
        signature: Splunk-style syntax, such as ``round(number, [digits])``.
        category: Splunk's own heading for it.
        least: smallest number of arguments.
        most: largest number of arguments, None for any number.
        body: the definition itself.
        special: the function takes an unevaluated argument, as a callable of one value.
        step: how many arguments come together beyond the least, 2 for pairs.
        regex: position of the argument that is a regular expression; binding compiles a literal.
    """

    name: str
    signature: str
    category: str
    least: int
    most: int | None
    body: T
    special: bool = False
    step: int = 1
    regex: int | None = None

    @property
    def summary(self) -> str:
        """First line of the docstring."""
        return read_docstring(inspect.getdoc(self.body) or "")[0]

    @property
    def notes(self) -> str:
        """The rest of the docstring without the examples."""
        return read_docstring(inspect.getdoc(self.body) or "")[1]

    @property
    def examples(self) -> tuple[Example, ...]:
        """The lines ``expression -> result``."""
        return read_docstring(inspect.getdoc(self.body) or "")[2]

    def takes(self, count: int) -> bool:
        """Whether it can be called with *count* arguments."""
        fits = self.least <= count and (self.most is None or count <= self.most)
        return fits and (count - self.least) % self.step == 0


class Book(Generic[T]):
    """A registry that is also its own documentation."""

    def __init__(self, kind: str) -> None:
        """Start an empty book of things called *kind* in messages."""
        self.kind = kind
        self._entries: dict[str, Entry[T]] = {}
        self._aliases: dict[str, str] = {}

    def add(
        self,
        signature: str,
        category: str,
        body: T,
        aliases: tuple[str, ...] = (),
        **more: Any,
    ) -> None:
        """Enter *body* under the name at the head of *signature*; twice is a mistake.

        *more* are further attributes of its `Entry`.
        """
        name = signature.split("(", 1)[0].strip().lower()
        if not body.__doc__:
            raise ValueError(f"{self.kind} {name!r} has no summary")
        least, most = _arity(signature)
        for word in (name, *map(str.lower, aliases)):
            if word in self:
                raise ValueError(f"{self.kind} {word!r} is defined twice")
        self._aliases.update({word.lower(): name for word in aliases})
        self._entries[name] = Entry(name, signature, category, least, most, body, **more)

    def get(self, name: str) -> Entry[T] | None:
        """Return the entry called *name* (any case, aliases too) or None."""
        name = name.lower()
        return self._entries.get(self._aliases.get(name, name))

    def names(self) -> list[str]:
        """All names and aliases, sorted."""
        return sorted([*self._entries, *self._aliases])

    def suggest(self, name: str) -> str | None:
        """A sentence with the nearest names, or None when nothing is near."""
        return did_you_mean(name, self.names())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and (name in self._entries or name in self._aliases)

    def __iter__(self) -> Iterator[Entry[T]]:
        return iter(sorted(self._entries.values(), key=lambda entry: entry.name))

    def __len__(self) -> int:
        return len(self._entries)


def read_docstring(doc: str) -> tuple[str, str, tuple[Example, ...]]:
    """Split a docstring into its first line, its ``expression -> result`` lines and the rest."""
    lines = doc.strip().splitlines()
    examples = []
    notes = []
    for line in lines[1:]:
        left, arrow, right = line.strip().partition(" -> ")
        if arrow:
            examples.append(Example(left, right))
        else:
            notes.append(line)
    return (lines[0] if lines else ""), "\n".join(notes).strip(), tuple(examples)


def _arity(signature: str) -> tuple[int, int | None]:
    """Count the parameters: from ``[x]`` on they may be left out, ``...`` repeats them."""
    inside = signature.partition("(")[2].rpartition(")")[0]
    words = [word.strip() for word in inside.split(",") if word.strip()]
    repeated = any("..." in word for word in words)
    names = [word for word in words if word.strip("[]. ")]
    optional = 0
    for word in names:
        optional += word.startswith("[") or (optional > 0)
    least = len(names) - optional
    return least, None if repeated else len(names)


Function = Callable[..., Value]

functions: Book[Function] = Book("function")


def eval_function(
    signature: str,
    *,
    category: str,
    aliases: tuple[str, ...] = (),
    special: bool = False,
    step: int = 1,
    regex: int | None = None,
) -> Callable[[Function], Function]:
    """Enter a plain scalar function in the book of eval functions.

    The function takes the values of its arguments in order (None for null, a tuple for a
    multivalue, `NumericText` for a field that reads as a number) and returns a value. A
    keyword-only parameter called ``env`` receives the `Environment`. It reads no clock, locale or
    file. It never raises for bad data: what cannot be worked out is null.

    Lines ``expression -> result`` of its docstring are executed by a test and shown in the help;
    the result is written as results show it, null as ``null``, a multivalue as ``a | b``.
    """

    def enter(body: Function) -> Function:
        functions.add(signature, category, body, aliases, special=special, step=step, regex=regex)
        return body

    return enter


class Aggregate(Protocol):
    """A running summary of the values of one group.

    `add` sees one value, in the order of the events; `merge` joins the summary of the events that
    come after; `result` reads it. Law: summaries of parts, merged, are the summary of the whole.
    """

    def add(self, value: Value, time: float | None = None) -> None:
        """Take in one value (None where the event lacks the field) and the event's _time."""

    def merge(self, later: Self) -> None:
        """Take in the summary of later events."""

    def result(self) -> Value:
        """The value that the column shows, None for null."""


aggregates: Book[Callable[..., Aggregate]] = Book("stats function")
A = TypeVar("A", bound=Callable[..., Aggregate])


def stats_function(
    signature: str, *, category: str, aliases: tuple[str, ...] = ()
) -> Callable[[A], A]:
    """Enter an aggregate class in the book of stats functions.

    Called without arguments, or, for a family such as ``perc<N>``, with the number after the name.
    """

    def enter(body: A) -> A:
        aggregates.add(signature, category, body, aliases)
        return body

    return enter
