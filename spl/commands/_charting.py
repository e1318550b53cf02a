"""Rows by one field, columns by another: what chart and timechart share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from spl.columns.column import Column
from spl.columns.evaluate import evaluate
from spl.columns.group import group
from spl.columns.table import Table
from spl.commands._aggregation import Groups, Summary
from spl.commands._arguments import Options, complaint
from spl.commands._computed import Shown, summaries_of
from spl.language import ast
from spl.values.aggregate_names import Factory, find_aggregate
from spl.values.environment import Environment
from spl.values.value import Value, as_number, read_number

_LIMIT = 10
_RANGE = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)-(-?[0-9]+(?:\.[0-9]+)?)")
_RANKED = re.compile(
    r"(?P<function>\w+)(?:\(.*\))?\s*(?:(?P<negated>not\s*)?in\s+(?P<end>top|bottom)\s*(?P<count>[0-9]{1,6})"
    r"|(?P<op>[<>]=?|==?|!=)\s*(?P<number>-?[0-9.]+))",
    re.IGNORECASE,
)
Cells = dict[tuple[str, str], dict[str, Value]]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which series get a column of their own.

    Attributes:
        make: starts the aggregate of a series' cells that it is judged by.
        count: how many are kept, 0 for all; None where `op` judges.
        bottom: the smallest are kept.
        negated: the ones told here are left out instead.
        op: comparison with `number`.
    """

    make: Factory
    count: int | None = _LIMIT
    bottom: bool = False
    negated: bool = False
    op: str = ""
    number: float = 0.0

    def keep(self, series: Mapping[str, Sequence[Value]]) -> set[str]:
        """The names of the series that are kept."""
        weights = {name: self._weight(cells) for name, cells in series.items()}
        if self.count is None:
            return {name for name, weight in weights.items() if self._holds(weight)}
        if self.count == 0:
            return set(weights)
        sign = 1 if self.bottom else -1
        ordered = sorted(weights, key=lambda name: (sign * weights[name], name))
        kept = set(ordered[: self.count])
        return set(weights) - kept if self.negated else kept

    def _weight(self, cells: Iterable[Value]) -> float:
        state = self.make()
        for cell in cells:
            if cell is not None:
                state.add(cell)
        number = as_number(state.result())
        return 0.0 if number is None else float(number)

    def _holds(self, weight: float) -> bool:
        match self.op:
            case ">":
                return weight > self.number
            case ">=":
                return weight >= self.number
            case "<":
                return weight < self.number
            case "<=":
                return weight <= self.number
            case "!=":
                return weight != self.number
        return weight == self.number


@dataclass(frozen=True, slots=True)
class Layout:
    """How rows and columns are made and called.

    Attributes:
        row: the field whose values are the rows.
        split: the field whose values are the columns, or None.
        shown: what a cell shows.
        choice: which series are columns.
        other: the column of all other series, or None.
        null: the column of events without the split field, or None.
        form: the name of a column where there are several aggregates, from ``$AGG$`` and ``$VAL$``.
    """

    row: str
    split: str | None
    shown: tuple[Shown, ...]
    choice: Choice
    other: str | None
    null: str | None
    form: str

    @property
    def by(self) -> tuple[str, ...]:
        """The fields whose values make a cell."""
        return (self.row,) if self.split is None else (self.row, self.split)

    def prepared(self, table: Table) -> Table:
        """The rows with the name for null where they lack the split field."""
        if self.split is None:
            return table
        return table.with_columns({self.split: _without_nulls(table.column(self.split), self.null)})

    def name(self, one: Shown, series: str) -> str:
        """The name of the column of one aggregate and one series."""
        if len(self.shown) == 1:
            return series
        return self.form.replace("$AGG$", one.name).replace("$VAL$", series)


def bind_layout(
    node: ast.Command,
    options: Options,
    row: str,
    split: str | None,
    shown: tuple[Shown, ...],
    where: str | None,
) -> Layout:
    """Read the options that chart and timechart share."""
    choice = _bind_choice(node, options.maybe("limit"), where)
    other = options.text("otherstr", "OTHER") if options.flag("useother", True) else None
    options.maybe("otherstr")
    null = options.text("nullstr", "NULL") if options.flag("usenull", True) else None
    options.maybe("nullstr")
    separator = options.text("sep", ": ")
    form = options.text("format", f"$AGG${separator}$VAL$")
    return Layout(row, split, shown, choice, other, null, form)


def _bind_choice(node: ast.Command, limit: str | None, where: str | None) -> Choice:
    """Read ``limit=5``, ``limit=bottom3``, ``where sum in top5``, ``where max > 10``."""
    total = find_aggregate("sum")
    assert total is not None
    if where is not None:
        return _bind_where(node, where)
    found = re.fullmatch(r"(top|bottom)?\s*([0-9]{1,6})", (limit or str(_LIMIT)).lower())
    if found is None:
        raise complaint(node, f"The value for option limit ({limit}) is invalid.", code="SPL351")
    return Choice(total[1], int(found[2]), found[1] == "bottom")


def _bind_where(node: ast.Command, where: str) -> Choice:
    text = where.strip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    found = _RANKED.fullmatch(text)
    function = find_aggregate(found["function"]) if found else None
    if found is None or function is None:
        hint = "Such as: where sum in top5, where max > 100."
        raise complaint(node, f"The where clause '{where}' is invalid.", hint=hint)
    if found["op"]:
        number = read_number(found["number"])
        return Choice(function[1], None, op=found["op"], number=float(number or 0))
    bottom = found["end"].lower() == "bottom"
    return Choice(function[1], int(found["count"]), bottom, bool(found["negated"]))


def charted(layout: Layout, table: Table, environment: Environment) -> Table:
    """One row per value of the row field, ordered, with a column per series or aggregate."""
    table = layout.prepared(table)
    groups = Groups(summaries_of(layout.shown), layout.by, environment)
    groups.add(table, group(table, layout.by))
    if layout.split is None:
        shown = (one for pattern in layout.shown for one in pattern.resolve(table, layout.by))
        layout = replace(layout, shown=tuple(shown))
    return laid_out(layout, groups)


def laid_out(layout: Layout, groups: Groups) -> Table:
    """The table of groups that are known; their states may go into those of others."""
    if layout.split is not None:
        return _split(layout, groups)
    rows = sorted({key[0] for key in groups.states}, key=rank)
    columns = {layout.row: Column.of(rows)}
    for one in layout.shown:
        columns[one.name] = _column(groups, [(row,) for row in rows], one)
    return Table(columns, len(rows))


def _split(layout: Layout, groups: Groups) -> Table:
    """A column for each series that is kept, and one for the others."""
    rows = sorted({row for row, _ in groups.states}, key=rank)
    kept = _kept(layout, groups)
    _gather_others(layout, groups, kept)
    special = [name for name in (layout.other, layout.null) if name is not None]
    names = {series for _, series in groups.states}
    ordered = sorted(names - set(special), key=rank) + [n for n in special if n in names]
    columns = {layout.row: Column.of(rows)}
    for one in layout.shown:
        for series in ordered:
            column = _column(groups, [(row, series) for row in rows], one)
            columns[layout.name(one, series)] = column
    return Table(columns, len(rows))


def _kept(layout: Layout, groups: Groups) -> set[str]:
    """The series that the choice keeps, judged by the first aggregate."""
    keys: dict[str, list[tuple[str, ...]]] = {}
    for key in groups.states:
        if key[1] != layout.null:
            keys.setdefault(key[1], []).append(key)
    first = layout.shown[0]
    return layout.choice.keep({s: _column(groups, k, first).to_list() for s, k in keys.items()})


def _gather_others(layout: Layout, groups: Groups, kept: set[str]) -> None:
    """Merge the series that are not kept into one, or drop them."""
    for row, series in list(groups.states):
        if series in kept or series == layout.null:
            continue
        states = groups.states.pop((row, series))
        if layout.other is None:
            continue
        others = groups.states.setdefault((row, layout.other), {})
        for name, state in states.items():
            if name in others:
                others[name].merge(state)
            else:
                others[name] = state


def _column(groups: Groups, keys: Sequence[tuple[str, ...]], one: Shown) -> Column:
    """What one column shows for the groups *keys*, of which some may not be there."""
    if isinstance(one, Summary):
        states = (groups.states.get(key, {}).get(one.name) for key in keys)
        return Column.of(one.result(state) for state in states)
    parts = {part.name: _column(groups, keys, part) for part in one.parts}
    return evaluate(one.expression, Table(parts, len(keys)), groups.environment)


def _without_nulls(column: Column, name: str | None) -> Column:
    """The column with *name* in place of null."""
    if name is None or bool(column.present().all()):
        return column
    values = column.to_list()
    return Column.of(name if value is None else value for value in values)


def rank(text: str) -> tuple[int, float, str]:
    """What rows and series are ordered by: numbers and ranges of numbers first, then text."""
    number = read_number(text)
    if number is None:
        found = _RANGE.fullmatch(text)
        number = read_number(found[1]) if found else None
    return (1, 0.0, text) if number is None else (0, float(number), text)


def filled_rows(table: Table, row: str, wanted: Sequence[float], layout: Layout) -> Table:
    """The table with a row for each of *wanted*: counts 0, all else null."""
    have = {as_number(value): place for place, value in enumerate(table.column(row).to_list())}
    places = np.array([have.get(value, -1) for value in wanted], dtype=np.intp)
    columns: dict[str, Column] = {row: Column.of(wanted)}
    zero = {name for name in table.names() if name != row and _counts(layout, name)}
    for name in table.names():
        if name == row:
            continue
        column = table.column(name)
        codes = np.append(column.codes, np.int32(-1))[places]
        filled = Column(codes, column.dictionary)
        columns[name] = _without(filled, 0) if name in zero else filled
    return Table(columns, len(wanted))


def _without(column: Column, value: Value) -> Column:
    return Column.of(value if item is None else item for item in column.to_list())


def _counts(layout: Layout, name: str) -> bool:
    """Whether the cells of a column are 0 where there is nothing."""
    if layout.split is None or len(layout.shown) == 1:
        own = [one for one in layout.shown if layout.split is not None or one.name == name]
    else:
        own = [one for one in layout.shown if one.name in name]
    return any(isinstance(one, Summary) and one.result(None) == 0 for one in own)
