"""return: one row with the values of the first rows as a piece of search text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import arguments_of, complaint
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands.format import escaped
from spl.language import ast
from spl.values.value import Value, as_texts

_NEGATIVE = re.compile(r"-[0-9]+")


@dataclass(frozen=True, slots=True)
class Part:
    """What is returned of a row: ``name="value"``, or without a name the bare value."""

    field: str
    name: str | None


@command("return [n] [alias=]field | $field ...", shape="options", category="Combine")
@dataclass(frozen=True)
class Return:
    r"""Makes one row whose field search holds the values of the first rows, for the outer search.

    A field gives ``field="value"``, ``alias=field`` gives ``alias="value"``, ``$field`` the bare
    value. The number is how many rows, default 1; several rows stand in parentheses with OR
    between them, equal ones once (Splunk, Search Reference: return).

    Choices: a field that the row lacks is left out. Of a multivalue the first value counts.

    [{"u": "al", "h": "1"}, {"u": "bo"}] | return 2 u h -> [{"search": "(u=\"al\" h=\"1\") OR (u=\"bo\")"}]
    [{"u": "al"}] | return s=u -> [{"search": "s=\"al\""}]
    [{"u": "al"}] | return $u -> [{"search": "al"}]
    """  # noqa: E501 - an example stands on one line

    parts: tuple[Part, ...]
    count: int = 1

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the number and the fields."""
        count, parts = 1, []
        for place, item in enumerate(arguments_of(node, ast.OptionsArguments).items):
            match item:
                case ast.Word(value=word) if place == 0 and word.isdecimal():
                    count = int(word)
                case ast.Word(value=word) if place == 0 and _NEGATIVE.fullmatch(word):
                    raise complaint(node, "The count must not be negative.", code="SPL351")
                case ast.Word(value=word) | ast.Text(value=word):
                    bare = word.startswith("$")
                    parts.append(Part(word.removeprefix("$"), None if bare else word))
                case ast.Option(name=name, value=ast.Word(value=word) | ast.Text(value=word)):
                    parts.append(Part(word, name))
                case other:
                    raise complaint(node, "Only fields can be returned.", span=other.span)
        if not parts:
            raise complaint(node, "You must specify at least one field.", code="SPL352")
        return cls(tuple(parts), count)

    def run(self, table: Table, job: Job) -> Table:
        """The text."""
        rows = table.take(slice(self.count)).select(part.field for part in self.parts).rows()
        texts = list(dict.fromkeys(text for row in rows if (text := self._row(row))))
        if self.count > 1 and not all(part.name is None for part in self.parts):
            texts = [f"({text})" for text in texts]
        if not texts:
            return Table.empty(("search",))
        return Table.of([{"search": " OR ".join(texts)}])

    def _row(self, row: dict[str, Value]) -> str:
        terms = []
        for part in self.parts:
            text = next(iter(as_texts(row.get(part.field))), None)
            if text is not None:
                terms.append(text if part.name is None else f'{part.name}="{escaped(text)}"')
        return " ".join(terms)
