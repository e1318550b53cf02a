"""How many rows each stage may leave, guessed before it runs from what is loaded.

The guess is a simple one, as query planners start with:

- a reading command: the events of the partitions that it may read, times what its clauses let
  through: one of the distinct values for ``field=value``, so many of them for IN, a third for a
  comparison by size or a pattern with stars, a tenth for a word; AND multiplies, NOT and OR follow
  from it; a field that no event has lets nothing through. Constraints of a data set count as
  clauses, exactly: their answers are kept with the events.
- a filter further down: the same, and a tenth for an equation of a field that is not the events'.
- a command that groups: the product of the distinct values of its BY fields, ten for one that is
  not the events', and never more than the rows that it gets; one row without BY.
- head, tail, top and rare: their number. append: with the rows of its subsearch.
- any other command: as many as it gets.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from spl.columns.table import Table
from spl.commands import Job, Scope, candidates, reads_of
from spl.errors import SplError
from spl.language import ast
from spl.plan import Step, bind

_EQUAL, _PART, _WORD = 0.1, 1 / 3, 0.1
_GROUPS, _FEW = 10, 10


def estimates(steps: Sequence[Step], job: Job) -> list[float]:
    """For each step how many rows it may leave; nothing is run."""
    guess = _Guess(job, _events(steps, job))
    found: list[float] = []
    rows = guess.events.total
    for place, step in enumerate(steps):
        rows = guess.first(step) if place == 0 else guess.after(step.node, rows)
        found.append(rows)
    return found


@dataclass(frozen=True, slots=True)
class _Events:
    """The events that a search may start from, and how many of them its data set has."""

    tables: Sequence[Table]
    total: float

    def distinct(self, name: str) -> int | None:
        """How many values a field has; None where no event has it."""
        columns = [c for table in self.tables if (c := table.find(name)) is not None]
        return max((len(c.dictionary) for c in columns), default=None)


def _events(steps: Sequence[Step], job: Job) -> _Events:
    reads = reads_of(steps[0].command) if steps else None
    if reads is None:
        return _Events((), 0.0 if job.given is None else float(job.given.size))
    tables, total = [], 0
    for each in candidates(reads, job):
        if each.partition is not None and not reads.selection.may_hold(each.partition):
            continue
        masks = [np.ones(each.table.size, np.bool_), *(mask for _, mask in each.constraints)]
        tables.append(each.table)
        total += int(np.logical_and.reduce(masks).sum())
    return _Events(tables, float(total))


@dataclass(frozen=True, slots=True)
class _Guess:
    """Guesses for one search over its events."""

    job: Job
    events: _Events

    def first(self, step: Step) -> float:
        """The rows of the first command."""
        reads = reads_of(step.command)
        if reads is not None:
            part = self.searched(reads.selection.expression)
            return self.grouped(step.node, self.events.total * part)
        match step.node.arguments:
            case ast.InputlookupArguments(table=name):
                return self.of_lookup(name)
            case ast.OptionsArguments(items=items) if self.job.given is None:
                counts = [_number(i.value) for i in items if isinstance(i, ast.Option)]
                return next((count for count in counts if count is not None), 1.0)
        return self.after(step.node, self.events.total)

    def after(self, node: ast.Command, rows: float) -> float:
        """The rows of a command that gets *rows*."""
        match node.arguments:
            case ast.SearchArguments(expression):
                return rows * self.searched(expression)
            case ast.WhereArguments(expression):
                return rows * self.kept(expression)
            case ast.HeadArguments(count=count):
                return min(rows, _number(count) or _FEW)
            case ast.TopArguments(count=count):
                return min(rows, count or _FEW)
            case ast.OptionsArguments(items=items) if node.name == "append":
                inner = [item for item in items if isinstance(item, ast.Subsearch)]
                return rows + sum(self.of_search(each.pipeline) for each in inner)
        return self.grouped(node, rows)

    def of_lookup(self, name: str) -> float:
        """The rows of a lookup table; none where it cannot be read."""
        try:
            return float(len(self.job.knowledge.lookup(name).rows))
        except SplError:
            return 0.0

    def of_search(self, pipeline: ast.Pipeline) -> float:
        """The rows of a subsearch."""
        scope = Scope(self.job.environment, True, self.job.knowledge)
        return estimates(bind(pipeline, scope).steps, self.job)[-1]

    def grouped(self, node: ast.Command, rows: float) -> float:
        """The rows of a command that makes one of each group, or as many as it gets."""
        match node.arguments:
            case ast.StatsArguments(by=by) if node.name in ("stats", "sistats"):
                return self.groups([field.field.name for field in by], rows)
            case ast.TstatsArguments(by=by):
                return self.groups([field.field.name for field in by], rows)
            case ast.ChartArguments(over=over, by=by):
                first = [field.field.name for field in ((over, *by) if over else by)][:1]
                return self.groups(["_time"] if node.name == "timechart" else first, rows)
            case ast.DedupArguments(fields=fields, count=count):
                return min(rows, self.groups([f.name for f in fields], rows) * (count or 1))
        return rows

    def groups(self, names: Iterable[str], rows: float) -> float:
        """How many combinations of values there may be."""
        sizes = [self.events.distinct(name) or _GROUPS for name in names]
        return min(rows, math.prod(sizes)) if sizes else 1.0

    def searched(self, expression: ast.SearchExpr) -> float:
        """The part of the rows that a search expression lets through."""
        match expression:
            case ast.And(items):
                return math.prod(self.searched(item) for item in items)
            case ast.Or(items):
                return 1 - math.prod(1 - self.searched(item) for item in items)
            case ast.Not(item):
                return 1 - self.searched(item)
            case ast.Compare(field, op, ast.Pattern() as pattern):
                return self.compared(field.name, op, pattern.value)
            case ast.Membership(field, values, negated):
                texts = [value.value for value in values if isinstance(value, ast.Pattern)]
                part = min(1.0, sum(self.compared(field.name, "=", text) for text in texts))
                return 1 - part if negated else part
            case ast.Term(ast.Pattern(raw="*")) | ast.Everything():
                return 1.0
        return _WORD if isinstance(expression, ast.Term) else _PART

    def compared(self, name: str, op: str, value: str) -> float:
        """The part for which a field compares as it should."""
        distinct = self.events.distinct(name)
        if self.events.tables and distinct is None and "*" not in name:
            return 0.0
        if value == "*":
            return 1.0
        equal = _PART if "*" in value else 1 / distinct if distinct else _EQUAL
        return {"=": equal, "!=": 1 - equal}.get(op, _PART)

    def kept(self, expression: ast.Expr) -> float:
        """The part of the rows for which an eval expression holds."""
        match expression:
            case ast.Binary("AND", left, right):
                return self.kept(left) * self.kept(right)
            case ast.Binary("OR", left, right):
                return 1 - (1 - self.kept(left)) * (1 - self.kept(right))
            case ast.Unary("NOT" | "!", operand):
                return 1 - self.kept(operand)
            case ast.Binary("=" | "==", ast.FieldName(name)):
                return 1 / (self.events.distinct(name) or _GROUPS)
        return _PART


def _number(node: object) -> float | None:
    raw = getattr(node, "raw", None)
    return float(raw) if isinstance(raw, str) and raw.isdigit() else None
