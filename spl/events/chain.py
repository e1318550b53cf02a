"""A chain of steps that give fields, each seeing what the steps before it gave.

Nothing is computed before a search asks for a name, each field of each step is computed once, and
what was computed stays for every later search.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, runtime_checkable

import numpy as np

from spl.columns.column import Column, Rows
from spl.columns.dictionary import Mask
from spl.columns.table import Table, Test

_MANY = 40


class Before:
    """The fields as they are before one step."""

    __slots__ = ("_chain", "_position")

    def __init__(self, chain: FieldChain, position: int) -> None:
        """Look at *chain* from the step at *position*."""
        self._chain = chain
        self._position = position

    def column(self, name: str) -> Column | None:
        """The field called *name*, as the steps before this one leave it."""
        return self._chain.at(self._position, name)

    def having(self, name: str, test: Test) -> Mask:
        """Which rows have a value of which *test* holds, before this step; see `Telling`."""
        told = self._chain.having_at(self._position, name, test)
        if told is not None:
            return told
        column = self.column(name)
        return np.zeros(self.size, np.bool_) if column is None else column.test(test)

    def mask(self, key: str, work: Callable[[], Mask], *, keep: bool = True) -> Mask:
        """What *work* gives, unless it is kept under *key* for this step already."""
        return self._chain.mask((self._position, key), work, keep=keep)

    def names(self) -> Sequence[str]:
        """The names of all fields that the steps before this one give."""
        return self._chain.names_at(self._position)

    def narrowed(self, rows: Rows) -> None:
        """Nothing narrower: what a step works out stays for every later search."""

    def base(self, name: str) -> Column | None:
        """The field as it was before the first step."""
        return self._chain.at(0, name)

    @property
    def size(self) -> int:
        """Number of rows."""
        return self._chain.size

    def table(self) -> Table:
        """These fields as a table."""
        return Table({}, self.size, self)


class Step(Protocol):
    """Something that gives fields; the same step serves a table and what is narrowed from it."""

    def gives(self, name: str) -> bool:
        """Whether the field called *name* may come from here."""

    def names(self, before: Before) -> Iterable[str]:
        """The fields that may come from here."""

    def column(self, name: str, before: Before) -> Column | None:
        """The field after this step; None where there is none. Asked only for what it `gives`."""


@runtime_checkable
class TellingStep(Protocol):
    """A step that can tell which rows have a value without working out the whole field."""

    def having(self, name: str, test: Test, before: Before) -> Mask:
        """Which rows have a value of which *test* holds, of a field that it gives."""


class FieldChain:
    """Fields of a table after a row of steps; a `LazyFields` of the table.

    Attributes:
        size: number of rows.
    """

    __slots__ = ("_base", "_kept", "_masks", "_steps", "size")

    def __init__(self, base: Table, steps: Sequence[Step]) -> None:
        """Chain *steps* onto the fields of *base*."""
        self._base = base
        self._steps = tuple(steps)
        self._kept: dict[tuple[int, str], Column | None] = {}
        self._masks: dict[tuple[int, str], Mask] = {}
        self.size = base.size

    def column(self, name: str) -> Column | None:
        """The field after all steps, None where no step and not the base gives it."""
        return self.at(len(self._steps), name)

    def names(self) -> Sequence[str]:
        """The names of all fields that at least one row has; runs every step."""
        return self.names_at(len(self._steps))

    def narrowed(self, rows: Rows) -> FieldChain:
        """The same steps over just these rows; what is known of them already is taken along."""
        chain = FieldChain(self._base.take(rows), self._steps)
        chain._kept = {
            key: None if column is None else column.take(rows) for key, column in self._kept.items()
        }
        chain._masks = {key: mask[rows] for key, mask in self._masks.items()}
        return chain

    def having(self, name: str, test: Test) -> Mask | None:
        """Which rows have a value of which *test* holds; None where only the column tells."""
        return self.having_at(len(self._steps), name, test)

    def having_at(self, position: int, name: str, test: Test) -> Mask | None:
        """The same before the step at *position*."""
        giving = (p for p in reversed(range(position)) if self._steps[p].gives(name))
        place = next(giving, None)
        if place is None:
            return self._base.having(name, test)
        step = self._steps[place]
        if (place, name) in self._kept or not isinstance(step, TellingStep):
            return None
        return step.having(name, test, Before(self, place))

    def mask(self, key: tuple[int, str], work: Callable[[], Mask], *, keep: bool) -> Mask:
        """What *work* gives, unless it is kept under *key* already."""
        found = self._masks.get(key)
        if found is None:
            found = work()
            if keep:
                self._masks[key] = found
        return found

    def at(self, position: int, name: str) -> Column | None:
        """The field before the step at *position*."""
        places = [place for place in range(position) if self._steps[place].gives(name)]
        if not places:
            return self._base.find(name)
        if len(places) > _MANY:  # each asks the one before it: from below, so that none waits
            for place in places:
                self._after(place, name)
        return self._after(places[-1], name)

    def names_at(self, position: int) -> list[str]:
        """The names that at least one row has before the step at *position*."""
        steps = self._steps[:position]
        known = dict.fromkeys(self._base.names())
        names = dict(known)
        for place, step in enumerate(steps):
            names.update(dict.fromkeys(step.names(Before(self, place))))
        untouched = {n for n in known if not any(step.gives(n) for step in steps)}
        return [n for n in names if n in untouched or _anywhere(self.at(position, n))]

    def _after(self, place: int, name: str) -> Column | None:
        """The field after the step at *place*, which gives it."""
        key = (place, name)
        if key not in self._kept:
            self._kept[key] = self._steps[place].column(name, Before(self, place))
        return self._kept[key]


def _anywhere(column: Column | None) -> bool:
    return column is not None and bool(column.present().any())
