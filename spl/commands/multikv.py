"""multikv: the rows of a table that stands in the text of an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.places import spread
from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast
from spl.values.text_table import read_text_table
from spl.values.value import Value, as_texts


@command(
    "multikv [fields f ...] [filter word ...] [forceheader=n] [noheader=bool] [rmorig=bool]",
    shape="options",
    category="Fields",
)
@dataclass(frozen=True)
class Multikv:
    r"""Makes an event of every row of a table in the text of an event.

    The first line names the columns, where nothing else is said; columns are parted by two blanks
    or more, or by tabs, else by single blanks. Options: `fields`, only these columns; `filter`, only
    rows that hold one of these words; `forceheader`, the number of the line with the names;
    `noheader`, columns are called Column_1 and so on; `rmorig`, the event itself goes, default true;
    `copyattrs` is understood and the other fields are copied in any case (Splunk, Search Reference:
    multikv).

    Deviations: multikv.conf is not read. Choices: a cell belongs to the column at its place in the
    row; a row with more cells than names keeps the rest in the last column.

    [{"_raw": "PID  NAME\n1    init\n2    bash"}] | multikv | table PID NAME -> [{"PID": "1", "NAME": "init"}, {"PID": "2", "NAME": "bash"}]
    """  # noqa: E501 - an example stands on one line

    fields: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    header: int = 1
    named: bool = True
    rmorig: bool = True

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read columns, words and options."""
        options, items = options_and_items(node)
        header, noheader = options.whole("forceheader", 1, least=1), options.flag("noheader")
        rmorig = options.flag("rmorig", True)
        options.flag("copyattrs", True)
        options.close()
        lists: dict[str, list[str]] = {"fields": [], "filter": []}
        into: list[str] | None = None
        for word in words_of(node, items):
            if word.lower() in lists:
                into = lists[word.lower()]
            elif into is None:
                raise complaint(node, f"Invalid argument: '{word}'", code="SPL350")
            else:
                into.append(word)
        return cls(tuple(lists["fields"]), tuple(lists["filter"]), header, not noheader, rmorig)

    def apply(self, table: Table, job: Job) -> Table:
        """Read the tables of one batch."""
        rows: list[dict[str, Value]] = []
        events: list[int] = []
        for event, row in enumerate(table.rows()):
            found = [made for text in as_texts(row.get("_raw")) for made in self._rows(text)]
            if not found or not self.rmorig:
                rows.append(row)
            rows.extend({**row, **made} for made in found)
            events.extend([event] * (len(rows) - len(events)))
        return Table.of(rows).placed(spread(table.places, events)) if rows else table

    def _rows(self, text: str) -> list[dict[str, Value]]:
        """The rows of one table."""
        found = read_text_table(text, header=self.header, named=self.named, words=self.words)
        wanted = self.fields
        return [
            {"_raw": row.line, **{n: c for n, c in row.cells.items() if not wanted or n in wanted}}
            for row in found
        ]
