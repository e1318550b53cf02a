"""Columns put together row by row: this one where it has a value, else that one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np

from spl.columns.column import Column
from spl.columns.dictionary import Codes, Dictionary, Mask, encode
from spl.columns.lift import tuples
from spl.values.value import Value, as_texts, multivalue


def choose(mask: Mask, yes: Column, no: Column) -> Column:
    """The values of *yes* where *mask* holds, of *no* elsewhere."""
    if mask.all():
        return yes
    if not mask.any():
        return no
    if yes.dictionary is no.dictionary:
        return Column(np.where(mask, yes.codes, no.codes), yes.dictionary)
    codes, dictionary = encode(chain(yes.dictionary.values, no.dictionary.values))
    size = len(yes.dictionary)
    chosen = np.where(mask, _translate(codes[:size], yes), _translate(codes[size:], no))
    return Column(chosen, dictionary)


def first_present(columns: Sequence[Column | None]) -> Column | None:
    """The first column's value where it has one, else the next one's; None for no column."""
    found: Column | None = None
    for column in columns:
        if column is None:
            continue
        found = column if found is None else choose(found.present(), found, column)
        if found.present().all():
            break
    return found


def append(first: Column | None, second: Column | None) -> Column | None:
    """The values of both columns, one after the other, as a multivalue."""
    if first is None or second is None:
        return second if first is None else first
    if not second.present().any():
        return first
    pairs = zip(first.to_list(), second.to_list(), strict=True)
    return Column.of(_both(a, b) for a, b in pairs)


def combinations(names: Sequence[str], masks: Sequence[Mask], size: int) -> Column:
    """The names whose masks hold, as one multivalue per row; null where none does."""
    if not names:
        return Column.constant(None, size)
    codes = [np.asarray(mask, dtype=np.int64) for mask in masks]
    ids, first = tuples(codes, [2] * len(masks))
    rows = np.stack([mask[first] for mask in masks], axis=1).tolist()
    values = [multivalue(n for n, on in zip(names, row, strict=True) if on) for row in rows]
    encoded, dictionary = encode(values)
    return Column(encoded[ids], dictionary)


def _both(first: Value, second: Value) -> Value:
    return multivalue((*as_texts(first), *as_texts(second)))


def _translate(table: Codes, column: Column) -> Codes:
    return np.append(table, np.int32(-1))[column.codes]


def column_of(codes: Codes, dictionary: Dictionary, rows: Column) -> Column:
    """The column of what each value of *rows* became: *codes* by the value's own code."""
    return Column(np.append(codes, np.int32(-1))[rows.codes], dictionary)
