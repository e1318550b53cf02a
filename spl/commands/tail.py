"""tail: the last results, the last one first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import Options, arguments_of, complaint
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast
from spl.values.value import read_number

_DEFAULT = 10


@command("tail [n]", shape="head", category="Order")
@dataclass(frozen=True)
class Tail:
    """Keeps the last results, default 10, the last one first (Splunk, Search Reference: tail).

    [{"n": "1"}, {"n": "2"}, {"n": "3"}] | tail 2 -> [{"n": "3"}, {"n": "2"}]
    """

    limit: int = _DEFAULT

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the number."""
        arguments = arguments_of(node, ast.HeadArguments)
        options = Options(node, arguments.options)
        limit: object = options.whole("limit", _DEFAULT)
        options.close()
        if arguments.count is not None:
            limit = read_number(arguments.count.raw)
        if not isinstance(limit, int) or limit < 0 or arguments.expression is not None:
            raise complaint(node, "The argument must be a positive number.", code="SPL351")
        return cls(limit)

    def run(self, table: Table, job: Job) -> Table:
        """The last rows, the last first."""
        return table.take(slice(max(0, table.size - self.limit), None)).take(slice(None, None, -1))
