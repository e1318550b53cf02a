"""map: a search run once for each row, with the row's values put into its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from spl.columns.concat import concat
from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.errors import RunError
from spl.language import ast
from spl.values.value import Value, as_texts

_MAXSEARCHES = 10
_TOKEN = re.compile(r"\$([A-Za-z_][\w.:{}-]*)\$")
_PLAIN = re.compile(r"[\w.:/@%+-]+")


@command(
    'map [maxsearches=n] (search="text" | [subsearch])',
    shape="options",
    category="Combine",
    brackets="template",
)
@dataclass(frozen=True)
class Map:
    r"""Runs a search once for each row, with ``$field$`` replaced by the row's value.

    `maxsearches` is how many rows it is run for, default 10; the results stand in the order of the
    rows (Splunk, Search Reference: map).

    Choices: a value stays a value, whatever it holds. Inside quotes its quotes and backslashes are
    escaped, outside it is quoted where it is not a plain word. Of a multivalue the first value
    counts. A field that the row lacks ends the search, as in Splunk: a search with a hole in it
    would ask something else.

    Deviations: a saved search cannot be named.

    [{"n": "1"}, {"n": "2"}] | map search="| makeresults | eval v=\"a$n$\" | table v" -> [{"v": "a1"}, {"v": "a2"}]
    """  # noqa: E501 - an example stands on one line

    template: str
    maxsearches: int = _MAXSEARCHES

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the search."""
        options, items = options_and_items(node)
        text = options.maybe("search")
        maxsearches = options.whole("maxsearches", _MAXSEARCHES, least=1)
        options.close()
        if text is None and len(items) == 1 and isinstance(items[0], ast.Subsearch):
            text = items[0].raw.strip()
            text = text if text.startswith("|") else f"| {text}"
        elif text is None or items:
            sentence = 'You must specify one search, as search="…" or in brackets.'
            raise complaint(node, sentence, code="SPL352")
        return cls(text, maxsearches)

    def run(self, table: Table, job: Job) -> Table:
        """Run the search for each row."""
        if table.size > self.maxsearches:
            job.warn(f"map ran for the first {self.maxsearches} of {table.size:,} rows.")
        rows = table.take(slice(self.maxsearches)).rows()
        results = [job.run(job.parse(filled(self.template, row)), None) for row in rows]
        return concat(results) if results else Table.empty()


def filled(template: str, row: dict[str, Value]) -> str:
    """The template with the row's values in place of its tokens."""
    parts, at, quoted = [], 0, False
    for token in _TOKEN.finditer(template):
        before = template[at : token.start()]
        quoted ^= _quotes(before) % 2 == 1
        parts += [before, _written(_value(row, token[1]), quoted)]
        at = token.end()
    return "".join([*parts, template[at:]])


def _value(row: dict[str, Value], field: str) -> str:
    """The row's value of a field that the template names."""
    texts = as_texts(row.get(field))
    if not texts:
        raise RunError(
            f"Error in 'map' command: Did not find value for required attribute '{field}'.",
            code="SPL437",
            hint="Give the field a value first, for example with fillnull.",
        )
    return texts[0]


def _quotes(text: str) -> int:
    return len(re.sub(r"\\.", "", text, flags=re.DOTALL).split('"')) - 1


def _written(text: str, quoted: bool) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    if quoted:
        return escaped
    return text if _PLAIN.fullmatch(text) else f'"{escaped}"'
