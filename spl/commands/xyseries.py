"""xyseries: rows with a name and a value become columns of that name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._charting import rank
from spl.commands._job import Job
from spl.language import ast
from spl.values.value import Value, as_texts


@command(
    "xyseries [grouped=bool] [sep=s] [format=s] row name value ...",
    shape="options",
    category="Reshape",
)
@dataclass(frozen=True)
class Xyseries:
    """Makes a row for each value of one field, with a column for each value of another.

    With several value fields the columns are called ``value: name``; `sep` is another text between,
    `format` another form, made of ``$AGG$`` and ``$VAL$``. `grouped` is understood: rows of one
    group are brought together in any case (Splunk, Search Reference: xyseries).

    Choices: rows and columns are ordered as numbers, then as text. Of several values for one cell
    the last holds. A row that lacks one of the first two fields is left out.

    [{"k": "x", "n": "a", "v": "1"}, {"k": "x", "n": "b", "v": "2"}] | xyseries k n v -> [{"k": "x", "a": "1", "b": "2"}]
    """  # noqa: E501 - an example stands on one line

    row: str
    name: str
    values: tuple[str, ...]
    form: str

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the names and options."""
        options, items = options_and_items(node)
        options.flag("grouped")
        separator = options.text("sep", ": ")
        form = options.text("format", f"$AGG${separator}$VAL$")
        options.close()
        words = words_of(node, items)
        if len(words) < 3:
            sentence = "Three fields are needed: xyseries <row> <name> <value>."
            raise complaint(node, sentence, code="SPL352")
        return cls(words[0], words[1], tuple(words[2:]), form)

    def run(self, table: Table, job: Job) -> Table:
        """Gather the cells."""
        rows: dict[str, dict[str, Value]] = {}
        columns: dict[str, tuple[int, tuple[int, float, str]]] = {}
        for row in table.rows():
            key, name = row.get(self.row), "\n".join(as_texts(row.get(self.name)))
            if key is None or self.name not in row:
                continue
            cells = rows.setdefault("\n".join(as_texts(key)), {self.row: key})
            for place, field in enumerate(self.values):
                title = self._title(field, name)
                columns.setdefault(title, (place, rank(name)))
                if field in row:
                    cells[title] = row[field]
        ordered = [self.row, *sorted(columns, key=lambda title: columns[title])]
        return Table.of([rows[key] for key in sorted(rows, key=rank)]).select(ordered)

    def _title(self, field: str, name: str) -> str:
        if len(self.values) == 1:
            return name
        return self.form.replace("$AGG$", field).replace("$VAL$", name)
