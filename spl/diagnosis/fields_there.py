"""Which fields rows have, and which of them a wrong name may have meant."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from spl.columns.table import Table
from spl.values.value import Value, as_texts

_LIKENESS = 0.6
_LONGEST = 60


def has(tables: Iterable[Table], name: str) -> bool:
    """Whether any row has a value in the field."""
    return any(count_present(table, name) for table in tables)


def count_present(table: Table, name: str) -> int:
    """How many rows have a value in the field."""
    column = table.find(name)
    return 0 if column is None else int(column.present().sum())


def similar(name: str, tables: Iterable[Table]) -> list[str]:
    """Up to three fields that rows have and whose names are most like *name*, the nearest first.

    What stands before the last dot is compared apart, so that of ``Processes.proc`` only ``proc``
    counts; the same name with another start, or none, is as near as can be.
    """
    names = dict.fromkeys(each for table in tables for each in table.names())
    head, _, tail = name.rpartition(".")
    found = []
    for each in names:
        other, _, end = each.rpartition(".")
        likeness = SequenceMatcher(None, tail.lower(), end.lower()).ratio()
        likeness -= 0.0 if head == other else 0.05
        if likeness >= _LIKENESS and each != name:
            found.append((-likeness, len(each), each))
    return [each for *_, each in sorted(found)[:3]]


def one_of(names: Sequence[str]) -> str:
    """A question for the names that may be meant; an empty text for none."""
    quoted = [f"'{name}'" for name in names]
    if not quoted:
        return ""
    most = " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
    return f"Did you mean {most}?"


def shown(values: Counter[Value], most: int = 3) -> str:
    """The most frequent values with how often each is there: ``"a" (3), "b"``, null as null."""
    common = values.most_common(most)
    parts = [_shown(value) + (f" ({count:,})" if count > 1 else "") for value, count in common]
    more = len(values) - len(common)
    return ", ".join(parts) + (f" and {more:,} more" if more else "")


def _shown(value: Value) -> str:
    if value is None:
        return "null"
    texts = [json.dumps(_cut(text), ensure_ascii=False) for text in as_texts(value)[:3]]
    return texts[0].replace("\\\\", "\\") if len(texts) == 1 else f"({', '.join(texts)})"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
