"""inputlookup: the rows of a lookup table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spl.columns.concat import concat
from spl.columns.match import matches
from spl.columns.table import Table
from spl.commands._arguments import Options, arguments_of, complaint
from spl.commands._book import Bound, Scope, command
from spl.commands._job import Job
from spl.errors import BindError
from spl.language import ast


@command(
    "inputlookup [append=bool] [start=n] [max=n] table [where search]",
    shape="inputlookup",
    category="Generate",
)
@dataclass(frozen=True)
class Inputlookup:
    """Reads the rows of a lookup table.

    Options: `append`, put them behind the results so far, default false; `start`, how many rows to
    pass by, default 0; `max`, how many to read; `strict` is understood and a missing table is an
    error in any case. ``where`` filters as the search command does (Splunk, Search Reference:
    inputlookup).

    Choices: an empty cell is null.

    | inputlookup people where dept=dev -> [{"name": "bo", "dept": "dev"}]
    """

    table: str
    where: ast.SearchExpr | None
    start: int = 0
    most: int = 0

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Bound:
        """Read the options; the table must be there."""
        arguments = arguments_of(node, ast.InputlookupArguments)
        options = Options(node, arguments.options)
        append, start = options.flag("append"), options.whole("start", 0)
        most = options.whole("max", 0)
        options.flag("strict")
        options.close()
        if scope.knowledge is not None:
            try:
                scope.knowledge.lookup(arguments.table)
            except BindError as error:
                sentence = f"The lookup table '{arguments.table}' is invalid."
                hint = error.hint or error.message
                raise complaint(
                    node, sentence, code=error.code, span=arguments.span, hint=hint
                ) from error
        rows = cls(arguments.table, arguments.where, start, most)
        if scope.first and not (scope.given and append):
            return rows
        if not append:
            sentence = "This command must be the first command of a search."
            raise complaint(node, sentence, code="SPL357", hint="Write append=true here.")
        return InputlookupAppend(rows)

    def read(self, job: Job) -> Iterator[Table]:
        """The rows."""
        yield self.rows(job)

    def rows(self, job: Job) -> Table:
        """The rows that pass the filter, from `start` on."""
        source = job.knowledge.lookup(self.table)
        rows = [{name: cell for name, cell in row.items() if cell} for row in source.rows]
        table = Table.empty(source.columns).with_columns({})
        if rows:
            table = concat([table, Table.of(rows)])
        if self.where is not None:
            table = table.take(matches(self.where, table, job.environment))
        stop = self.start + self.most if self.most else None
        return table.take(slice(self.start, stop))


@dataclass(frozen=True)
class InputlookupAppend:
    """The rows of a lookup table behind the results so far."""

    rows: Inputlookup

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Bound:
        """The same as for any inputlookup."""
        return Inputlookup.bind(node, scope)

    def run(self, table: Table, job: Job) -> Table:
        """The results so far and the rows."""
        return concat([table, self.rows.rows(job)])
