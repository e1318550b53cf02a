"""Sums over rows and columns: what addtotals and addcoltotals share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spl.columns.column import Column
from spl.columns.concat import concat
from spl.columns.table import Table
from spl.values.value import Value, as_number


def row_totals(table: Table, names: Sequence[str]) -> Column:
    """The sum of the numbers of each row."""
    lists = [table.column(name).to_list() for name in names]
    rows: Iterable[tuple[Value, ...]] = zip(*lists, strict=True) if lists else [()] * table.size
    return Column.of(total(row) or 0 for row in rows)


def column_totals(table: Table, names: Sequence[str], labelfield: str | None, label: str) -> Table:
    """The table with the sums of the named columns as its last row."""
    sums: dict[str, Value] = {}
    for name in names:
        found = total(table.column(name).to_list())
        if found is not None:
            sums[name] = found
    if labelfield is not None:
        sums[labelfield] = label
    return concat([table, Table.of([sums])]) if sums else table


def total(values: Iterable[Value]) -> int | float | None:
    """The sum of what is a number; None where nothing is."""
    numbers = [n for value in values if (n := as_number(value)) is not None]
    return sum(numbers) if numbers else None
