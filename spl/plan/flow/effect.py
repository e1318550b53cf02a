"""What a command does to the fields, and the book in which that is entered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from spl.errors import SplError
from spl.knowledge import Knowledge
from spl.language import ast
from spl.plan.flow.fields import ANY, Fields
from spl.plan.flow.reads import Read


@dataclass(frozen=True, slots=True)
class Effect:
    """What one command reads, and the fields behind it."""

    after: Fields
    reads: tuple[Read, ...] = ()


@dataclass(frozen=True, slots=True)
class Here:
    """One command in its place.

    Attributes:
        node: the command.
        before: the fields before it.
        knowledge: tells the columns of lookups.
        inner: the fields that its subsearches end with, in order.
    """

    node: ast.Command
    before: Fields
    knowledge: Knowledge
    inner: tuple[Fields, ...] = field(default=())


Transfer: TypeAlias = Callable[[Here, Any], Effect]
_TRANSFERS: dict[str, Transfer] = {}


def effect_of(here: Here) -> Effect:
    """What a command does; one that nothing is known of may make any field."""
    transfer = _TRANSFERS.get(here.node.name)
    if transfer is None or isinstance(here.node.arguments, ast.TextArguments):
        return Effect(ANY)
    return transfer(here, here.node.arguments)


def transfer(*names: str) -> Callable[[Transfer], Transfer]:
    """Enter what the commands of these names do."""

    def enter(function: Transfer) -> Transfer:
        _TRANSFERS.update(dict.fromkeys(names, function))
        return function

    return enter


def options_of(items: Iterable[object]) -> dict[str, str]:
    """The options among the arguments, as texts."""
    return {
        item.name: item.value.value
        for item in items
        if isinstance(item, ast.Option) and isinstance(item.value, ast.Word | ast.Text)
    }


def flag(options: Mapping[str, str], name: str, default: bool = False) -> bool:
    """An option that is true or false."""
    return options[name].lower() in ("t", "true", "1", "yes", "y") if name in options else default


def lookup_columns(knowledge: Knowledge, table: str) -> tuple[str, ...] | None:
    """The columns of a lookup table; None where it cannot be read."""
    try:
        return knowledge.lookup(table).columns
    except SplError:
        return None
