"""fieldsummary: what each field looks like."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import Options, arguments_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._wildcards import is_internal, select_names
from spl.language import ast
from spl.values.aggregate_names import find_aggregate
from spl.values.value import Value, as_number, as_texts

_VALUES = 100


@command("fieldsummary [maxvals=n] [field, ...]", shape="fields", category="Aggregate")
@dataclass(frozen=True)
class Fieldsummary:
    r"""Makes a row for each field: how many values it has, how many different ones, and which.

    `maxvals` is how many values are listed, the most frequent first, default 100. max, mean, min
    and stdev are those of its numbers (Splunk, Search Reference: fieldsummary).

    [{"n": "1"}, {"n": "3"}] | fieldsummary | table field count mean values -> [{"field": "n", "count": "2", "mean": "2", "values": "[{\"value\":\"1\",\"count\":1},{\"value\":\"3\",\"count\":1}]"}]
    """  # noqa: E501 - an example stands on one line

    fields: tuple[str, ...] = ()
    most: int = _VALUES

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read fields and limit."""
        arguments = arguments_of(node, ast.FieldsArguments)
        options = Options(node, arguments.options)
        most = options.whole("maxvals", _VALUES)
        options.close()
        return cls(tuple(field.name for field in arguments.fields), most)

    def run(self, table: Table, job: Job) -> Table:
        """Sum up each field."""
        names = select_names(self.fields or ("*",), table.names())
        names = [name for name in names if self.fields or not is_internal(name)]
        return Table.of([self._row(name, table.column(name).to_list()) for name in sorted(names)])

    def _row(self, name: str, values: list[Value]) -> dict[str, Value]:
        counts = Counter(text for value in values for text in as_texts(value))
        numbers = [n for text in counts.elements() if (n := as_number(text)) is not None]
        listed = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[: self.most or None]
        shown = [{"value": text, "count": count} for text, count in listed]
        row: dict[str, Value] = {
            "field": name,
            "count": counts.total(),
            "distinct_count": len(counts),
            "is_exact": 1,
            "numeric_count": len(numbers),
            "values": json.dumps(shown, separators=(",", ":"), ensure_ascii=False),
        }
        for function in ("max", "mean", "min", "stdev"):
            found = find_aggregate(function)
            assert found is not None
            state = found[1]()
            for number in numbers:
                state.add(number)
            row[function] = state.result()
        return row
