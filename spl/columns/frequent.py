"""The most frequent values of a field over several tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from spl.columns.column import Column
from spl.values.value import as_texts


def frequent(columns: Iterable[Column], most: int) -> list[tuple[str, int]]:
    """At most *most* values with the number of rows that hold each, the most frequent first.

    Each value of a multivalue counts; of values that are as frequent, the first seen stands first.
    """
    counts: Counter[str] = Counter()
    for column in columns:
        codes = column.codes[column.codes >= 0]
        rows = np.bincount(codes, minlength=len(column.dictionary)).tolist()
        for value, number in zip(column.dictionary.values, rows, strict=True):
            if number:
                for text in as_texts(value):
                    counts[text] += number
    return counts.most_common(most)
