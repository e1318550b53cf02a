"""Rows that a caller hands in, as a table of texts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from spl.columns.table import Table
from spl.errors import DataError
from spl.values.value import Value, multivalue, number_text


def given_table(rows: Iterable[Mapping[str, object]]) -> Table:
    """Make a table of *rows*, whose values become what Splunk would hold.

    Numbers become their text, true and false the words, a list a multivalue; None and an empty
    list are null, and so is None within a list.

    Raises:
        DataError: SPL501, a row is no mapping, or a value is none of these.
    """
    return Table.of([_row(number, row) for number, row in enumerate(rows, 1)])


def _row(number: int, row: Mapping[str, object]) -> dict[str, Value]:
    if not isinstance(row, Mapping):
        raise DataError(f"Row {number} is not a mapping but {type(row).__name__}.", code="SPL501")
    return {str(name): _value(number, str(name), value) for name, value in row.items()}


def _value(number: int, name: str, value: object) -> Value:
    if isinstance(value, list | tuple):
        texts = (_text(number, name, item) for item in value)
        return multivalue(text for text in texts if text is not None)
    return _text(number, name, value)


def _text(number: int, name: str, value: object) -> str | None:
    match value:
        case None | str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return number_text(value)
        case Mapping():
            return json.dumps(value, separators=(",", ":"), ensure_ascii=False, default=str)
    raise DataError(
        f"Row {number}: the field '{name}' holds a value of type {type(value).__name__}.",
        code="SPL501",
        hint="A value is text, a number, true or false, None, or a list of these.",
    )
