"""rangemap: a name for the range that a number lies in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import arguments_of, complaint
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast
from spl.values.value import Value, as_number, multivalue, read_number

_RANGE = re.compile(r"(-?[0-9.]+)-(-?[0-9.]+)")


@command("rangemap field=f [name=low-high ...] [default=s]", shape="options", category="Fields")
@dataclass(frozen=True)
class Rangemap:
    """Sets the field range to the names of the ranges in which the value of a field lies.

    Both ends belong to a range. A number in no range, and no number at all, get `default`, which
    is None unless given (Splunk, Search Reference: rangemap).

    [{"n": "5"}, {"n": "50"}] | rangemap field=n low=0-10 high=11-40 default=severe -> [{"n": "5", "range": "low"}, {"n": "50", "range": "severe"}]
    """  # noqa: E501 - an example stands on one line

    field: str
    ranges: tuple[tuple[str, float, float], ...]
    default: str = "None"

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the field and the ranges."""
        field, default, ranges = None, "None", []
        for item in arguments_of(node, ast.OptionsArguments).items:
            if not isinstance(item, ast.Option) or not isinstance(item.value, ast.Word | ast.Text):
                raise complaint(node, "Only name=low-high is understood here.", span=item.span)
            text = item.value.value
            if item.name == "field":
                field = text
            elif item.name == "default":
                default = text
            else:
                ranges.append((item.name, *_ends(node, item, text)))
        if field is None:
            raise complaint(node, "The option 'field' is needed.", code="SPL352")
        return cls(field, tuple(ranges), default)

    def apply(self, table: Table, job: Job) -> Table:
        """Name the ranges in one batch."""
        values = table.column(self.field)
        names = values.map(self._names)
        if not bool(values.present().all()):
            listed = names.to_list()
            names = type(names).of(self.default if name is None else name for name in listed)
        return table.with_columns({"range": names})

    def _names(self, value: Value) -> Value:
        number = as_number(value)
        if number is None:
            return self.default
        found = [name for name, low, high in self.ranges if low <= number <= high]
        return multivalue(found) or self.default


def _ends(node: ast.Command, option: ast.Option, text: str) -> tuple[float, float]:
    found = _RANGE.fullmatch(text)
    low, high = (read_number(found[1]), read_number(found[2])) if found else (None, None)
    if low is None or high is None or low > high:
        sentence = f"Invalid value '{text}' for the range '{option.name}'."
        raise complaint(node, sentence, code="SPL351", span=option.span, hint="Such as low=0-10.")
    return float(low), float(high)
