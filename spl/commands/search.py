"""search: reads events at the head of a search, filters rows further down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spl.columns.match import matches
from spl.columns.table import Table
from spl.commands._arguments import arguments_of
from spl.commands._book import Bound, Scope, command
from spl.commands._events import Reads, Selection, event_batches
from spl.commands._job import Job
from spl.commands._time_bounds import bounded
from spl.language import ast


@command("search [expression]", shape="search", category="Filter")
@dataclass(frozen=True)
class Search:
    r"""Reads the events that satisfy an expression, or keeps the rows that do.

    Blanks mean AND. Parentheses bind first, then NOT, then OR, then AND. Values are compared
    without regard to case, ``*`` stands for any text; the right side is always a literal. A
    missing field satisfies NOT but no comparison, ``!=`` neither (Splunk, Search Reference:
    search; Search Manual: Boolean expressions with logical operators).

    At the head of a search it reads all events that are loaded, newest first, and those of one
    moment in the reverse order of their arrival. Inline time modifiers are understood: earliest,
    latest, starthoursago, hoursago and their kin.

    Choices: every index is searched unless the expression names some; internal indexes, whose
    names start with ``_``, only where it names them. Without a time range all events count.

    [{"a": "Bob"}, {"a": "al"}, {"b": "1"}] | search a=b* -> [{"a": "Bob"}]
    [{"a": "x"}, {"b": "1"}] | search NOT a=x -> [{"b": "1"}]
    [{"n": "5"}, {"n": "10"}] | search n>6 -> [{"n": "10"}]
    [{"a": "x", "b": "1"}, {"a": "y", "b": "2"}] | search a IN (y, z*) -> [{"a": "y", "b": "2"}]
    """

    selection: Selection

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Bound:
        """Read at the head, filter elsewhere."""
        if not scope.first:
            return Filter.bind(node, scope)
        return cls(Selection.bind(arguments_of(node, ast.SearchArguments).expression, scope))

    @property
    def reads(self) -> Reads:
        """All events."""
        return Reads(self.selection)

    def read(self, job: Job) -> Iterator[Table]:
        """Yield the events."""
        yield from event_batches(self.selection, job)


@dataclass(frozen=True)
class Filter:
    """The search command further down: keeps the rows that satisfy the expression.

    Time modifiers hold here too, as a range of _time: the published drill-downs of risk events
    end in ``| from datamodel … | search … starthoursago=168``.
    """

    expression: ast.SearchExpr

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Bound:
        """Take the expression; its time modifiers become comparisons of _time."""
        expression = arguments_of(node, ast.SearchArguments).expression
        return cls(bounded(expression, scope.environment).expression)

    def apply(self, table: Table, job: Job) -> Table:
        """Keep what matches."""
        return table.take(matches(self.expression, table, job.environment))
