"""What a search gives back: rows of text, in Splunk's order of columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from spl.columns.column import Column
from spl.columns.table import Table
from spl.engine.html_table import html_table
from spl.errors import RunError
from spl.language.sought import Sought
from spl.values.value import Value, as_text

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Cell: TypeAlias = str | list[str]
Row: TypeAlias = dict[str, Cell]
SHOWN = 200
"""How many rows a notebook shows."""


class Results:
    """The rows of a search, as Splunk would show them.

    Iterating gives one dict per row: each value the text that Splunk would show, or a list of
    texts for a multivalue; a field without a value has no key. Numbers are text as well, as in
    Splunk's own results; ``_time`` is in epoch seconds.

    It has a length, and rows by their number (`results[0]`, `results[-1]`); all rows are in memory.

    Attributes:
        columns: the names of the columns, in Splunk's order, also where no row has a value.
        warnings: sentences about limits that were reached.
        sought: what the search looked for in its events.
    """

    def __init__(
        self, table: Table, warnings: Sequence[str] = (), sought: Sought | None = None
    ) -> None:
        """Take the rows that a search ends with."""
        self.sought = sought or Sought()
        self.columns: list[str] = table.names()
        self.warnings: list[str] = list(warnings)
        self._size = table.size
        self._cells = [_cells(table.column(name)) for name in self.columns]

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Row]:
        for index in range(self._size):
            yield self[index]

    def __getitem__(self, index: int) -> Row:
        """The row at *index*, from 0; negative counts from the end. IndexError beyond."""
        if not -self._size <= index < self._size:
            raise IndexError(f"row {index} of {self._size}")
        pairs = zip(self.columns, self._cells, strict=True)
        row = {name: cells[index] for name, cells in pairs}
        return {
            name: list(cell) if isinstance(cell, list) else cell
            for name, cell in row.items()
            if cell is not None
        }

    def __repr__(self) -> str:
        return f"<Results: {self._size} rows of {', '.join(self.columns) or 'nothing'}>"

    def _repr_html_(self) -> str:
        """The rows as a notebook shows them, at most `SHOWN` of them; times are in UTC."""
        table = html_table(self.columns, islice(self, SHOWN))
        rest = f", the first {SHOWN} shown" if self._size > SHOWN else ""
        return f"{table}\n<p>{self._size:,} result{'' if self._size == 1 else 's'}{rest}</p>"

    def to_arrow(self) -> pa.Table:
        """The rows as an Arrow table: a column of text for each of `columns`, null for null.

        A column in which any row is multivalue is one of lists of text.
        """
        import pyarrow as pa  # here, because most searches end without it

        return pa.table(
            {name: _arrow(cells) for name, cells in zip(self.columns, self._cells, strict=True)}
        )

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a pandas frame of objects: texts, lists of texts, None for null.

        Raises:
            RunError: SPL403, pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError:
            raise RunError(
                "pandas is not installed.",
                code="SPL403",
                hint="Install it with: pip install pandas.",
            ) from None
        columns = dict(zip(self.columns, self._cells, strict=True))
        return pd.DataFrame(columns, columns=self.columns, dtype=object)


def _cells(column: Column) -> list[Cell | None]:
    """What each row shows; each distinct value in use is written out once."""
    values = column.dictionary.values
    codes = column.codes.tolist()
    shown = {code: _cell(values[code]) for code in set(codes) if code >= 0}
    return [shown.get(code) for code in codes]


def _cell(value: Value) -> Cell | None:
    if value is None:
        return None
    if isinstance(value, tuple):
        return [as_text(item) for item in value]
    return as_text(value)


def _arrow(cells: Sequence[Cell | None]) -> pa.Array:
    import pyarrow as pa

    if not any(isinstance(cell, list) for cell in cells):
        return pa.array(cells, pa.string())
    lists = [[cell] if isinstance(cell, str) else cell for cell in cells]
    return pa.array(lists, pa.list_(pa.string()))
