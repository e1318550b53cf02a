"""Putting rows in order by the values of fields, as sort and ``dedup … sortby`` do."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from spl.columns.column import Column, Rows
from spl.columns.table import Table
from spl.language import ast
from spl.values.value import Value, as_number, as_texts

Rank: TypeAlias = tuple[int, float | int, str]

_NUMBER, _ADDRESS, _TEXT = range(3)


@dataclass(frozen=True, slots=True)
class Key:
    """One field to order by; kind is ``auto``, ``num``, ``ip`` or ``str``."""

    field: str
    descending: bool = False
    kind: str = "auto"


def bind_keys(keys: Iterable[ast.SortKey], reverse: bool = False) -> tuple[Key, ...]:
    """The keys of the syntax tree; *reverse* turns every direction round."""
    return tuple(Key(key.field.name, key.descending != reverse, key.kind) for key in keys)


def order_of(table: Table, keys: Sequence[Key]) -> Rows:
    """The rows of *table* in order; equal rows stay as they were, null is last either way."""
    ranks = [_ranks(table.column(key.field), key) for key in reversed(keys)]
    return np.lexsort(ranks) if ranks else np.arange(table.size)


def _ranks(column: Column, key: Key) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """A number per row that orders as the values do."""
    codes = np.unique(column.codes)
    used = codes[codes >= 0]
    values = column.dictionary.values
    rank = _RANKS[key.kind]
    ranked = [tuple(rank(text) for text in as_texts(values[code])) for code in used.tolist()]
    place = {one: i for i, one in enumerate(sorted(set(ranked)))}
    table = np.full(len(values) + 1, len(place), dtype=np.int64)
    sign = -1 if key.descending else 1
    table[used] = [sign * place[one] for one in ranked]
    return table[column.codes]


def rank_auto(text: str) -> Rank:
    """Numbers before addresses before other text, each in its own order."""
    number = _number(text)
    return number if number[0] != _TEXT else rank_address(text)


def rank_address(text: str) -> Rank:
    """Addresses in the order of networks, before other text."""
    if "." in text or ":" in text:
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return (_TEXT, 0, text)
        return (_ADDRESS, int(address) + (0 if address.version == 4 else 2**32), "")
    return (_TEXT, 0, text)


def rank_text(text: str) -> Rank:
    """Text by code point."""
    return (_TEXT, 0, text)


def _number(text: str) -> Rank:
    number = as_number(text)
    return (_TEXT, 0, text) if number is None else (_NUMBER, number, "")


_RANKS: dict[str, Callable[[str], Rank]] = {
    "auto": rank_auto,
    "num": _number,
    "ip": rank_address,
    "str": rank_text,
}


def natural(value: Value) -> tuple[Rank, ...]:
    """What ``auto`` orders *value* by, for rows that are put in order one by one."""
    return tuple(rank_auto(text) for text in as_texts(value))
