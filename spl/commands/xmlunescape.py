"""xmlunescape: entities of XML as the characters that they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import no_arguments
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._wildcards import is_internal
from spl.commands.xmlkv import decode
from spl.language import ast
from spl.values.value import Value, as_texts, multivalue


@command("xmlunescape", shape="options", category="Fields")
@dataclass(frozen=True)
class Xmlunescape:
    """Decodes the entities of XML in all fields and in _raw.

    Source: Splunk, Search Reference: xmlunescape.

    [{"_raw": "a &lt; b"}] | xmlunescape -> [{"_raw": "a < b"}]
    """

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """There is nothing to read."""
        no_arguments(node)
        return cls()

    def apply(self, table: Table, job: Job) -> Table:
        """Decode one batch."""
        names = [name for name in table.names() if name == "_raw" or not is_internal(name)]
        return table.with_columns({name: table.column(name).map(_plain) for name in names})


def _plain(value: Value) -> Value:
    return multivalue(decode(text) for text in as_texts(value))
