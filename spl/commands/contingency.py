"""contingency: how often the values of two fields occur together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Self

from spl.columns.group import group
from spl.columns.table import Table
from spl.commands._arguments import Options, complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast
from spl.values.value import Value, read_number

_MOST = 1_000


@command(
    "contingency [maxrows=n] [maxcols=n] [minrowcover=n] [mincolcover=n] [usetotal=bool] "
    "[totalstr=s] rowfield columnfield",
    shape="options",
    category="Aggregate",
    aliases=("counttable", "ctable"),
)
@dataclass(frozen=True)
class Contingency:
    """Counts the events for each pair of values of two fields: one row per value of the first.

    Options: `maxrows` and `maxcols`, how many values of each field at the most, default 1000, 0 for
    as many as can be; `minrowcover` and `mincolcover`, from 0 to 1, values are left out as soon as
    those before them cover this part of all events, default 1; `usetotal`, a last row and a last
    column with totals, default true; `totalstr`, how these are called, default TOTAL (Splunk,
    Search Reference: contingency).

    Choices: values stand with the most frequent first, equals by their text. Totals count the pairs
    that are shown. An event that lacks one of the fields is not counted.

    [{"a": "x", "b": "1"}, {"a": "x", "b": "2"}, {"a": "y", "b": "1"}] | contingency a b -> [{"a": "x", "1": "1", "2": "1", "TOTAL": "2"}, {"a": "y", "1": "1", "2": "0", "TOTAL": "1"}, {"a": "TOTAL", "1": "2", "2": "1", "TOTAL": "3"}]
    """  # noqa: E501 - an example stands on one line

    fields: tuple[str, str]
    most: tuple[int, int] = (_MOST, _MOST)
    cover: tuple[float, float] = (1, 1)
    total: str | None = "TOTAL"

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read fields and options."""
        options, items = options_and_items(node)
        most = options.whole("maxrows", _MOST), options.whole("maxcols", _MOST)
        cover = _cover(node, options, "minrowcover"), _cover(node, options, "mincolcover")
        usetotal, name = options.flag("usetotal", True), options.text("totalstr", "TOTAL")
        options.close()
        words = words_of(node, items)
        if len(words) != 2 or "*" in "".join(words):
            raise complaint(node, "You must specify exactly two fields.", code="SPL352")
        return cls((words[0], words[1]), most, cover, name if usetotal else None)

    def run(self, table: Table, job: Job) -> Table:
        """Count the pairs."""
        grouping = group(table, list(dict.fromkeys(self.fields)))
        counts = Counter(grouping.ids.tolist())
        pairs: dict[tuple[str, str], int] = {}
        for number, key in enumerate(grouping.key_rows()):
            pairs[str(key[0]), str(key[-1])] = counts[number]
        row_names, column_names = (self._frequent(pairs, place) for place in (0, 1))
        rows = [self._row(name, [name], column_names, pairs) for name in row_names]
        if self.total is not None and rows:
            rows.append(self._row(self.total, row_names, column_names, pairs))
        return Table.of(rows) if rows else Table.empty([self.fields[0]])

    def _frequent(self, pairs: dict[tuple[str, str], int], place: int) -> list[str]:
        """The values of one field that are shown."""
        sums: Counter[str] = Counter()
        for key, count in pairs.items():
            sums[key[place]] += count
        chosen: list[str] = []
        covered, everything = 0, sum(sums.values())
        for value, count in sorted(sums.items(), key=lambda pair: (-pair[1], pair[0])):
            full = self.most[place] and len(chosen) >= self.most[place]
            if full or covered >= self.cover[place] * everything:
                break
            chosen.append(value)
            covered += count
        return chosen

    def _row(
        self, name: str, rows: list[str], columns: list[str], pairs: dict[tuple[str, str], int]
    ) -> dict[str, Value]:
        """The counts of some values of the first field, summed up."""
        made: dict[str, Value] = {self.fields[0]: name}
        sums = {c: sum(pairs.get((row, c), 0) for row in rows) for c in columns}
        made.update(sums)
        if self.total is not None:
            made[self.total] = sum(sums.values())
        return made


def _cover(node: ast.Command, options: Options, name: str) -> float:
    text = options.text(name, "1")
    number = read_number(text)
    if number is None or not 0 <= number <= 1:
        sentence = f"The value for option {name} ({text}) is invalid."
        raise complaint(node, sentence, code="SPL351", hint="A number from 0 to 1.")
    return float(number)
