"""Tables as Arrow: a column of text, or of lists of text where a value is a multivalue."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from spl.columns.column import Column
from spl.columns.group import text_column
from spl.columns.table import Table


def to_arrow(table: Table) -> pa.Table:
    """Return *table* as Arrow, every value the text that results show."""
    return pa.table({_clean(name): _array(table.column(name)) for name in table.names()})


def _array(column: Column) -> Any:
    column = text_column(column)
    values: list[Any] = list(column.dictionary.values)
    several = any(isinstance(value, tuple) for value in values)
    if several:
        values = [value if isinstance(value, tuple) else (value,) for value in values]
    kind = pa.list_(pa.string()) if several else pa.string()
    codes = pa.array(column.codes, mask=column.codes < 0)
    return pa.array([_clean(value) for value in values], kind).take(codes)


def _clean(value: Any) -> Any:
    """Text that UTF-8 can hold."""
    if isinstance(value, tuple):
        return [_clean(item) for item in value]
    return value.encode("utf-8", "replace").decode("utf-8")
