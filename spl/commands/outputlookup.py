"""outputlookup: keeps the results as a lookup table of the session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import only_word, options_and_items
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._wildcards import is_internal
from spl.errors import RunError
from spl.language import ast


@command(
    "outputlookup [append=bool] [create_empty=bool] [override_if_empty=bool] [max=n] table",
    shape="options",
    category="Write",
)
@dataclass(frozen=True)
class Outputlookup:
    """Keeps the results as a lookup table of the session, and passes them on.

    Options: `append`, behind the rows that the table has, default false; `max`, how many rows;
    `override_if_empty`, an empty result empties the table, default true; `create_empty`, an empty
    result makes a table where there is none, default false; `key_field`, `createinapp`,
    `allow_updates` and `output_format` are understood and change nothing (Splunk, Search
    Reference: outputlookup).

    Choices: internal fields are left out. A search sees the tables as they were when it started,
    also behind its own outputlookup. The table is kept in the session alone, unless the user allows
    a folder (``--write``, ``Session(write=…)``): then it is written there too, as a CSV file of its
    name. Without a session there is nowhere to keep it and the search ends with an error.

    [{"n": "1"}] | outputlookup numbers -> [{"n": "1"}]
    """

    table: str
    append: bool = False
    most: int = 0
    override: bool = True

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read options and table."""
        options, items = options_and_items(node)
        append, most = options.flag("append"), options.whole("max", 0)
        override = options.flag("override_if_empty", True)
        for name in ("create_empty", "createinapp", "allow_updates", "local"):
            options.flag(name)
        for name in ("key_field", "output_format"):
            options.maybe(name)
        options.close()
        return cls(only_word(node, items, "a lookup table"), append, most, override)

    def run(self, table: Table, job: Job) -> Table:
        """Keep the rows."""
        if job.save_lookup is None:
            raise RunError(
                f"Error in 'outputlookup' command: '{self.table}' may not be written.",
                code="SPL430",
                hint="Nothing is written unless the session is told to.",
            )
        if table.size or self.override:
            kept = table.without([name for name in table.names() if is_internal(name)])
            kept = kept.take(slice(self.most)) if self.most else kept
            job.save_lookup(self.table, kept, self.append)
        return table
