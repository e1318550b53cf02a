"""head: the first results."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from spl.columns.check import check_expression
from spl.columns.concat import concat
from spl.columns.evaluate import evaluate
from spl.columns.table import Table
from spl.commands._arguments import Options, arguments_of, complaint
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._parted import PartedRows
from spl.language import ast
from spl.values.environment import Environment
from spl.values.value import read_number

_DEFAULT = 10


@command(
    "head [n | (expression)] [limit=n] [null=bool] [keeplast=bool]", shape="head", category="Order"
)
@dataclass(frozen=True)
class Head:
    """Keeps the first results: a number of them, or as long as an expression holds.

    Options: the number, also as `limit`, default 10; `null`, whether an expression that is null
    counts as true, default false; `keeplast`, whether the result at which the expression failed
    is kept, default false (Splunk, Search Reference: head).

    Choices: with an expression there is no limit unless one is given.

    [{"n": "1"}, {"n": "2"}, {"n": "3"}] | head 2 -> [{"n": "1"}, {"n": "2"}]
    [{"n": "1"}, {"n": "5"}, {"n": "2"}] | head (n<3) -> [{"n": "1"}]
    [{"n": "1"}, {"n": "5"}, {"n": "2"}] | head (n<3) keeplast=true -> [{"n": "1"}, {"n": "5"}]
    """

    limit: int | None
    expression: ast.Expr | None = None
    null: bool = False
    keeplast: bool = False

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the number or the expression."""
        arguments = arguments_of(node, ast.HeadArguments)
        options = Options(node, arguments.options)
        limit = options.whole("limit", -1)
        null, keeplast = options.flag("null"), options.flag("keeplast")
        options.close()
        expression = arguments.expression
        if arguments.count is not None:
            if limit >= 0:
                raise complaint(node, "The number of results is given twice.", code="SPL353")
            limit = _count(node, arguments.count)
        elif expression is not None and _is_negative(expression):
            raise _not_a_count(node, expression)
        if expression is not None:
            check_expression(expression, command=node.name)
            return cls(None if limit < 0 else limit, expression, null, keeplast)
        return cls(_DEFAULT if limit < 0 else limit)

    def reduction(self, job: Job) -> First:
        """Start with nothing kept."""
        return First(self, job.environment)

    def parted(self, job: Job) -> PartedRows:
        """The first of each part, up to the one at which the expression fails, and of all those."""
        candidates = replace(self, keeplast=True)
        return PartedRows(
            lambda table: self._first(table, job), lambda table: candidates._first(table, job)
        )

    def _first(self, table: Table, job: Job) -> Table:
        reduction = self.reduction(job)
        reduction.add(table)
        return reduction.result()


class First:
    """The results kept so far, and whether more may come."""

    def __init__(self, head: Head, environment: Environment) -> None:
        """Start with nothing kept."""
        self._head = head
        self._environment = environment
        self._parts: list[Table] = []
        self._size = 0
        self._closed = False

    def add(self, table: Table) -> None:
        """Keep what is still wanted of the next batch."""
        self._parts.append(table.take(slice(0, 0 if self._closed else self._wanted(table))))
        self._size += self._parts[-1].size

    def merge(self, later: First) -> None:
        """Keep what is still wanted of later results."""
        for part in later._parts:
            room = 0 if self._closed else self._room(part.size)
            self._parts.append(part.take(slice(0, room)))
            self._size += self._parts[-1].size
        self._closed = self._closed or later._closed

    def result(self) -> Table:
        """The results kept."""
        return concat(self._parts) if self._parts else Table.empty()

    def _room(self, size: int) -> int:
        limit = self._head.limit
        return size if limit is None else min(size, max(0, limit - self._size))

    def _wanted(self, table: Table) -> int:
        """How many rows of the batch are kept; closes where the expression fails."""
        if self._head.expression is None:
            return self._room(table.size)
        answers = evaluate(self._head.expression, table, self._environment)
        holds = answers.test(lambda value: value is True)
        if self._head.null:
            holds = holds | ~answers.present()
        if bool(holds.all()):
            return self._room(table.size)
        self._closed = True
        return self._room(int(np.argmin(holds)) + (1 if self._head.keeplast else 0))


def _count(node: ast.Command, number: ast.Number) -> int:
    count = read_number(number.raw)
    if not isinstance(count, int) or count < 0:
        raise _not_a_count(node, number)
    return count


def _is_negative(expression: ast.Expr) -> bool:
    match expression:
        case ast.Unary(op="-", operand=ast.Number()):
            return True
    return False


def _not_a_count(node: ast.Command, at: ast.Expr) -> Exception:
    sentence = "The argument must be a positive number or a boolean expression."
    return complaint(node, sentence, code="SPL351", span=at.span)
