"""outputcsv: the results as a CSV file in the folder that the user allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import only_word, options_and_items
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.errors import RunError
from spl.knowledge.csv_files import CsvFolder
from spl.language import ast
from spl.values.value import Value, as_texts


@command(
    "outputcsv [append=bool] [create_empty=bool] [override_if_empty=bool] file",
    shape="options",
    category="Write",
)
@dataclass(frozen=True)
class Outputcsv:
    """Writes the results into a CSV file, and passes them on.

    Options: `append`, behind the rows of the file, whose columns then hold; `override_if_empty`, no
    results empty a file that is there, default true; `create_empty`, no results make a file where
    there is none, default false; `dispatch` and `singlefile` are understood and change nothing
    (Splunk, Search Reference: outputcsv).

    Choices: files are written into the one folder that the user allows (``--write``,
    ``Session(write=…)``) and named by a bare name; ``.csv`` is added where it is missing. Without
    that folder the command is an error. Internal fields but _time and _raw are left out; the values
    of a multivalue stand on a line each.

    Deviations: the columns ``__mv_…``, in which Splunk keeps multivalues apart, and `usexml` are
    not written.

    [{"n": "1"}] | outputcsv numbers -> [{"n": "1"}]
    """

    file: str
    append: bool = False
    create: bool = False
    override: bool = True

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read options and the file's name."""
        options, items = options_and_items(node)
        append, create = options.flag("append"), options.flag("create_empty")
        override = options.flag("override_if_empty", True)
        for name in ("dispatch", "singlefile"):
            options.flag(name)
        options.close()
        return cls(only_word(node, items, "a file"), append, create, override)

    def run(self, table: Table, job: Job) -> Table:
        """Write the file."""
        folder = allowed("outputcsv", self.file, job)
        old = folder.read(self.file)
        if not table.size and not (self.create if old is None else self.override):
            return table
        names = [n for n in table.names() if not n.startswith("_") or n in ("_time", "_raw")]
        rows = [_cells(row, names) for row in table.rows()]
        if self.append and old is not None:
            names = old[0]
            rows = [*map(dict, old[1]), *({n: row.get(n, "") for n in names} for row in rows)]
        folder.write(self.file, names, rows)
        return table


def allowed(name: str, file: str, job: Job) -> CsvFolder:
    """The folder that the user allows; RunError SPL430 where there is none."""
    if job.folder is None:
        raise RunError(
            f"Error in '{name}' command: '{file}' may not be touched.",
            code="SPL430",
            hint="No file is read or written unless a folder is given: --write DIR on the command "
            "line, Session(write=DIR) in Python.",
        )
    return job.folder


def _cells(row: Mapping[str, Value], names: list[str]) -> dict[str, str]:
    return {name: "\n".join(as_texts(row.get(name))) for name in names}
