"""The fields of a data set under the names that tstats gives them."""

from __future__ import annotations

from collections.abc import Sequence

from spl.columns.column import Column, Rows
from spl.columns.table import Table

DEFAULT_FIELDS = frozenset(
    ("_time", "_raw", "_indextime", "host", "source", "sourcetype", "index", "splunk_server")
)
"""Fields that every event has and that no data set puts its name before."""


class Prefixed:
    """Fields of a data set as ``Dataset.field``; the default fields keep their names.

    A field may also be named by way of the lineage: ``Root.field``, ``Root.Child.field``.
    """

    def __init__(self, table: Table, lineage: Sequence[str], known: frozenset[str]) -> None:
        """Wrap the rows of a data set.

        Args:
            table: the rows, with plain names.
            lineage: names of the data sets from the root to this one.
            known: names of data sets that may stand before a field.
        """
        self._table = table
        self._lineage = tuple(lineage)
        self._known = known | set(lineage)

    def column(self, name: str) -> Column | None:
        """The column of ``Dataset.field`` or of a default field."""
        if name in DEFAULT_FIELDS:
            return self._table.find(name)
        if name == "nodename":
            return self._nodename()
        parts = name.split(".")
        depth = 0
        while depth < len(parts) - 1 and parts[depth] in self._known:
            depth += 1
        return self._table.find(".".join(parts[depth:])) if depth else None

    def names(self) -> list[str]:
        """The names of all fields."""
        prefix = self._lineage[-1]
        return [n if n in DEFAULT_FIELDS else f"{prefix}.{n}" for n in self._table.names()]

    def narrowed(self, rows: Rows) -> Prefixed:
        """The same fields of just these rows."""
        return Prefixed(self._table.take(rows), self._lineage, self._known)

    def _nodename(self) -> Column:
        """The nodes of the data model that a row belongs to: those of the lineage."""
        own = self._table.find("nodename")
        if own is not None:
            return own
        paths = tuple(".".join(self._lineage[: n + 1]) for n in range(len(self._lineage)))
        return Column.constant(paths if len(paths) > 1 else paths[0], self._table.size)


def prefixed(table: Table, lineage: Sequence[str], known: frozenset[str] = frozenset()) -> Table:
    """*table* seen through the names of its data set."""
    return Table({}, table.size, Prefixed(table, lineage, known)).placed(table.places)
