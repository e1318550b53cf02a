"""The order of rows under sort keys.

Rules (Splunk, Search Reference: sort): `num` sorts by number, `str` by code point, `ip` by address;
`auto` finds out. A row without the field comes last, ascending or descending. Rows that are equal
under every key keep their order.

Choices where the manual is silent: under `auto`, numbers come before addresses and addresses before
other text when one column mixes them. A value that is no number under `num`, or no address under
`ip`, comes after those that are. A multivalue sorts by its first value, then the next.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spl.columns.column import Column, Rows
from spl.columns.dictionary import Dictionary
from spl.columns.numbers import Numbers
from spl.columns.table import Table
from spl.columns.texts import Texts
from spl.values.value import Value, as_number, as_text

Key = tuple[Any, ...]

_MANY = 10_000
_TEXT = 2  # what the key of a text under auto begins with
_ASCII = 127


@dataclass(frozen=True, slots=True)
class SortKey:
    """One field to sort by; kind is one of ``auto num str ip``."""

    field: str
    descending: bool = False
    kind: str = "auto"


def order(table: Table, keys: Sequence[SortKey]) -> Rows:
    """Return the positions of the rows in their sorted order."""
    if not keys:
        return np.arange(table.size)
    ranks = [_ranks(table.column(key.field), key) for key in reversed(keys)]
    return np.lexsort(ranks)


def _ranks(column: Column, key: SortKey) -> NDArray[np.int64] | NDArray[np.float64]:
    """The rank of each row; null has the largest one."""
    values = column.dictionary.values
    if isinstance(values, Numbers) and key.kind in ("auto", "num"):
        numbers = column.numbers(as_number, "number")
        return np.where(column.present(), -numbers if key.descending else numbers, np.inf)
    used = column.used()
    if used is None:
        table = column.dictionary.remember(("rank", key.kind), lambda d: _rank(d, key.kind))
    else:
        some = _rank(column.dictionary.only(used), key.kind)
        table = np.zeros(len(column.dictionary), dtype=np.int64)
        table[used] = some
    ranks = np.append(-table if key.descending else table, np.iinfo(np.int64).max)
    return ranks[column.codes]


def _rank(dictionary: Dictionary, kind: str) -> NDArray[np.int64]:
    """The rank of each value; equal keys share one."""
    if kind == "str" and (ranks := rank_texts(dictionary)) is not None:
        return ranks
    if kind == "auto" and (ranks := _rank_mixed(dictionary)) is not None:
        return ranks
    read = _READERS[kind]
    keys = [tuple(map(read, _items(value))) for value in dictionary.values]
    places = {key: place for place, key in enumerate(sorted(set(keys)))}
    return np.array([places[key] for key in keys], dtype=np.int64)


def _rank_mixed(dictionary: Dictionary) -> NDArray[np.int64] | None:
    """Ranks under auto of many texts of which few can be numbers or addresses."""
    values = dictionary.values
    if not isinstance(values, Texts) or not dictionary.distinct or len(values) < _MANY:
        return None
    odd = _may_be_special(values)
    if len(odd) * 2 > len(values):
        return None
    keys = {code: (_auto(values[code]),) for code in odd.tolist()}
    special = {code: key for code, key in keys.items() if key[0][0] < _TEXT}
    places = {key: place for place, key in enumerate(sorted(set(special.values())))}
    texts = rank_texts(dictionary)
    if texts is None:
        return None
    ranks = texts + len(places)
    ranks[list(special)] = [places[key] for key in special.values()]
    return ranks


def _may_be_special(values: Texts) -> NDArray[np.int64]:
    """The codes of texts that may be a number or an address."""
    import pyarrow.compute as pc

    data, ends = values.bytes()
    first = np.append(data, np.uint8(0))[ends[:-1]]
    digit = (first >= ord("0")) & (first <= ord("9")) | (first > _ASCII)
    colon = pc.match_substring(values.arrow, ":").to_numpy(zero_copy_only=False)
    found = digit | colon
    found[values.numeric()] = True
    return np.flatnonzero(found)


def rank_texts(dictionary: Dictionary) -> NDArray[np.int64] | None:
    """Ranks of many distinct texts from a sort of their bytes: in UTF-8 that is by code point."""
    if len(dictionary) < _MANY or not dictionary.distinct:
        return None
    if not dictionary.holds_texts():
        return None
    import pyarrow as pa  # here, because a small search ends before it would be imported
    import pyarrow.compute as pc

    try:
        values = dictionary.values
        texts = values.arrow if isinstance(values, Texts) else pa.array(values, pa.large_string())
        places = pc.sort_indices(texts).to_numpy()
    except UnicodeEncodeError:
        return None
    ranks = np.empty(len(places), dtype=np.int64)
    ranks[places] = np.arange(len(places))
    return ranks


def _items(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else (value,)


def _auto(value: Value) -> Key:
    number = as_number(value)
    if number is not None:
        return (0, number, "")
    address = _address(value)
    return (1, *address) if address else (_TEXT, 0, _text(value))


def _number(value: Value) -> Key:
    number = as_number(value)
    return (1, 0) if number is None else (0, number)


def _string(value: Value) -> Key:
    return (_text(value),)


def _ip(value: Value) -> Key:
    address = _address(value)
    return (0, *address, "") if address else (1, 0, 0, _text(value))


def _address(value: Value) -> tuple[int, int] | None:
    """The version of the address and its number."""
    text = _text(value)
    if not text or not (text[0].isdigit() or ":" in text):
        return None
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return address.version, int(address)


def _text(value: Value) -> str:
    return "" if value is None or isinstance(value, tuple) else as_text(value)


_READERS: dict[str, Callable[[Value], Key]] = {
    "auto": _auto,
    "num": _number,
    "str": _string,
    "ip": _ip,
}
