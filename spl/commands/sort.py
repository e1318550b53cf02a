"""sort: puts results in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Self

from spl.columns.order import SortKey, order
from spl.columns.table import Table
from spl.commands._arguments import arguments_of, complaint
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._parted import PartedRows
from spl.commands._reapplied import Reapplied
from spl.language import ast

_LIMIT = 10_000


@command("sort [n] [+|-]field, ... [desc]", shape="sort", category="Order")
@dataclass(frozen=True)
class Sort:
    """Puts results in order and keeps the first 10,000.

    A number before the fields is another limit, 0 is none. A minus means descending: directly
    before a field it is for that field, with a blank after it for all that follow. ``d`` or
    ``desc`` at the end turns the whole order round. ``auto(f)``, ``num(f)``, ``ip(f)``, ``str(f)``
    say how values compare; rows without the field come last (Splunk, Search Reference: sort).

    Choices: ``auto`` puts numbers first, then IP addresses, then other text by code point. Splunk
    decides pair by pair, which is no order where the three are mixed. With ``num`` and ``ip``
    whatever is neither comes behind. A multivalue compares by its first value, then its second.

    [{"n": "10"}, {"n": "9"}, {"n": "b"}, {"n": "B"}] | sort n -> [{"n": "9"}, {"n": "10"}, {"n": "B"}, {"n": "b"}]
    [{"n": "10"}, {"n": "9"}, {"n": "2"}] | sort 2 -n -> [{"n": "10"}, {"n": "9"}]
    [{"n": "10"}, {"n": "9"}] | sort str(n) -> [{"n": "10"}, {"n": "9"}]
    [{"m": "1"}, {"n": "1"}, {"n": "2"}] | sort -n -> [{"n": "2"}, {"n": "1"}, {"m": "1"}]
    """  # noqa: E501 - an example stands on one line

    keys: tuple[SortKey, ...]
    limit: int | None = None

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read limit and keys."""
        arguments = arguments_of(node, ast.SortArguments)
        if not arguments.keys:
            raise complaint(node, "You must specify fields to sort.", code="SPL352")
        if arguments.limit is not None and arguments.limit < 0:
            raise complaint(node, "The limit must not be negative.", code="SPL351")
        return cls(bind_keys(arguments.keys, arguments.reverse), arguments.limit)

    def reduction(self, job: Job) -> Reapplied:
        """Put each part in order, then what is left of all."""
        return Reapplied(partial(self._ordered, job))

    def parted(self, job: Job) -> PartedRows:
        """The same; where there is a limit, no part gives more than that."""
        work = partial(self._ordered, job)
        return PartedRows(work, work)

    def _ordered(self, job: Job, table: Table) -> Table:
        limit = _LIMIT if self.limit is None else self.limit
        if self.limit is None and table.size > limit:
            job.warn(f"sort kept the first {limit:,} of the results; 'sort 0' keeps all.")
        rows = order(table, self.keys)
        return table.take(rows[:limit] if limit else rows)


def bind_keys(keys: Iterable[ast.SortKey], reverse: bool = False) -> tuple[SortKey, ...]:
    """The keys of the syntax tree; *reverse* turns every direction round."""
    return tuple(SortKey(key.field.name, key.descending != reverse, key.kind) for key in keys)
