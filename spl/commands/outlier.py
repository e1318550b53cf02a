"""outlier: numbers far from the others, pulled in or removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import numpy as np

from spl.columns.column import Column
from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._wildcards import is_internal, select_names
from spl.language import ast
from spl.values.aggregate_names import find_aggregate
from spl.values.value import Value, as_number, number_text, read_number

_PARAM = 2.5


@command(
    "outlier [action=transform|remove] [param=n] [uselower=bool] [mark=bool] [field ...]",
    shape="options",
    category="Aggregate",
)
@dataclass(frozen=True)
class Outlier:
    """Pulls in, or removes, numbers that lie far outside of the middle half of the numbers.

    A number is far outside when it exceeds the upper quartile by `param` (default 2.5) times the
    distance between the quartiles; with `uselower` also when it is that far below the lower one.
    `action`: ``transform`` (``tf``, default) puts the border in its place, ``remove`` (``rm``)
    removes the row; `mark` puts 000 before a number that was put in; `type` is understood, there is
    only iqr. Without names all fields are looked at (Splunk, Search Reference: outlier).

    Choices: ``remove`` removes the row, as its page says of events. What is no number stays.

    [{"n": "1"}, {"n": "2"}, {"n": "3"}, {"n": "4"}, {"n": "99"}] | outlier action=rm n -> [{"n": "1"}, {"n": "2"}, {"n": "3"}, {"n": "4"}]
    [{"n": "1"}, {"n": "2"}, {"n": "3"}, {"n": "4"}, {"n": "99"}] | outlier n | tail 1 -> [{"n": "9"}]
    """  # noqa: E501 - an example stands on one line

    fields: tuple[str, ...] = ()
    removes: bool = False
    param: float = _PARAM
    lower: bool = False
    mark: bool = False

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read fields and options."""
        options, items = options_and_items(node)
        action = options.choice("action", ("transform", "tf", "remove", "rm"), "transform")
        options.choice("type", ("iqr",), "iqr")
        lower, mark = options.flag("uselower"), options.flag("mark")
        text = options.text("param", str(_PARAM))
        options.close()
        param = read_number(text)
        if param is None or param < 0:
            raise complaint(node, f"The value for option param ({text}) is invalid.", code="SPL351")
        removes = action in ("remove", "rm")
        return cls(tuple(words_of(node, items)), removes, float(param), lower, mark)

    def run(self, table: Table, job: Job) -> Table:
        """Look at each field."""
        names = select_names(self.fields or ("*",), table.names())
        names = [name for name in names if self.fields or not is_internal(name)]
        keep = np.ones(table.size, dtype=np.bool_)
        columns: dict[str, Column] = {}
        for name in names:
            column = table.column(name)
            pull = self._puller(column)
            if pull is None:
                continue
            columns[name] = column.map(pull)
            keep &= ~column.test(lambda value, pull=pull: pull(value) is not value)  # type: ignore[misc]
        return table.take(keep) if self.removes else table.with_columns(columns)

    def _puller(self, column: Column) -> Callable[[Value], Value] | None:
        """What puts a number at the border it has crossed; None for a field without numbers."""
        numbers = [n for value in column.to_list() if (n := as_number(value)) is not None]
        if not numbers:
            return None
        first, third = (_percentile(name, numbers) for name in ("perc25", "perc75"))
        low, high = first - self.param * (third - first), third + self.param * (third - first)

        def pull(value: Value) -> Value:
            number = as_number(value)
            if number is None or not (number > high or (self.lower and number < low)):
                return value
            border = high if number > high else low
            return f"000{number_text(border)}" if self.mark else border

        return pull


def _percentile(name: str, numbers: list[int | float]) -> float:
    found = find_aggregate(name)
    assert found is not None
    state = found[1]()
    for number in numbers:
        state.add(number)
    return float(as_number(state.result()) or 0)
