"""Rows of two tables that have the same values of fields, found on codes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spl.columns.column import Rows
from spl.columns.concat import concat_columns
from spl.columns.group import text_column
from spl.columns.lift import tuples
from spl.columns.table import Table

Keys = NDArray[np.int64]


def shared_keys(
    left: Table, left_names: Sequence[str], right: Table, right_names: Sequence[str]
) -> tuple[Keys, Keys]:
    """A number for each row of both tables, equal where all the named fields are, as text.

    Rows in which one of the fields is null have -1; so have all rows where no field is named.
    """
    if not left_names:
        return np.full(left.size, -1), np.full(right.size, -1)
    columns = [
        concat_columns([text_column(left.column(a)), text_column(right.column(b))])
        for a, b in zip(left_names, right_names, strict=True)
    ]
    sizes = [len(column.dictionary) for column in columns]
    ids, _ = tuples([column.codes for column in columns], sizes)
    present = np.logical_and.reduce([column.present() for column in columns])
    keys = np.where(present, ids, -1)
    return keys[: left.size], keys[left.size :]


def matched(left: Keys, right: Keys, *, most: int = 0) -> tuple[Rows, Rows]:
    """The rows of both sides that belong together, in the order of the left one, then the right.

    A row with -1 belongs to none; of the right side at most *most* rows belong to one of the left,
    0 for all.
    """
    there = np.flatnonzero(right >= 0)
    by_key = there[np.argsort(right[there], kind="stable")]
    size = int(max(left.max(initial=-1), right.max(initial=-1))) + 1
    counts = np.append(np.bincount(right[there], minlength=size), 0)  # -1 takes the extra place
    starts = np.cumsum(counts) - counts
    found = np.minimum(counts, most)[left] if most else counts[left]
    mine = np.repeat(np.arange(len(left)), found)
    within = np.arange(len(mine)) - np.repeat(np.cumsum(found) - found, found)
    return mine, by_key[starts[left][mine] + within]


def with_others(size: int, left: Rows, right: Rows) -> tuple[Rows, Rows]:
    """The pairs, and those of the *size* rows of the left side that are in none, with -1."""
    alone = np.setdiff1d(np.arange(size), left)
    mine = np.concatenate([left, alone])
    order = np.argsort(mine, kind="stable")
    return mine[order], np.concatenate([right, np.full(len(alone), -1, dtype=np.intp)])[order]
