"""The rows of a data set: events that satisfy its constraints, with its calculated fields.

Splunk, Knowledge Manager Manual: "About data models". A data set inherits the constraints and the
fields of those above it; calculated fields are worked out in order, each seeing those before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from spl.columns.column import Column, Rows
from spl.columns.dictionary import Mask
from spl.columns.evaluate import holds, is_lasting
from spl.columns.match import matches
from spl.columns.table import Table
from spl.errors import KnowledgeError
from spl.events.chain import FieldChain, Step
from spl.events.enrichment import EvalStep, LookupStep, RexStep
from spl.events.merge import combinations
from spl.events.partition import Partition
from spl.knowledge.datamodels import (
    Calculation,
    DataModel,
    DataSet,
    EvalCalculation,
    LookupCalculation,
    RexCalculation,
)
from spl.language import ast
from spl.values.environment import Environment
from spl.values.value import Value, as_texts

DEFAULT_FIELDS = ("_time", "host", "source", "sourcetype", "index", "splunk_server")


def dataset_table(
    partition: Partition, model: DataModel, dataset: DataSet, env: Environment
) -> Table:
    """The rows of *dataset* among the events of *partition*, with the plain names of its fields.

    Besides its own fields and those it inherits a row has `_time`, `host`, `source`, `sourcetype`,
    `index` and `nodename`, the lineages of all data sets of the model that it belongs to.

    They are worked out once and kept with the events, for all searches that read the data set: in
    that they are what Splunk calls an accelerated model. Where a calculated field reads the clock,
    or anything else that differs from search to search, they are worked out for each search.

    Raises:
        KnowledgeError: SPL607 where the data set starts with a command that is not supported.
    """
    table = partition.table

    def work() -> Table:
        return _dataset_rows(table, model, dataset, env)

    if not table.remember(("lasts", model, dataset.name), lambda: _lasts(model, dataset)):
        return work()
    return table.remember(("data set", model, dataset.name), work)


def _dataset_rows(table: Table, model: DataModel, dataset: DataSet, env: Environment) -> Table:
    for each in model.ancestry(dataset):
        table = _narrow(table, each, env)
    fields = DataSetFields(table, model, dataset, env)
    return Table({}, table.size, fields).placed(table.places)


def _lasts(model: DataModel, dataset: DataSet) -> bool:
    """Whether the rows and fields of *dataset* are the same for every search."""
    concerned = {*model.ancestry(dataset)}
    for below in model.descendants(dataset):
        concerned.update(model.ancestry(below))
    return all(not each.base and all(map(_is_lasting, each.calculations)) for each in concerned)


def _is_lasting(calculation: Calculation) -> bool:
    match calculation:
        case EvalCalculation(expression=expression):
            return is_lasting(expression)
        case RexCalculation():
            return True
    return False  # the rows of a lookup may be set anew


def dataset_answers(
    partition: Partition, model: DataModel, dataset: DataSet, env: Environment
) -> tuple[Table, list[tuple[ast.SearchExpr, Mask]]]:
    """All events of *partition* with the fields of *dataset*, also those that are not in it.

    With them comes each constraint of the data set and of those above it, and which events satisfy
    it. What tells why an event is in no data set needs this; a search wants `dataset_table`.
    """
    table = partition.table
    answers: list[tuple[ast.SearchExpr, Mask]] = []
    for each in model.ancestry(dataset):
        for command in each.base:
            table = _run(command, table, env)
        for constraint in each.constraints:
            items = constraint.items if isinstance(constraint, ast.And) else (constraint,)
            answers.extend((item, matches(item, table, env)) for item in items)
        steps = [step for one in each.calculations for step in _steps(one, env)]
        table = Table({}, table.size, FieldChain(table, steps)) if steps else table
    return Table({}, table.size, DataSetFields(table, model, dataset, env)), answers


class DataSetFields:
    """The fields of a data set and no others; a `LazyFields`."""

    __slots__ = ("_allowed", "_dataset", "_env", "_model", "_table")

    def __init__(self, table: Table, model: DataModel, dataset: DataSet, env: Environment) -> None:
        """Show of *table* what belongs to *dataset*."""
        above = model.ancestry(dataset)
        names = [name for each in above for name in each.fields]
        self._allowed = dict.fromkeys((*DEFAULT_FIELDS, *names, "nodename"))
        self._table = table
        self._model = model
        self._dataset = dataset
        self._env = env

    def column(self, name: str) -> Column | None:
        """The field, None where the data set has none of that name or no row has it."""
        if name == "nodename":
            return self._nodes()
        return self._table.find(name) if name in self._allowed else None

    def names(self) -> Sequence[str]:
        """The fields that at least one row has."""
        columns = ((name, self.column(name)) for name in self._allowed)
        return [name for name, c in columns if c is not None and bool(c.present().any())]

    def narrowed(self, rows: Rows) -> DataSetFields:
        """The same fields of just these rows."""
        return DataSetFields(self._table.take(rows), self._model, self._dataset, self._env)

    def _nodes(self) -> Column:
        """The lineage of each data set that the row belongs to."""
        size = self._table.size
        found = [(each, np.ones(size, np.bool_)) for each in self._model.ancestry(self._dataset)]
        below = self._model.descendants(self._dataset)
        found.extend((each, self._membership(each)) for each in below)
        names = [".".join(each.lineage) for each, _ in found]
        return combinations(names, [mask for _, mask in found], size)

    def _membership(self, child: DataSet) -> Mask:
        rows = np.arange(self._table.size)
        table = self._table.with_columns({"_row": Column.plain(rows.tolist())})
        for each in self._model.ancestry(child)[len(self._dataset.lineage) :]:
            table = _narrow(table, each, self._env)
        mask = np.zeros(self._table.size, np.bool_)
        mask[[row for row in table.column("_row").to_list() if isinstance(row, int)]] = True
        return mask


def _narrow(table: Table, dataset: DataSet, env: Environment) -> Table:
    """The rows that belong to *dataset*, which are in its parent, with its calculated fields."""
    for command in dataset.base:
        table = _run(command, table, env)
    for constraint in dataset.constraints:
        if not isinstance(constraint, ast.Everything):
            table = _keep(table, matches(constraint, table, env))
    steps = [step for each in dataset.calculations for step in _steps(each, env)]
    return _with_steps(table, steps) if steps else table


def _with_steps(table: Table, steps: list[Step]) -> Table:
    return Table({}, table.size, FieldChain(table, steps)).placed(table.places)


def _keep(table: Table, mask: Mask) -> Table:
    return table if mask.all() else table.take(mask)


def _steps(calculation: Calculation, env: Environment) -> Iterator[Step]:
    match calculation:
        case EvalCalculation(name, expression):
            yield EvalStep({name: expression}, env)
        case RexCalculation(source, regex):

            def group(text: str, name: str) -> Value:
                match = regex.search(text)
                return None if match is None else match.group(name) or None

            yield RexStep(source, regex.names, group)
        case LookupCalculation(table, keys, outputs):
            yield LookupStep(table(), keys, outputs or None)


def _run(command: ast.Command, table: Table, env: Environment) -> Table:
    """Run one command of a data set whose base is a whole search."""
    match command.arguments:
        case ast.SearchArguments(expression):
            return _keep(table, matches(expression, table, env))
        case ast.WhereArguments(expression):
            return _keep(table, holds(expression, table, env))
        case ast.EvalArguments(assignments):
            steps: list[Step] = [
                EvalStep({a.target.name: a.value}, env)
                for a in assignments
                if isinstance(a, ast.Assignment)
            ]
            return _with_steps(table, steps)
        case ast.FieldsArguments(fields) if command.name == "mvexpand":
            for field in fields:
                table = _expand(table, field.name)
            return table
    raise KnowledgeError(
        f"A data set that starts with '{command.name}' is not supported.", code="SPL607"
    )


def _expand(table: Table, name: str) -> Table:
    """One row for each value of a multivalue field; a row without the field stays."""
    column = table.find(name)
    if column is None or not any(isinstance(v, tuple) for v in column.dictionary.values):
        return table
    rows: list[int] = []
    values: list[Value] = []
    for row, value in enumerate(column.to_list()):
        each: Iterable[Value] = as_texts(value) or (None,)
        for one in each:
            rows.append(row)
            values.append(one)
    return table.take(np.array(rows, dtype=np.intp)).with_columns({name: Column.of(values)})
