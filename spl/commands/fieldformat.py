"""fieldformat: how a field is shown at the end, without changing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.check import check_expression
from spl.columns.table import Table
from spl.commands._arguments import arguments_of, complaint
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast


@command("fieldformat field=expression", shape="eval", category="Pass through")
@dataclass(frozen=True)
class Fieldformat:
    """Says how Splunk Web shows a field; the value stays what it is.

    Results here hold values, as Splunk's exported results do, so that nothing changes. The
    expression is checked (Splunk, Search Reference: fieldformat).

    [{"n": "1000"}] | fieldformat n=tostring(n, "commas") -> [{"n": "1000"}]
    """

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Check the expressions."""
        arguments = arguments_of(node, ast.EvalArguments)
        if not arguments.assignments:
            raise complaint(node, "Arguments are missing.", code="SPL352")
        for assignment in arguments.assignments:
            if isinstance(assignment, ast.Assignment):
                check_expression(assignment.value, command=node.name)
        return cls()

    def apply(self, table: Table, job: Job) -> Table:
        """The rows as they are."""
        return table
