"""appendcols: the fields of a subsearch beside the results so far, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.column import Column
from spl.columns.concat import concat
from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, read_limits, subsearches_of
from spl.commands._book import Scope, command
from spl.commands._extraction import prefer
from spl.commands._job import Job
from spl.commands._wildcards import is_internal
from spl.language import ast

_MAXOUT = 50_000


@command("appendcols [override=bool] [maxout=n] [subsearch]", shape="options", category="Combine")
@dataclass(frozen=True)
class Appendcols:
    """Adds the fields of a subsearch, its first row to the first row, and so on.

    Options: `override`, the subsearch wins where both have a value, default false; `maxout`, how
    many rows the subsearch may give, default 50,000. Internal fields of the subsearch are left out
    (Splunk, Search Reference: appendcols).

    Choices: rows of the subsearch for which there is no row here are put behind the others.

    [{"a": "1"}, {"a": "2"}] | appendcols [| makeresults | eval b=7 | table b] -> [{"a": "1", "b": "7"}, {"a": "2"}]
    [{"a": "1"}] | appendcols override=t [| makeresults | eval a=7 | table a] -> [{"a": "7"}]
    """  # noqa: E501 - an example stands on one line

    subsearch: ast.Subsearch
    override: bool = False
    maxout: int = _MAXOUT

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the options and the subsearch."""
        options, items = options_and_items(node)
        override = options.flag("override")
        maxout = read_limits(options, _MAXOUT)
        options.close()
        found = subsearches_of(node, items)
        if len(found) != 1:
            raise complaint(node, "The last argument must be a subsearch.", code="SPL352")
        return cls(found[0], override, maxout)

    def run(self, table: Table, job: Job) -> Table:
        """The rows, each with the fields of the row at the same place."""
        more = job.run(self.subsearch.pipeline, None)
        if self.maxout:
            more = job.limit(more, self.maxout, "The subsearch of appendcols")
        more = more.without([name for name in more.names() if is_internal(name)])
        size = max(table.size, more.size)
        left, right = _padded(table, size), _padded(more, size)
        columns: dict[str, Column] = {}
        for name in right.names():
            mine, theirs = left.find(name), right.column(name)
            first, second = (theirs, mine) if self.override or mine is None else (mine, theirs)
            columns[name] = prefer(first, second)
        return left.with_columns(columns)


def _padded(table: Table, size: int) -> Table:
    """The table with empty rows at its end."""
    if table.size == size:
        return table
    return concat([table, Table({}, size - table.size)])
