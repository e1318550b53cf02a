"""strcat: texts and fields put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.lift import lift
from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast
from spl.values.value import Value, as_texts


@command(
    'strcat [allrequired=bool] (field | "text") ... target', shape="options", category="Fields"
)
@dataclass(frozen=True)
class Strcat:
    """Puts fields and quoted texts together in the field that is named last.

    `allrequired`: with true nothing is set where a field is missing; by default it counts as empty
    (Splunk, Search Reference: strcat). Of a multivalue all values are used, with a blank between.

    [{"a": "x", "b": "y"}] | strcat a ":" b c -> [{"a": "x", "b": "y", "c": "x:y"}]
    [{"a": "x"}] | strcat allrequired=t a ":" b c -> [{"a": "x"}]
    """

    parts: tuple[tuple[str, bool], ...]
    target: str
    allrequired: bool = False

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the parts; the last word is the target."""
        options, items = options_and_items(node)
        allrequired = options.flag("allrequired")
        options.close()
        if len(items) < 2:
            raise complaint(node, "A source and a target are needed.", code="SPL352")
        parts = []
        for item in items:
            if not isinstance(item, ast.Word | ast.Text):
                raise complaint(node, "Only fields and texts can be put together.", span=item.span)
            parts.append((item.value, isinstance(item, ast.Word)))
        return cls(tuple(parts[:-1]), parts[-1][0], allrequired)

    def apply(self, table: Table, job: Job) -> Table:
        """Put together in one batch."""
        columns = [table.column(text) for text, is_field in self.parts if is_field]
        made = lift(self._together, columns, table.size)
        return table.with_columns({self.target: made})

    def _together(self, *values: Value) -> Value:
        if self.allrequired and None in values:
            return None
        rest = iter(values)
        return "".join(
            " ".join(as_texts(next(rest))) if is_field else text for text, is_field in self.parts
        )
