"""multikv: the rows of a table that stands in the text of an event."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast
from spl.values.value import Value, as_texts

_WORD = re.compile(r"\S+(?: \S+)*")
_BAD = re.compile(r"[^A-Za-z0-9_]+")


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
        for row in table.rows():
            found = [made for text in as_texts(row.get("_raw")) for made in self._rows(text)]
            if not found or not self.rmorig:
                rows.append(row)
            rows.extend({**row, **made} for made in found)
        return Table.of(rows) if rows else table

    def _rows(self, text: str) -> list[dict[str, Value]]:
        """The rows of one table."""
        lines = [line for line in text.splitlines() if line.strip()]
        body = lines[self.header :] if self.named else lines
        if not body:
            return []
        head = _cells(lines[self.header - 1]) if self.named else []
        names = [_BAD.sub("_", name).strip("_") for name in head]
        if not names:
            names = [f"Column_{n + 1}" for n in range(max(len(_cells(line)) for line in body))]
        wanted = [line for line in body if not self.words or any(w in line for w in self.words)]
        return [self._row(names, line) for line in wanted]

    def _row(self, names: list[str], line: str) -> dict[str, Value]:
        cells = _cells(line)
        if len(cells) != len(names):
            cells = line.split(None, len(names) - 1)
        pairs = zip(names, cells, strict=False)
        made = {n: c for n, c in pairs if not self.fields or n in self.fields}
        return {"_raw": line, **made}


def _cells(line: str) -> list[str]:
    """The cells of a line: parted by two blanks or more, or where there are none by one."""
    line = line.replace("\t", "  ").strip()
    return _WORD.findall(line) if "  " in line else line.split()
