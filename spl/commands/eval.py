"""eval: sets fields to what expressions give."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from spl.columns.check import check_assignment
from spl.columns.column import Column
from spl.columns.evaluate import evaluate
from spl.columns.table import Table
from spl.commands._arguments import arguments_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._lookup_calls import check_lookups
from spl.language import ast
from spl.values.value import Value, as_texts

_HOLE = re.compile(r"\{([^{}]+)\}")


@command("eval <field>=<expression>[, <field>=<expression>]...", shape="eval", category="Fields")
@dataclass(frozen=True)
class Eval:
    """Sets each field to the value of its expression, from left to right.

    A later assignment sees the fields of an earlier one. Where an expression cannot be worked out
    the field is removed, also where it had a value before. A boolean cannot be stored. In the name
    of the target ``{other}`` stands for the value of the field ``other`` (Splunk, Search
    Reference: eval).

    Choices: a row in which a field within braces has no value is left as it is; of a multivalue
    in braces the first value counts.

    [{"a": "2"}] | eval b=a*3, c=b."x" -> [{"a": "2", "b": "6", "c": "6x"}]
    [{"a": "2"}] | eval a=a/0 -> [{}]
    [{"k": "x", "v": "1"}] | eval {k}_1=v | table x_1 -> [{"x_1": "1"}]
    """

    assignments: tuple[ast.Assignment, ...]

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Check the functions, and that no boolean is stored."""
        assignments = arguments_of(node, ast.EvalArguments).assignments
        bound = [item for item in assignments if isinstance(item, ast.Assignment)]
        for assignment in bound:
            check_assignment(assignment.value, command=node.name)
            check_lookups(assignment.value, scope)
        return cls(tuple(bound))

    def apply(self, table: Table, job: Job) -> Table:
        """Set the fields of one batch."""
        for assignment in self.assignments:
            column = evaluate(assignment.value, table, job.environment)
            table = _assigned(table, assignment.target.name, column)
        return table


def _assigned(table: Table, target: str, column: Column) -> Table:
    """*table* with the field called *target* set, whose name may depend on the row."""
    if _HOLE.search(target):
        return _assigned_by_row(table, target, column)
    if table.size and not bool(column.present().any()):
        return table.without([target])
    return table.with_columns({target: column})


def _assigned_by_row(table: Table, target: str, column: Column) -> Table:
    values = column.to_list()
    for name, rows in _rows_by_name(table, target).items():
        old = table.find(name)
        new: list[Value] = [None] * table.size if old is None else old.to_list()
        for row in rows:
            new[row] = values[row]
        table = _assigned(table, name, Column.of(new))
    return table


def _rows_by_name(table: Table, target: str) -> dict[str, list[int]]:
    """The rows that each name is meant for."""
    parts = _HOLE.split(target)
    columns = [table.column(field).to_list() for field in parts[1::2]]
    found: dict[str, list[int]] = {}
    for row in range(table.size):
        values = [as_texts(column[row])[:1] for column in columns]
        if all(values):
            texts = [value[0] for value in values]
            name = parts[0] + "".join(t + p for t, p in zip(texts, parts[2::2], strict=True))
            found.setdefault(name, []).append(row)
    return found
