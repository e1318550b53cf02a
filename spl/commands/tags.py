"""tags: the tags that the values of fields have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from spl.columns.column import Column
from spl.columns.table import Table
from spl.commands._arguments import options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._wildcards import is_internal, select_names
from spl.knowledge.tags import Tags
from spl.language import ast
from spl.values.value import Value, as_texts, multivalue


@command(
    "tags [outputfield=field] [inclname=bool] [inclvalue=bool] [field ...]",
    shape="options",
    category="Fields",
)
@dataclass(frozen=True)
class TagsCommand:
    """Adds ``tag::field`` with the tags of each field's values, for the named fields or for all.

    Options: `outputfield`, one field that gets all the tags instead; `inclname` and `inclvalue`
    put the name and the value of the field before a tag there, as ``name::value::tag`` (Splunk,
    Search Reference: tags).

    Choices: tags are sorted. A field without tags gets no ``tag::field``.

    [{"host": "nobody"}] | tags host -> [{"host": "nobody"}]
    """

    fields: tuple[str, ...] = ()
    output: str | None = None
    name: bool = False
    value: bool = False

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read options and fields."""
        options, items = options_and_items(node)
        output = options.maybe("outputfield")
        name, value = options.flag("inclname"), options.flag("inclvalue")
        options.close()
        return cls(tuple(words_of(node, items)), output, name, value)

    def apply(self, table: Table, job: Job) -> Table:
        """Tag the rows of one batch."""
        tags = job.knowledge.tags
        names = select_names(self.fields or ("*",), table.names())
        names = [n for n in names if n in tags.by_field and (self.fields or not is_internal(n))]
        if self.output is not None:
            lists = [table.column(name).map(self._namer(name, tags)).to_list() for name in names]
            rows = zip(*lists, strict=True) if lists else iter([()] * table.size)
            merged = (multivalue(text for cell in row for text in as_texts(cell)) for row in rows)
            return table.with_columns({self.output: Column.of(merged)})
        columns = {f"tag::{n}": table.column(n).map(_tagger(n, tags)) for n in names}
        return table.with_columns({n: c for n, c in columns.items() if c.present().any()})

    def _namer(self, name: str, tags: Tags) -> Callable[[Value], Value]:
        """What a value of the field *name* puts into the output field."""

        def written(value: Value) -> Value:
            parts = [name] if self.name else []
            return multivalue(
                "::".join([*parts, *([text] if self.value else []), tag])
                for text in as_texts(value)
                for tag in sorted(tags.of(name, [text]))
            )

        return written


def _tagger(name: str, tags: Tags) -> Callable[[Value], Value]:
    return lambda value: multivalue(sorted(tags.of(name, as_texts(value))))
