"""makeresults: makes rows out of nothing, or out of text in the search."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from spl.columns.column import Column
from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast
from spl.values.value import Scalar, Value, multivalue

_ANNOTATIONS = ("host", "source", "sourcetype", "splunk_server", "splunk_server_group")
_MOST = 10_000_000


@command(
    "makeresults [count=<n>] [annotate=<bool>] [format=csv|json data=<text>]",
    shape="options",
    category="Generate",
)
@dataclass(frozen=True)
class Makeresults:
    r"""Makes rows that hold the time of the search, or the rows that *data* spells out.

    With annotate each row also has _raw, host, source, sourcetype, splunk_server and
    splunk_server_group, of which only splunk_server has a value. With ``format=csv`` the first
    line of *data* names the fields; with ``format=json`` it is an object or an array of objects,
    and each becomes the _raw of its row (Splunk, Search Reference: makeresults).

    Choices: the name of the server is localhost; at most 10,000,000 rows are made; the server
    options of Splunk (splunk_server, splunk_server_group) are taken and have no meaning here.

    | makeresults count=2 | eval a=1 | fields - _time -> [{"a": "1"}, {"a": "1"}]
    | makeresults format=csv data="a,b\n1,x" -> [{"a": "1", "b": "x"}]
    | makeresults format=json data="[{\"a\": 1}]" | table a -> [{"a": "1"}]
    """

    count: int = 1
    annotate: bool = False
    data: tuple[Mapping[str, Value], ...] | None = None

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the options and the data."""
        options, items = options_and_items(node)
        if items:
            raise complaint(node, "Only options are understood.", span=items[0].span)
        form = options.choice("format", ("csv", "json"), "")
        data = options.given("data")
        count = options.whole("count", 1)
        annotate = options.flag("annotate")
        options.maybe("splunk_server")
        options.maybe("splunk_server_group")
        options.close()
        if count > _MOST:
            raise complaint(node, f"count must be at most {_MOST:,}.", code="SPL351")
        return cls(count, annotate, _data(node, form, data))

    def read(self, job: Job) -> Iterator[Table]:
        """Yield the rows."""
        now = int(job.environment.now)
        if self.data is not None:
            yield Table.of(self.data)
            return
        columns: dict[str, Column] = {}
        if self.annotate:
            columns["_raw"] = Column.constant(None, self.count)
        columns["_time"] = Column.constant(now, self.count)
        if self.annotate:
            for name in _ANNOTATIONS:
                value = "localhost" if name == "splunk_server" else None
                columns[name] = Column.constant(value, self.count)
        yield Table(columns, self.count)


def _data(
    node: ast.Command, form: str, option: ast.Option | None
) -> tuple[Mapping[str, Value], ...] | None:
    """The rows that format= and data= spell out; None where they are not given."""
    if option is None and not form:
        return None
    if option is None or not form or not isinstance(option.value, ast.Word | ast.Text):
        raise complaint(node, "format= and data= go together.", code="SPL352")
    text = option.value.value
    return tuple(_csv_rows(text)) if form == "csv" else tuple(_json_rows(node, option, text))


def _csv_rows(text: str) -> Iterator[Mapping[str, Value]]:
    """One row per line; an empty cell is an empty text, a missing one is null."""
    lines = csv.reader(io.StringIO(text.strip().replace("\\n", "\n")), skipinitialspace=True)
    names = next(lines, [])
    for cells in lines:
        if cells:
            yield dict(zip(names, cells, strict=False))


def _json_rows(node: ast.Command, option: ast.Option, text: str) -> Iterator[Mapping[str, Value]]:
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise complaint(
            node, f"The data is not JSON: {error}", code="SPL351", span=option.span
        ) from None
    for item in parsed if isinstance(parsed, list) else [parsed]:
        if not isinstance(item, dict):
            raise complaint(
                node, "The data must hold JSON objects.", code="SPL351", span=option.span
            )
        raw = json.dumps(item, separators=(",", ":"), ensure_ascii=False)
        yield {"_raw": raw, **{str(name): _value(value) for name, value in item.items()}}


def _value(value: object) -> Value:
    """What a field holds for a JSON value: an array is a multivalue, an object its JSON text."""
    if isinstance(value, list):
        return multivalue(item for item in map(_scalar, value) if item is not None)
    return _scalar(value)


def _scalar(value: object) -> Scalar | None:
    match value:
        case bool():
            return "true" if value else "false"
        case str() | int() | float() | None:
            return value
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
