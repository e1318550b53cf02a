"""foreach: a pipeline written once and run for each of several fields or values."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import numpy as np

from spl.columns.column import Column
from spl.columns.concat import concat
from spl.columns.table import Table
from spl.commands._arguments import Item, complaint, options_and_items, words_of
from spl.commands._book import Scope, command, find_command
from spl.commands._job import Job
from spl.commands._wildcards import captures, matches_name
from spl.language import ast
from spl.values.value import Scalar, Value

_MODES = ("multifield", "multivalue", "json_array", "auto_collections")
_ITEM = "__foreach_item"
_OPTION = {
    "FIELD": "fieldstr",
    "MATCHSTR": "matchstr",
    "MATCHSEG1": "matchseg1",
    "MATCHSEG2": "matchseg2",
    "MATCHSEG3": "matchseg3",
}


@command(
    "foreach [mode=multifield|multivalue|json_array|auto_collections] field ... [pipeline]",
    shape="options",
    category="Combine",
    brackets="template",
)
@dataclass(frozen=True)
class Foreach:
    """Runs a pipeline once for each field, or for each value of a field.

    The pipeline is a text in which words are replaced before it runs. By fields (the default):
    ``<<FIELD>>`` the name of the field, ``<<MATCHSTR>>`` what the stars stand for, ``<<MATCHSEG1>>``
    to ``<<MATCHSEG3>>`` each star by itself; the options `fieldstr`, `matchstr`, `matchseg1` …
    give these words other names. With ``mode=multivalue`` ``<<ITEM>>`` is a value and ``<<ITER>>``
    its number from 0; with ``mode=json_array`` they are those of a JSON array (Splunk, Search
    Reference: foreach).

    Choices: a star does not reach internal fields. ``<<ITEM>>`` is put in as a field that holds
    the value, so nothing in the value is read as a part of the search. A value that is no array is
    passed by.

    [{"x_a": "3", "x_b": "6"}] | foreach x_* [eval y_<<MATCHSTR>>='<<FIELD>>'*2] -> [{"x_a": "3", "x_b": "6", "y_a": "6", "y_b": "12"}]
    [{"m": ["1", "2"], "t": "0"}, {"m": "5", "t": "0"}] | foreach mode=multivalue m [eval t=t+<<ITEM>>] -> [{"m": ["1", "2"], "t": "3"}, {"m": "5", "t": "5"}]
    [{"j": "[1,2]", "t": "0"}] | foreach mode=json_array j [eval t=t+<<ITEM>>] -> [{"j": "[1,2]", "t": "3"}]
    """  # noqa: E501 - an example stands on one line

    patterns: tuple[str, ...]
    template: str
    mode: str = "multifield"
    tokens: tuple[tuple[str, str], ...] = ()

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read fields and template; every command of the template must be known."""
        options, items = options_and_items(node)
        mode = options.choice("mode", _MODES, _MODES[0])
        tokens = tuple((name, options.text(_OPTION[name], f"<<{name}>>")) for name in _OPTION)
        item, step = options.text("itemstr", "<<ITEM>>"), options.text("iterstr", "<<ITER>>")
        options.close()
        subsearch = _subsearch(node, items)
        patterns = words_of(node, [item for item in items if not isinstance(item, ast.Subsearch)])
        if not patterns:
            raise complaint(node, "You must specify at least one field.", code="SPL352")
        for inner in subsearch.pipeline.commands:
            entry = find_command(inner.name, inner.span)
            if entry.body is None:
                raise complaint(
                    node,
                    f"The command '{inner.name}' is not supported.",
                    code="SPL302",
                    span=inner.span,
                    hint=entry.refusal,
                )
        template = subsearch.raw.strip().removeprefix("|")
        return cls(tuple(patterns), template, mode, (*tokens, ("ITEM", item), ("ITER", step)))

    def run(self, table: Table, job: Job) -> Table:
        """Run the template for each field or value."""
        if self.mode == "multifield":
            return self._by_field(table, job)
        names = [n for pattern in self.patterns for n in self._selected(pattern, table)]
        for name in names:
            table = self._by_item(table, name, job)
        return table

    def _by_field(self, table: Table, job: Job) -> Table:
        for pattern in self.patterns:
            for name in self._selected(pattern, table):
                words = {"FIELD": name, **_matched(pattern, name)}
                table = job.run(job.parse(f"| {self._filled(words)}"), table)
        return table

    def _selected(self, pattern: str, table: Table) -> list[str]:
        if "*" not in pattern:
            return [pattern]
        return [name for name in table.names() if matches_name(pattern, name)]

    def _filled(self, words: dict[str, str]) -> str:
        text = self.template
        for name, token in self.tokens:
            if name in words:
                text = text.replace(token, words[name])
        return text

    def _by_item(self, table: Table, name: str, job: Job) -> Table:
        """Run the template for the first item of every row, then for the second, and so on."""
        column = table.find(name)
        if column is None:
            return table
        items = _READERS[self.mode]
        lists = [items(value) for value in column.to_list()]
        template = _unquoted(self.template, dict(self.tokens)["ITEM"])
        for step in range(max(map(len, lists), default=0)):
            text = template.replace(dict(self.tokens)["ITER"], str(step))
            pipeline = job.parse(f"| {text}")
            here = np.array([len(found) > step for found in lists], dtype=np.bool_)
            item = Column.of(found[step] for found in lists if len(found) > step)
            changed = job.run(pipeline, table.take(here).with_columns({_ITEM: item}))
            table = _merged(table.take(~here), changed.without([_ITEM]), here)
        return table


def _matched(pattern: str, name: str) -> dict[str, str]:
    """What the stars of the pattern stand for in the name."""
    parts = captures(pattern, name) or ()
    first, last = pattern.partition("*")[0], pattern.rpartition("*")[2]
    whole = name[len(first) : len(name) - len(last)] if parts else ""
    segments = (*parts, "", "", "")
    return {"MATCHSTR": whole, **{f"MATCHSEG{i + 1}": segments[i] for i in range(3)}}


def _unquoted(template: str, token: str) -> str:
    """The template with each token, quoted or not, replaced by the field that holds the item."""
    quoted = re.escape(token)
    return re.sub(f"\"{quoted}\"|'{quoted}'|{quoted}", f"'{_ITEM}'", template)


def _merged(
    others: Table, changed: Table, here: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> Table:
    """Both parts in the order in which their rows were."""
    if not others.size:
        return changed
    place = np.empty(len(here), dtype=np.intp)
    place[~here] = np.arange(others.size)
    place[here] = others.size + np.arange(changed.size)
    return concat([others, changed]).take(place)


def _values(value: Value) -> list[Scalar]:
    if value is None:
        return []
    return list(value) if isinstance(value, tuple) else [value]


def _array(value: Value) -> list[Scalar]:
    """The items of a JSON array; objects and arrays in it stay text."""
    try:
        found = json.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        return []
    if not isinstance(found, list):
        return []
    plain = (str, int, float, bool)
    return [x if isinstance(x, plain) else json.dumps(x, separators=(",", ":")) for x in found]


def _either(value: Value) -> list[Scalar]:
    return _values(value) if isinstance(value, tuple) else (_array(value) or _values(value))


_READERS: dict[str, Callable[[Value], list[Scalar]]] = {
    "multivalue": _values,
    "json_array": _array,
    "auto_collections": _either,
}


def _subsearch(node: ast.Command, items: list[Item]) -> ast.Subsearch:
    if not items or not isinstance(items[-1], ast.Subsearch):
        raise complaint(node, "The last argument must be a subsearch.", code="SPL352")
    if any(isinstance(item, ast.Subsearch) for item in items[:-1]):
        raise complaint(node, "Only one subsearch may be given.")
    return items[-1]
