"""Aggregates bound to fields, fed with the rows of a table, and merged: what stats is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from functools import partial

import numpy as np
from numpy.typing import NDArray

from spl.columns.check import check_expression
from spl.columns.column import Column
from spl.columns.evaluate import as_field_column, evaluate
from spl.columns.group import Groups as Grouping
from spl.columns.table import Table
from spl.columns.thin import counts, thinned, times_of
from spl.commands._arguments import complaint
from spl.commands._delimited import delimited
from spl.commands._renaming import check_renaming
from spl.commands._wildcards import captures, fill, matches_name
from spl.language import ast
from spl.values.aggregate_names import NUMERIC, TIMECHART_ONLY, find_aggregate
from spl.values.book import Aggregate, aggregates
from spl.values.environment import Environment
from spl.values.span import SpanError, read_time_span
from spl.values.stats.all_numeric import AllNumeric
from spl.values.stats.count import Count
from spl.values.stats.sparkline import Sparkline
from spl.values.value import Value

_OF_NUMBERS = NUMERIC - {"min", "max"}


@dataclass(frozen=True, slots=True)
class Summary:
    """One aggregate of stats and its relatives.

    Attributes:
        name: the column that it fills.
        function: its name, as in the book.
        make: starts a new running state.
        field: the field that it reads; None for a bare count or an expression. May hold stars.
        expression: what ``f(eval(…))`` evaluates.
        allnum: the result is null as soon as one value is no number.
        delimiter: what nomv joins the values of a multivalue result with.
    """

    name: str
    function: str
    make: Callable[..., Aggregate]
    field: str | None = None
    expression: ast.Expr | None = None
    allnum: bool = False
    delimiter: str | None = None

    def resolve(self, table: Table, by: Sequence[str]) -> list[Summary]:
        """This aggregate, or one for each field of *table* that its stars select."""
        if self.field is None or "*" not in self.field:
            return [self]
        found = []
        for name in table.names():
            if name not in by and matches_name(self.field, name):
                parts = captures(self.field, name) or ()
                found.append(replace(self, field=name, name=fill(self.name, parts)))
        return found

    def start(self) -> Aggregate:
        """A running state that has seen nothing."""
        numeric = self.allnum and self.function in NUMERIC
        return AllNumeric(self.make()) if numeric else self.make()

    def result(self, state: Aggregate | None) -> Value:
        """What the column shows for *state*; for none, what nothing gives."""
        return delimited((state or self.start()).result(), self.delimiter)

    def column(self, table: Table, environment: Environment) -> Column:
        """The values to be summed up, one per row."""
        if self.expression is not None:
            return evaluate(self.expression, table, environment).map(_truth)
        return Column.constant(1, table.size) if self.field is None else table.column(self.field)


def feed(
    summary: Summary,
    table: Table,
    ids: NDArray[np.int64],
    state_of: Callable[[int], Aggregate],
    environment: Environment,
) -> None:
    """Add the rows of *table* to the states of their groups, in order; null adds nothing."""
    column = summary.column(table, environment)
    if summary.function == "count":
        for group, number in enumerate(counts(ids, column).tolist()):
            if number and isinstance(state := state_of(group), Count):
                state.add_counted(number)
        return
    times = times_of(table)
    rows = thinned(summary.function, ids, column, times)
    groups = ids[rows].tolist()
    column = column.take(rows)
    if summary.function in _OF_NUMBERS:
        column = as_field_column(column)  # reads each text as a number once
    adds = {group: state_of(group).add for group in dict.fromkeys(groups)}
    values = column.to_list()
    for group, value, time in zip(groups, values, times[rows].tolist(), strict=True):
        adds[group](value, None if time != time else time)


def _truth(value: Value) -> Value:
    """A condition counts where it is true."""
    return (1 if value else None) if isinstance(value, bool) else value


def bind_summaries(
    node: ast.Command,
    items: Iterable[ast.Aggregate],
    by: Sequence[str] = (),
    *,
    allnum: bool = False,
    delimiter: str | None = None,
    zone: tzinfo = UTC,
) -> tuple[Summary, ...]:
    """Bind the aggregates of a command, in Splunk's words where one of them is wrong.

    Of two with one name the later holds. *zone* is where the days of a sparkline begin.
    """
    items, summaries = tuple(items), {}
    check_renaming(node, items)
    for item in items:
        sparkline = item.function.lower() == "sparkline"
        summary = _bind_sparkline(node, item, zone) if sparkline else _bind(node, item)
        if summary.name in by:
            sentence = (
                f"The output field '{summary.name}' cannot have the same name as a group-by field."
            )
            raise complaint(node, sentence, code="SPL355", span=item.span)
        summaries[summary.name] = replace(summary, allnum=allnum, delimiter=delimiter)
    return tuple(summaries.values())


def _bind(node: ast.Command, item: ast.Aggregate) -> Summary:
    found = find_aggregate(item.function)
    if found is None:
        raise _invalid(node, item, aggregates.suggest(item.function))
    function, make = found[0].name, found[1]
    if function in TIMECHART_ONLY and node.name != "timechart":
        raise _invalid(node, item, "Only timechart knows how long its spans are.")
    name = item.alias.name if item.alias else item.text
    if item.is_eval:
        return _bind_eval(node, item, function, make)
    argument = item.argument
    if argument is None:
        if function != "count":
            raise _invalid(node, item, f"Name a field: {item.function}(field).")
        return Summary(name, function, make)
    if not isinstance(argument, ast.FieldName):
        raise _invalid(node, item, None)
    field = argument.name
    if item.alias and name.count("*") not in (0, field.count("*")):
        raise complaint(node, f"Wildcard mismatch: '{field}' as '{name}'.", span=item.span)
    if "*" in field and item.alias and "*" not in name:
        raise complaint(node, f"Wildcard mismatch: '{field}' as '{name}'.", span=item.span)
    return Summary(name, function, make, field)


def _bind_sparkline(node: ast.Command, item: ast.Aggregate, zone: tzinfo) -> Summary:
    """Bind ``sparkline``, ``sparkline(count, 1h)`` or ``sparkline(avg(x), 1h)``."""
    match item.argument:
        case None | ast.FieldName("count" | "c"):
            function, field = "count", None
        case ast.Call(name, (ast.FieldName(field),)) if "*" not in field:
            function = name
        case _:
            raise _invalid(node, item, "Such as sparkline(avg(field), 1h).")
    found = find_aggregate(function)
    if found is None or found[0].name in {"sparkline", *TIMECHART_ONLY}:
        raise _invalid(node, item, aggregates.suggest(function))
    try:
        span = read_time_span(item.sparkline_span) if item.sparkline_span else None
    except SpanError as error:
        raise _invalid(node, item, f"{error}.") from None
    name = item.alias.name if item.alias else item.text
    return Summary(name, "sparkline", partial(Sparkline, found[1], span, zone), field)


def _bind_eval(
    node: ast.Command, item: ast.Aggregate, function: str, make: Callable[[], Aggregate]
) -> Summary:
    if item.alias is None:
        sentence = (
            "You must specify a rename for the aggregation specifier on the dynamically "
            f"evaluated field '{_inner(item.text)}'."
        )
        raise complaint(node, sentence, code="SPL355", span=item.span)
    expression = item.argument
    assert expression is not None
    check_expression(expression, command=node.name)
    return Summary(item.alias.name, function, make, None, expression)


def _inner(text: str) -> str:
    return text.partition("(")[2].removesuffix(")")


def _invalid(node: ast.Command, item: ast.Aggregate, hint: str | None) -> Exception:
    sentence = f"The argument '{item.text}' is invalid."
    return complaint(node, sentence, code="SPL356", span=item.span, hint=hint)


class Groups:
    """States of all aggregates for all groups: what a reduction keeps."""

    def __init__(
        self, summaries: Sequence[Summary], by: Sequence[str], environment: Environment
    ) -> None:
        """Start with no group; without BY fields there is one from the start."""
        self.summaries = summaries
        self.by = tuple(by)
        self.environment = environment
        self.resolved: dict[str, Summary] = {}
        self.states: dict[tuple[str, ...], dict[str, Aggregate]] = {} if by else {(): {}}

    def add(self, table: Table, grouping: Grouping) -> None:
        """Take in the rows of *table* that *grouping* puts into groups."""
        self.take(table, grouping, self.resolve(table))

    def resolve(self, table: Table) -> list[Summary]:
        """The aggregates for the fields of *table*, noted for `columns`."""
        found = [one for pattern in self.summaries for one in pattern.resolve(table, self.by)]
        self.resolved.update({summary.name: summary for summary in found})
        return found

    def take(self, table: Table, grouping: Grouping, summaries: Iterable[Summary]) -> None:
        """Take in the rows of *table* for *summaries*, in which no stars are left."""
        groups = [self.states.setdefault(_texts(key), {}) for key in grouping.key_rows()]
        part = table.take(grouping.rows) if self.by else table
        for summary in summaries:
            feed(summary, part, grouping.ids, _finder(groups, summary), self.environment)

    def merge(self, later: Groups) -> None:
        """Take in the groups of later rows."""
        self.resolved.update(later.resolved)
        for key, states in later.states.items():
            mine = self.states.setdefault(key, {})
            for name, state in states.items():
                if name in mine:
                    mine[name].merge(state)
                else:
                    mine[name] = state

    def columns(self) -> list[Summary]:
        """The aggregates in the order of the search, wildcards resolved."""
        order: dict[str, Summary] = {}
        for pattern in self.summaries:
            if pattern.field is None or "*" not in pattern.field:
                order[pattern.name] = pattern
                continue
            for name, summary in self.resolved.items():
                if (
                    summary.function == pattern.function
                    and captures(pattern.name, name) is not None
                ):
                    order.setdefault(name, summary)
        return list(order.values())

    def result(self, key: tuple[str, ...], summary: Summary) -> Value:
        """What the column of *summary* shows for the group *key*."""
        return summary.result(self.states[key].get(summary.name))

    def table(self) -> Table:
        """One row per group, ordered by the BY fields as text."""
        keys = sorted(self.states)
        columns = {
            name: Column.of(key[place] for key in keys) for place, name in enumerate(self.by)
        }
        for summary in self.columns():
            columns[summary.name] = Column.of(self.result(key, summary) for key in keys)
        return Table(columns, len(keys))


def _finder(groups: list[dict[str, Aggregate]], summary: Summary) -> Callable[[int], Aggregate]:
    name = summary.name

    def state_of(group: int) -> Aggregate:
        states = groups[group]
        state = states.get(name)
        if state is None:
            state = states[name] = summary.start()
        return state

    return state_of


def _texts(key: Iterable[Value]) -> tuple[str, ...]:
    return tuple(str(part) for part in key)
