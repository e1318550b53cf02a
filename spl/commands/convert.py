"""convert: turns the values of fields into numbers or times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from functools import partial
from typing import Self, TypeAlias

import numpy as np

from spl.columns.column import Column
from spl.columns.dictionary import encode
from spl.columns.lift import compact
from spl.columns.numbers import Numbers
from spl.columns.table import Table
from spl.columns.written_times import written_times
from spl.commands import _conversions as conversions
from spl.commands._arguments import Options, arguments_of, complaint
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._wildcards import captures, fill, matches_name
from spl.language import ast
from spl.values.environment import Environment
from spl.values.value import Value, as_texts, multivalue

Convert: TypeAlias = Callable[[str], str | int | float | None]

_FORMAT = "%m/%d/%Y %H:%M:%S"
_PLAIN: dict[str, Convert] = {
    "auto": conversions.auto,
    "dur2sec": conversions.dur2sec,
    "memk": conversions.memk,
    "mstime": conversions.mstime,
    "num": conversions.num,
    "rmcomma": conversions.rmcomma,
    "rmunit": conversions.rmunit,
}
_NAMES = (*_PLAIN, "ctime", "mktime", "none")


@dataclass(frozen=True, slots=True)
class Step:
    """One conversion of the fields that a pattern names."""

    function: str
    pattern: str
    alias: str | None


@command(
    "convert [timeformat=f] function(field) [AS name], ...", shape="convert", category="Fields"
)
@dataclass(frozen=True)
class ConvertCommand:
    """Turns the values of fields into numbers or times.

    Functions: ``auto`` the first that fits, else the value stays; ``num`` the same, else null;
    ``ctime`` epoch seconds to text and ``mktime`` back, both by `timeformat` (default
    ``%m/%d/%Y %H:%M:%S``); ``dur2sec`` ``[D+]HH:MM:SS`` to seconds; ``mstime`` ``[MM:]SS.SSS`` to
    seconds; ``memk`` a number with k, m or g to kilobytes; ``rmcomma`` without commas; ``rmunit``
    the number at the front; ``none`` keeps fields out of a wildcard. Without a field a function is
    for all fields. AS keeps the original (Splunk, Search Reference: convert).

    Choices: each value is converted by itself, also for ``auto``. What cannot be converted becomes
    null, except by ``auto`` and ``rmcomma``. ``auto`` and ``num`` try: number, number with commas,
    duration, minutes and seconds, memory. Stars do not reach internal fields.

    [{"t": "0"}] | convert ctime(t) -> [{"t": "01/01/1970 00:00:00"}]
    [{"t": "0"}] | convert timeformat="%Y" ctime(t) AS y -> [{"t": "0", "y": "1970"}]
    [{"f": "212 sec", "g": "2m", "h": "1,000"}] | convert rmunit(f) memk(g) rmcomma(h) -> [{"f": "212", "g": "2048", "h": "1000"}]
    [{"f": "01:00:05", "g": "1+00:00:00"}] | convert dur2sec(*) -> [{"f": "3605", "g": "86400"}]
    [{"f": "x", "g": "x"}] | convert num(f) auto(g) -> [{"g": "x"}]
    """  # noqa: E501 - an example stands on one line

    steps: tuple[Step, ...]
    timeformat: str = _FORMAT

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the conversions; an unknown one is named."""
        arguments = arguments_of(node, ast.ConvertArguments)
        options = Options(node, arguments.options)
        timeformat = options.text("timeformat", _FORMAT)
        options.close()
        if not arguments.conversions:
            raise complaint(node, "No conversions were specified.", code="SPL352")
        return cls(tuple(_step(node, one) for one in arguments.conversions), timeformat)

    def apply(self, table: Table, job: Job) -> Table:
        """Convert the columns of one batch, one conversion after the other."""
        excluded = [step.pattern for step in self.steps if step.function == "none"]
        for step in self.steps:
            if step.function != "none":
                table = _converted(table, step, self._column(step, job.environment), excluded)
        return table

    def _column(self, step: Step, environment: Environment) -> Callable[[Column], Column]:
        """What becomes of a column; times are written all at once where that can be."""
        one_by_one = partial(_each, self._function(step.function, environment))

        def converted(column: Column) -> Column:
            at_once = None
            if step.function == "ctime":
                at_once = _times(column, self.timeformat, environment.zone)
            return column.map(one_by_one) if at_once is None else at_once

        return converted

    def _function(self, name: str, environment: Environment) -> Convert:
        if name == "ctime":
            return partial(conversions.ctime, form=self.timeformat, zone=environment.zone)
        if name == "mktime":
            return partial(conversions.mktime, form=self.timeformat, zone=environment.zone)
        return _PLAIN[name]


def _step(node: ast.Command, one: ast.Conversion) -> Step:
    name = one.function.lower()
    if name not in _NAMES:
        sentence = f"The conversion type '{one.function}' is invalid."
        hint = f"Conversions: {', '.join(sorted(_NAMES))}."
        raise complaint(node, sentence, code="SPL356", span=one.span, hint=hint)
    pattern = one.field.name if one.field else "*"
    alias = one.alias.name if one.alias else None
    if alias is not None and alias.count("*") != pattern.count("*"):
        sentence = f"Wildcard mismatch: '{pattern}' as '{alias}'."
        raise complaint(node, sentence, span=one.span)
    return Step(name, pattern, alias)


def _converted(
    table: Table, step: Step, function: Callable[[Column], Column], excluded: list[str]
) -> Table:
    """The table with one conversion made."""
    names = [step.pattern]
    if "*" in step.pattern:
        names = [
            name
            for name in table.names()
            if matches_name(step.pattern, name) and not any(matches_name(x, name) for x in excluded)
        ]
    columns: dict[str, Column] = {}
    for name in names:
        column = table.find(name)
        if column is None:
            continue
        target = name
        if step.alias is not None:
            target = fill(step.alias, captures(step.pattern, name) or ())
        columns[target] = function(column)
    return table.with_columns(columns)


def _times(column: Column, form: str, zone: tzinfo) -> Column | None:
    """A column of numbers as times; None for what must be looked at value by value."""
    column = compact(column)
    values = column.dictionary.values
    if not isinstance(values, Numbers) and not {*map(type, values)} <= {int, float}:
        return None
    texts = written_times(values, form, zone)
    if texts is None:
        return None
    codes, dictionary = encode(texts)
    return Column(np.append(codes, np.int32(-1))[column.codes], dictionary)


def _each(function: Convert, value: Value) -> Value:
    """The conversion of every value in a multivalue."""
    found = (function(text) for text in as_texts(value))
    return multivalue(item for item in found if item is not None)
