"""inputcsv: the rows of a CSV file in the folder that the user allows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spl.columns.concat import concat
from spl.columns.match import matches
from spl.columns.table import Table
from spl.commands._arguments import Options, arguments_of, complaint
from spl.commands._book import Bound, Scope, command
from spl.commands._job import Job
from spl.commands.outputcsv import allowed
from spl.errors import RunError
from spl.language import ast


@command(
    "inputcsv [append=bool] [strict=bool] [start=n] [max=n] file [where search]",
    shape="inputlookup",
    category="Generate",
)
@dataclass(frozen=True)
class Inputcsv:
    """Reads the rows of a CSV file, as outputcsv has written it.

    Options: `append`, put them behind the results so far, default false; `start`, how many rows to
    pass by, default 0; `max`, how many to read, default 1,000,000,000; `strict`, a file that is not
    there is an error and not a warning, default false; `dispatch` and `events` are understood and
    change nothing. ``where`` filters as the search command does (Splunk, Search Reference:
    inputcsv).

    Choices: files are in the one folder that the user allows (``--write``, ``Session(write=…)``),
    as Splunk's are in a folder of its own, and are named by a bare name; ``.csv`` is added where it
    is missing. Without that folder the command is an error. An empty cell is null.

    | inputcsv people where name=a* -> [{"name": "al", "dept": "ops"}]
    """

    file: str
    where: ast.SearchExpr | None
    start: int = 0
    most: int = 0
    strict: bool = False

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Bound:
        """Read the options and the file's name."""
        arguments = arguments_of(node, ast.InputlookupArguments)
        options = Options(node, arguments.options)
        append, strict = options.flag("append"), options.flag("strict")
        start, most = options.whole("start", 0), options.whole("max", 0)
        for name in ("dispatch", "events"):
            options.flag(name)
        options.close()
        rows = cls(arguments.table, arguments.where, start, most, strict)
        if scope.first and not (scope.given and append):
            return rows
        if not append:
            sentence = "This command must be the first command of a search."
            raise complaint(node, sentence, code="SPL357", hint="Write append=true here.")
        return InputcsvAppend(rows)

    def read(self, job: Job) -> Iterator[Table]:
        """The rows."""
        yield self.rows(job)

    def rows(self, job: Job) -> Table:
        """The rows that pass the filter, from `start` on."""
        found = allowed("inputcsv", self.file, job).read(self.file)
        if found is None:
            sentence = f"File '{self.file}' could not be found."
            if self.strict:
                raise RunError(f"Error in 'inputcsv' command: {sentence}", code="SPL436")
            job.warn(sentence)
            return Table.empty()
        columns, cells = found
        rows = [{name: cell for name, cell in row.items() if cell} for row in cells]
        table = Table.empty(columns)
        table = concat([table, Table.of(rows)]) if rows else table
        if self.where is not None:
            table = table.take(matches(self.where, table, job.environment))
        return table.take(slice(self.start, self.start + self.most if self.most else None))


@dataclass(frozen=True)
class InputcsvAppend:
    """The rows of a file behind the results so far."""

    rows: Inputcsv

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Bound:
        """The same as for any inputcsv."""
        return Inputcsv.bind(node, scope)

    def run(self, table: Table, job: Job) -> Table:
        """The results so far and the rows."""
        return concat([table, self.rows.rows(job)])
