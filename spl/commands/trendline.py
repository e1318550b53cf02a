"""trendline: moving averages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from spl.columns.column import Column
from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast
from spl.values.value import Value, as_number

_TREND = re.compile(r"(sma|ema|wma)([0-9]{1,5})\(([^()]+)\)")
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Trend:
    """One moving average."""

    kind: str
    period: int
    field: str
    target: str


@command("trendline sma|ema|wma<period>(field) [AS name] ...", shape="options", category="Fields")
@dataclass(frozen=True)
class Trendline:
    """Adds moving averages: simple, exponential or weighted, over a number of rows.

    The first rows, fewer than the period, get nothing. The exponential one weighs the present row
    by 2/(period+1); the weighted one weighs rows 1, 2, 3 … up to the present (Splunk, Search
    Reference: trendline).

    Choices: a row in which the field is no number is passed by. The exponential average starts
    from the simple one of the first period.

    [{"n": "1"}, {"n": "3"}, {"n": "5"}] | trendline sma2(n) AS t -> [{"n": "1"}, {"n": "3", "t": "2"}, {"n": "5", "t": "4"}]
    """  # noqa: E501 - an example stands on one line

    trends: tuple[Trend, ...]

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the averages."""
        options, items = options_and_items(node)
        options.close()
        words = words_of(node, items)
        trends, at = [], 0
        while at < len(words):
            found = _TREND.fullmatch(words[at])
            if found is None or not 2 <= int(found[2]) <= _MOST:
                sentence = f"Invalid argument: '{words[at]}'"
                hint = f"Such as sma5(field), with a period from 2 to {_MOST:,}."
                raise complaint(node, sentence, code="SPL350", hint=hint)
            named = words[at + 1 : at + 2] and words[at + 1].lower() == "as"
            target = words[at + 2] if named and at + 2 < len(words) else words[at]
            trends.append(Trend(found[1], int(found[2]), found[3].strip(), target))
            at += 3 if named else 1
        if not trends:
            raise complaint(node, "You must specify at least one trend.", code="SPL352")
        return cls(tuple(trends))

    def run(self, table: Table, job: Job) -> Table:
        """Work the averages out."""
        columns = {}
        for trend in self.trends:
            values = table.column(trend.field).to_list()
            columns[trend.target] = Column.of(_averages(trend, values))
        return table.with_columns(columns)


def _averages(trend: Trend, values: list[Value]) -> list[Value]:
    seen: list[int | float] = []
    results: list[Value] = []
    last: float | None = None
    for value in values:
        number = as_number(value)
        if number is None:
            results.append(None)
            continue
        seen.append(number)
        window = seen[-trend.period :]
        if len(window) < trend.period:
            results.append(None)
            continue
        if trend.kind == "ema" and last is not None:
            last = last + (number - last) * 2 / (trend.period + 1)
        elif trend.kind == "wma":
            weights = range(1, trend.period + 1)
            last = sum(w * n for w, n in zip(weights, window, strict=True)) / sum(weights)
        else:
            last = sum(window) / trend.period
        results.append(last)
    return results
