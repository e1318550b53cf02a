"""autoregress: earlier values of a field beside the present one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from spl.columns.column import Column
from spl.columns.table import Table
from spl.commands._arguments import complaint, field_as_name, options_and_items
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast

_MOST = 1_000


@command("autoregress field [AS name] [p=n|a-b]", shape="options", category="Fields")
@dataclass(frozen=True)
class Autoregress:
    """Copies values of a field from rows before.

    `p` is how many rows back, default 1, or a range such as ``1-3``, which makes a field for each.
    The names are ``field_p1`` and so on; AS gives another for a single one (Splunk, Search
    Reference: autoregress).

    [{"n": "1"}, {"n": "2"}] | autoregress n AS prev -> [{"n": "1"}, {"n": "2", "prev": "1"}]
    [{"n": "1"}, {"n": "2"}, {"n": "3"}] | autoregress n p=1-2 -> [{"n": "1"}, {"n": "2", "n_p1": "1"}, {"n": "3", "n_p1": "2", "n_p2": "1"}]
    """  # noqa: E501 - an example stands on one line

    field: str
    copies: tuple[tuple[int, str], ...]

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read field, name and distances."""
        options, items = options_and_items(node)
        text = options.text("p", "1")
        options.close()
        field, target = field_as_name(node, items)
        low, _, high = text.partition("-")
        high = high or low
        if not (low.isdecimal() and high.isdecimal() and 0 < int(low) <= int(high) <= _MOST):
            raise complaint(node, f"The value for option p ({text}) is invalid.", code="SPL351")
        steps = range(int(low), int(high) + 1)
        if target is not None and len(steps) > 1:
            raise complaint(node, "AS names a single field, not a range.")
        return cls(field, tuple((step, target or f"{field}_p{step}") for step in steps))

    def run(self, table: Table, job: Job) -> Table:
        """Shift the column."""
        column = table.column(self.field)
        shifted = {}
        for step, name in self.copies:
            codes = np.full(table.size, -1, dtype=np.int32)
            if step < table.size:
                codes[step:] = column.codes[:-step]
            shifted[name] = Column(codes, column.dictionary)
        return table.with_columns(shifted)
