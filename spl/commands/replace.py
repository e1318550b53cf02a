"""replace: other values in place of values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import arguments_of, complaint
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._wildcards import captures, fill, is_internal, select_names
from spl.language import ast
from spl.values.value import Value, as_texts, multivalue


@command("replace old WITH new, ... [IN field, ...]", shape="replace", category="Fields")
@dataclass(frozen=True)
class Replace:
    """Puts other values in place of values.

    A value must be the old one as a whole, case included. Stars stand for any text; what they
    stand for goes, in order, to the stars of the new value. Without IN all fields are searched
    (Splunk, Search Reference: replace).

    Of several pairs that match, one without stars comes before those with stars, then the one that
    matches more of the value literally, then the later one. The new value has as many stars as the
    old one, or none (Splunk, Search Reference: replace). Choices: a value is replaced once, so pairs
    do not chain. Without IN internal fields are left alone.

    [{"h": "127.0.0.1"}] | replace 127.0.0.1 WITH localhost IN h -> [{"h": "localhost"}]
    [{"h": "foo localhost"}] | replace "* localhost" WITH "localhost *" IN h -> [{"h": "localhost foo"}]
    [{"a": "x", "b": "x"}] | replace x WITH y -> [{"a": "y", "b": "y"}]
    """  # noqa: E501 - an example stands on one line

    pairs: tuple[tuple[str, str], ...]
    fields: tuple[str, ...] = ()

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read pairs and fields."""
        arguments = arguments_of(node, ast.ReplaceArguments)
        pairs = tuple((pair.old.value, pair.new.value) for pair in arguments.pairs)
        if not pairs:
            sentence = "Usage: replace [orig_str WITH new_str]+ [IN field1, field2, ...]."
            raise complaint(node, sentence, code="SPL352")
        for pair in arguments.pairs:
            if pair.new.value.count("*") not in (0, pair.old.value.count("*")):
                sentence = f"Wildcard mismatch: '{pair.old.value}' with '{pair.new.value}'."
                raise complaint(node, sentence, span=pair.span)
        return cls(pairs, tuple(field.name for field in arguments.fields))

    def apply(self, table: Table, job: Job) -> Table:
        """Replace in one batch."""
        names = [name for name in table.names() if not is_internal(name)]
        if self.fields:
            names = select_names(self.fields, table.names())
        found = {name: table.find(name) for name in names}
        return table.with_columns(
            {
                name: column.map(self._replaced)
                for name, column in found.items()
                if column is not None
            }
        )

    def _replaced(self, value: Value) -> Value:
        texts = list(as_texts(value))
        changed = [self._text(text) for text in texts]
        return value if changed == texts else multivalue(changed)

    def _text(self, text: str) -> str:
        fitting = [
            (("*" not in old, len(old) - old.count("*"), place), fill(new, parts))
            for place, (old, new) in enumerate(self.pairs)
            if (parts := captures(old, text)) is not None
        ]
        return max(fitting)[1] if fitting else text
