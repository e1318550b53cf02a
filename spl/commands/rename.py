"""rename: gives fields other names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from spl.columns.column import Column, Rows
from spl.columns.table import Table
from spl.commands._arguments import arguments_of, complaint
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._wildcards import captures, fill, is_internal
from spl.language import ast


@command("rename old AS new, ...", shape="rename", category="Fields")
@dataclass(frozen=True)
class Rename:
    """Gives fields other names.

    Pairs are worked off from left to right. Stars in both names must match in number; what a star
    stands for on the left is put for the star on the right. A star does not reach internal fields
    such as _time. A field that has the new name already is replaced, also by nothing: where the
    old field is null, so is the new one (Splunk, Search Reference: rename).

    Choices: a name without a star that no row has still empties the field of the new name. Where
    two fields get the same name through a wildcard, the last holds.

    [{"a": "1", "b": "2"}] | rename a AS b -> [{"b": "1"}]
    [{"Web.src": "h", "Web.dest": "d"}] | rename Web.* AS * -> [{"src": "h", "dest": "d"}]
    [{"a": "1"}] | rename a AS "My Field" -> [{"My Field": "1"}]
    [{"b": "2", "c": "3"}] | rename a AS b -> [{"c": "3"}]
    """

    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the pairs; the stars of each must match in number."""
        arguments = arguments_of(node, ast.RenameArguments)
        if not arguments.pairs:
            raise complaint(node, "Usage: rename [old_name AS/TO/-> new_name]+.", code="SPL352")
        for pair in arguments.pairs:
            old, new = pair.old.name, pair.new.name
            if old.count("*") != new.count("*"):
                raise complaint(node, f"Wildcard mismatch: '{old}' as '{new}'.", span=pair.span)
        return cls(tuple((pair.old.name, pair.new.name) for pair in arguments.pairs))

    def apply(self, table: Table, job: Job) -> Table:
        """Rename the columns of one batch."""
        for old, new in self.pairs:
            table = _renamed(table, _moves(old, new, table))
        return table


def _moves(old: str, new: str, table: Table) -> dict[str, str]:
    """Old name to new name, for every field that the pair concerns."""
    if "*" not in old:
        return {old: new}
    moves = {}
    for name in table.names():
        parts = captures(old, name)
        if parts is not None and (old.startswith("_") or not is_internal(name)):
            moves[name] = fill(new, parts)
    return moves


def _renamed(table: Table, moves: dict[str, str]) -> Table:
    """The table with all *moves* made at once; a renamed field keeps its place."""
    moves = {old: new for old, new in moves.items() if old != new}
    if not moves:
        return table
    if len(moves) == 1:
        [(old, new)] = moves.items()
        if table.find(old) is None:
            return table if table.find(new) is None else table.without([new])
    if table.is_lazy:
        return Table({}, table.size, _Renamed(table, moves)).placed(table.places)
    columns = {new: table.column(old) for new, old in _sources(table, moves).items()}
    return Table(columns, table.size).placed(table.places)


def _sources(table: Table, moves: dict[str, str]) -> dict[str, str]:
    """New name to old name for every field, in order."""
    targets = set(moves.values())
    found: dict[str, str] = {}
    for name in table.names():
        if name in moves:
            found.pop(moves[name], None)
            found[moves[name]] = name
        elif name not in targets:
            found[name] = name
    return found


class _Renamed:
    """The fields of a table under other names, none of them worked out before it is asked for."""

    def __init__(self, table: Table, moves: dict[str, str]) -> None:
        self._table = table
        self._moves = moves
        self._olds: dict[str, list[str]] = {}
        for old, new in moves.items():
            self._olds.setdefault(new, []).append(old)

    def column(self, name: str) -> Column | None:
        if name in self._olds:
            olds = self._olds[name]
            if len(olds) > 1:  # the last of them that is there holds
                olds = [old for old in self._table.names() if old in olds]
            return self._table.find(olds[-1]) if olds else None
        return None if name in self._moves else self._table.find(name)

    def names(self) -> Sequence[str]:
        return list(_sources(self._table, self._moves))

    def narrowed(self, rows: Rows) -> _Renamed:
        return _Renamed(self._table.take(rows), self._moves)
