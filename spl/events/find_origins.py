"""Where a field comes from in loaded events, or in those of them that a search singles out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from spl.columns.match import matches
from spl.events.origin import FieldOrigins
from spl.events.partition import Partition
from spl.language import ast
from spl.language.expand import Macro, expand
from spl.language.parser import parse_search_expression
from spl.values.environment import Environment


def find_origins(
    partitions: Iterable[Partition],
    name: str,
    where: str | None,
    macros: Mapping[str, Macro],
    env: Environment,
) -> list[FieldOrigins]:
    """Where the field *name* comes from, partition by partition.

    *where* is a search expression that the events satisfy, with *macros*; None for all events.

    Raises:
        SplError: *where* cannot be parsed.
    """
    wanted = None if where is None else parse_search_expression(expand(where, macros)[0])
    return [_of(partition, name, wanted, env) for partition in partitions]


def _of(
    partition: Partition, name: str, where: ast.SearchExpr | None, env: Environment
) -> FieldOrigins:
    rows = None if where is None else matches(where, partition.table, env)
    size = partition.table.size if rows is None else int(rows.sum())
    steps = tuple(partition.origin(name, rows))
    return FieldOrigins(partition.source, partition.sourcetype, size, steps)
