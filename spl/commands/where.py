"""where: keeps the rows for which an expression is true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.check import check_expression
from spl.columns.evaluate import holds
from spl.columns.table import Table
from spl.commands._arguments import arguments_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._lookup_calls import check_lookups
from spl.language import ast


@command("where <eval-expression>", shape="where", category="Filter")
@dataclass(frozen=True)
class Where:
    """Keeps the rows for which an eval expression can be worked out and is true.

    Names without quotes and 'in single quotes' are fields, "in double quotes" texts. AND binds
    before OR, unlike in search. A row is dropped where the expression is null, so
    ``where user!="x"`` drops the rows without user (Splunk, Search Reference: where).

    [{"n": "5"}, {"n": "10"}, {"m": "1"}] | where n>6 -> [{"n": "10"}]
    [{"a": "x"}, {"b": "x"}] | where a!="y" -> [{"a": "x"}]
    [{"a": "1", "b": "1"}, {"a": "1", "b": "2"}] | where a=b -> [{"a": "1", "b": "1"}]
    """

    expression: ast.Expr

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Check the functions of the expression."""
        expression = arguments_of(node, ast.WhereArguments).expression
        check_expression(expression, where=True, command=node.name)
        check_lookups(expression, scope)
        return cls(expression)

    def apply(self, table: Table, job: Job) -> Table:
        """Keep the rows for which the expression is true."""
        return table.take(holds(self.expression, table, job.environment))
