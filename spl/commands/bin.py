"""bin: puts numbers or times into ranges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from spl.columns.column import Column
from spl.columns.floors import floors
from spl.columns.table import Table
from spl.commands._arguments import Options, arguments_of, complaint
from spl.commands._book import Bound, Scope, command
from spl.commands._job import Job
from spl.errors import sentence_of
from spl.language import ast
from spl.values.environment import Environment
from spl.values.span import (
    NumberSpan,
    Span,
    SpanError,
    TimeSpan,
    bucket_label,
    number_span_for,
    read_span,
    read_time_span,
    time_span_for,
)
from spl.values.time_modifier import time_modifier
from spl.values.value import Value, as_number, as_texts, multivalue, read_number

_TIME = "_time"
_BINS = 100


@command(
    "bin [span=s] [bins=n] [minspan=s] [start=n] [end=n] [aligntime=t] field [AS name]",
    shape="bin",
    category="Fields",
    aliases=("bucket", "discretize"),
)
@dataclass(frozen=True)
class Bin:
    """Puts the values of a field into ranges: a time becomes the start of its span, a number ``0-10``.

    Options: `span`, the width: a number, a length of time (``5m``, ``1d``, ``1mon``) or
    ``log10``; `bins`, how many ranges at the most, default 100, from which a width is found;
    `minspan`, the smallest such width; `start` and `end`, values that the ranges must reach;
    `aligntime`, a time that spans shorter than a day are counted from (Splunk, Search Reference:
    bin).

    Choices: without aligntime, spans of hours and less are counted from epoch 0 in UTC; weeks
    start on Sunday unless the span says otherwise (``1w@w1``). A width that is found is a power of ten, or for times one of 1s, 5s, 10s, 30s, 1m, 5m,
    10m, 30m, 1h, 1d, 1mon. What is no number stays as it is. A length of time as the span of
    another field than _time makes it a time too.

    [{"_time": "1715770799"}] | bin _time span=1h -> [{"_time": "1715767200"}]
    [{"x": "7"}, {"x": "10"}] | bin span=10 x -> [{"x": "0-10"}, {"x": "10-20"}]
    [{"x": "25"}] | bin x span=10 AS y -> [{"x": "25", "y": "20-30"}]
    [{"x": "1"}, {"x": "950"}] | bin x bins=10 -> [{"x": "0-100"}, {"x": "900-1000"}]
    """  # noqa: E501 - an example stands on one line

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Bound:
        """Read the field and how wide its ranges are."""
        arguments = arguments_of(node, ast.BinArguments)
        if arguments.field is None:
            raise complaint(node, "You must specify a field to discretize.", code="SPL352")
        field = arguments.field.name
        target = arguments.alias.name if arguments.alias else field
        options = Options(node, arguments.options)
        span, minspan = options.given("span"), options.maybe("minspan")
        most = options.whole("bins", _BINS, least=2)
        align = _aligned(node, options.maybe("aligntime"), scope.environment)
        ends = tuple(_end(node, options, name) for name in ("start", "end"))
        options.close()
        if span is not None:
            return BinBySpan(field, target, _width(node, span, field), align)
        least = 0 if minspan is None else _least(node, minspan, field)
        return BinByNumber(field, target, most, least, ends)


@dataclass(frozen=True)
class BinBySpan:
    """Ranges of a given width."""

    field: str
    target: str
    width: Span
    align: float | None = None

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Bound:
        """The same as for any bin."""
        return Bin.bind(node, scope)

    def apply(self, table: Table, job: Job) -> Table:
        """Put the values of one batch into their ranges."""
        column = table.find(self.field)
        if column is None:
            return table
        return table.with_columns(
            {self.target: binned(column, self.width, job.environment.zone, self.align)}
        )


@dataclass(frozen=True)
class BinByNumber:
    """Ranges as wide as a number of them asks for."""

    field: str
    target: str
    most: int
    least: float
    ends: tuple[float | None, ...]

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Bound:
        """The same as for any bin."""
        return Bin.bind(node, scope)

    def run(self, table: Table, job: Job) -> Table:
        """Find the width and put all values into their ranges."""
        column = table.find(self.field)
        if column is None:
            return table
        numbers = [float(n) for n in map(as_number, column.to_list()) if n is not None]
        numbers += [end for end in self.ends if end is not None]
        width = self._width(numbers)
        zone = job.environment.zone
        return table.with_columns({self.target: binned(column, width, zone)})

    def _width(self, numbers: list[float]) -> Span:
        """The width that cuts the numbers into as many ranges as are wanted."""
        low, high = min(numbers, default=0), max(numbers, default=0)
        if self.field == _TIME:
            return time_span_for(high - low, self.most, self.least)
        return number_span_for(low, high, self.most, self.least)


def binned(column: Column, width: Span, zone: tzinfo, align: float | None = None) -> Column:
    """The range of each value; what is no number stays as it is."""
    if isinstance(width, TimeSpan):
        found = floors(column, width, zone, align or 0)
        if found is not None:
            return found

    def each(value: Value) -> Value:
        return multivalue(_range(item, width, zone, align or 0) for item in as_texts(value))

    return column.map(each)


def _range(text: str, width: Span, zone: tzinfo, align: float) -> str | float:
    """The range of one value, or the value itself where it has none."""
    number = as_number(text)
    if number is None:
        return text
    if not isinstance(width, TimeSpan):
        return bucket_label(width, number) or text
    try:
        return width.floor(number, zone, align)
    except ValueError:  # outside the calendar
        return text


def _width(node: ast.Command, option: ast.Option, field: str) -> Span:
    text = option.value.value if isinstance(option.value, ast.Word | ast.Text) else ""
    try:
        return read_time_span(text) if field == _TIME else read_span(text)
    except SpanError as error:
        sentence = f"The value for option span ({text}) is invalid."
        raise complaint(
            node, sentence, code="SPL351", span=option.span, hint=sentence_of(error)
        ) from None


def _least(node: ast.Command, text: str, field: str) -> float:
    """The smallest width, in seconds for times."""
    try:
        span = read_time_span(text) if field == _TIME else read_span(text)
    except SpanError:
        span = None
    if isinstance(span, TimeSpan):
        return span.seconds
    if isinstance(span, NumberSpan):
        return float(span.width)
    raise complaint(node, f"The value for option minspan ({text}) is invalid.", code="SPL351")


def _end(node: ast.Command, options: Options, name: str) -> float | None:
    text = options.maybe(name)
    number = None if text is None else read_number(text)
    if text is not None and number is None:
        raise complaint(node, f"The value for option {name} ({text}) is invalid.", code="SPL351")
    return number


def _aligned(node: ast.Command, text: str | None, environment: Environment) -> float | None:
    """The time that spans are counted from."""
    if text is None:
        return None
    if text in ("earliest", "latest"):
        return None
    try:
        return time_modifier(text, environment)
    except ValueError as error:
        raise complaint(node, str(error), code="SPL351") from error
