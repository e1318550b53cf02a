"""Multivalue functions of eval.

Splunk, Search Reference: Multivalue eval functions. A single value is a multivalue of one.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from spl.errors import RunError
from spl.values.book import eval_function
from spl.values.environment import Environment
from spl.values.regex import BadRegex, compile_regex
from spl.values.span import SpanError, read_time_span
from spl.values.time_units import shift
from spl.values.value import Scalar, Value, as_number, as_text, as_texts, multivalue

_MULTIVALUE = "Multivalue eval functions"
_LARGEST_RANGE = 1_000_000


def _items(value: Value) -> tuple[Scalar, ...]:
    """The single values in *value*: none for null."""
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)


@eval_function("commands(search)", category=_MULTIVALUE)
def commands(search: Value) -> Value:
    r"""The names of the commands in the text of a search, those of its subsearches left out.

    commands("search foo | stats count | sort count") -> search | stats | sort
    commands("foo [search bar | fields x] | head 5") -> search | head
    commands("| tstats count where a=\"|\"") -> tstats
    """
    if not isinstance(search, str):
        return None
    head, *rest = _stages(search)
    names = [re.match(r"[A-Za-z_][\w-]*|\Z", stage.strip()) for stage in rest]
    first = ["search"] if head.strip() else []
    return multivalue([*first, *(name.group() for name in names if name and name.group())])


def _stages(search: str) -> list[str]:
    """The text cut at its pipes, but not at those in quotes or brackets."""
    stages, start, depth = [], 0, 0
    for token in re.finditer(r'"(?:[^"\\]|\\.)*"|[\[\]|]', search, re.DOTALL):
        mark = token.group()
        depth += (mark == "[") - (mark == "]")
        if mark == "|" and depth <= 0:
            stages.append(search[start : token.start()])
            start = token.end()
    return [*stages, search[start:]]


@eval_function("mvappend(value, ...)", category=_MULTIVALUE)
def mvappend(*values: Value) -> Value:
    """All values of all arguments in one multivalue; null is passed over.

    mvappend("a", split("b,c", ","), null()) -> a | b | c
    mvappend(null(), "a") -> a
    """
    return multivalue(item for value in values for item in _items(value))


@eval_function("mvcount(values)", category=_MULTIVALUE)
def mvcount(values: Value) -> Value:
    """How many values there are: 1 for a single one, null for none.

    mvcount(split("a,b,c", ",")) -> 3
    mvcount("a") -> 1
    mvcount(null()) -> null
    """
    return len(_items(values)) or None


@eval_function("mvdedup(values)", category=_MULTIVALUE)
def mvdedup(values: Value) -> Value:
    """The values without repetition, each where it first stood.

    mvdedup(split("a,b,a,c,b", ",")) -> a | b | c
    mvdedup(null()) -> null
    """
    first: dict[str, Scalar] = {}
    for item in _items(values):
        first.setdefault(as_text(item), item)
    return multivalue(first.values())


@eval_function("mvfilter(predicate)", category=_MULTIVALUE, special=True)
def mvfilter(values: Value, predicate: Callable[[Value], Value]) -> Value:
    """The values of the one field in the predicate for which the predicate is true.

    ``mvfilter(match(email, "@example.org$"))`` keeps some of the values of email. Null when it is
    true for none.

    mvfilter(isnotnull(nosuchfield)) -> null
    mvcount(mvfilter(match(nosuchfield, "a"))) -> null
    """
    return multivalue(item for item in _items(values) if predicate(item) is True)


@eval_function("mvfind(values, regex)", category=_MULTIVALUE, regex=1)
def mvfind(values: Value, regex: Value) -> Value:
    r"""The place, from 0, of the first value in which the regular expression matches.

    mvfind(split("ok,err42,err7", ","), "err\d+") -> 1
    mvfind(split("ok,fine", ","), "err\d+") -> null
    """
    if not isinstance(regex, str):
        return None
    try:
        pattern = compile_regex(regex)
    except BadRegex:
        return None
    places = (place for place, text in enumerate(as_texts(values)) if pattern.search(text))
    return next(places, None)


@eval_function("mvindex(values, start, [end])", category=_MULTIVALUE)
def mvindex(values: Value, start: Value, end: Value = None) -> Value:
    """The value at a place from 0, or those up to and including end; negative is from the back.

    Choices: a stretch that reaches beyond the values is cut to them.

    mvindex(split("a,b,c,d", ","), 2) -> c
    mvindex(split("a,b,c,d", ","), -3, -2) -> b | c
    mvindex(split("a,b,c,d", ","), 2, 9) -> c | d
    mvindex(split("a,b,c,d", ","), 9) -> null
    """
    items = _items(values)
    first, last = as_number(start), as_number(start if end is None else end)
    if not items or first is None or last is None:
        return None
    begin = int(first) + (len(items) if first < 0 else 0)
    stop = int(last) + (len(items) if last < 0 else 0)
    if begin >= len(items) or stop < 0 or (end is None and begin < 0):
        return None
    return multivalue(items[max(begin, 0) : stop + 1])


@eval_function("mvjoin(values, delimiter)", category=_MULTIVALUE)
def mvjoin(values: Value, delimiter: Value) -> Value:
    """The values as one text with the delimiter between them.

    mvjoin(mvrange(1, 4), " OR ") -> 1 OR 2 OR 3
    mvjoin(null(), ",") -> null
    """
    if values is None or delimiter is None or isinstance(delimiter, tuple):
        return None
    return as_text(delimiter).join(as_texts(values))


@eval_function("mvmap(values, expression)", category=_MULTIVALUE, special=True)
def mvmap(values: Value, each: Callable[[Value], Value]) -> Value:
    """What the expression gives for each value, which in it goes by the name of the field.

    ``mvmap(results, results * 10)`` multiplies each value of results.

    mvmap(split("a,b", ","), "x") -> x | x
    mvmap(null(), "x") -> null
    """
    return multivalue(result for item in _items(values) for result in _items(each(item)))


@eval_function("mvrange(start, end, [step])", category=_MULTIVALUE)
def mvrange(start: Value, end: Value, step: Value = 1, *, env: Environment) -> Value:
    """The numbers from start up to but not including end.

    The step may be a length of time such as ``"7d"``; days and longer then keep the time of day
    across daylight saving. More than a million numbers are refused.

    mvrange(1, 11, 2) -> 1 | 3 | 5 | 7 | 9
    mvrange(0, 120, "1m") -> 0 | 60
    mvrange(3, 0, -1) -> 3 | 2 | 1
    mvrange(3, 3) -> null
    """
    first, last = as_number(start), as_number(end)
    width = as_number(step)
    if first is None or last is None:
        return None
    if width is None:
        return _time_range(first, last, step, env)
    if not width or (last - first) / width <= 0:
        return None
    _check_size((last - first) / width)
    count = int((last - first) / width) + 1
    numbers = (first + place * width for place in range(count))
    return multivalue(n for n in numbers if (n < last if width > 0 else n > last))


def _time_range(first: float, last: float, step: Value, env: Environment) -> Value:
    """The times from *first* to *last* in steps of the calendar."""
    try:
        span = read_time_span(step) if isinstance(step, str) else None
        if span is None or span.snap is not None:
            return None
        _check_size((last - first) / span.seconds)
        times: list[int | float] = []
        time = first
        while time < last:
            times.append(int(time) if time == int(time) else time)
            time = shift(first, span.count * len(times), span.unit, env.zone)
    except (SpanError, ValueError):
        return None
    return multivalue(times)


def _check_size(size: float) -> None:
    """Refuse what would fill the memory."""
    if size > _LARGEST_RANGE:
        raise RunError(
            f"mvrange() would make more than {_LARGEST_RANGE} values.",
            code="SPL420",
            hint="Take a larger step or a shorter range.",
        )


@eval_function("mvreverse(values)", category=_MULTIVALUE)
def mvreverse(values: Value) -> Value:
    """The values from the last to the first.

    mvreverse(split("1,2,3", ",")) -> 3 | 2 | 1
    mvreverse("a") -> a
    """
    return multivalue(reversed(_items(values)))


@eval_function("mvsort(values)", category=_MULTIVALUE)
def mvsort(values: Value) -> Value:
    """The values sorted as text by code point: 10 before 9, upper case before lower.

    mvsort(split("b,A,a,B", ",")) -> A | B | a | b
    mvsort(split("9,10,100", ",")) -> 10 | 100 | 9
    """
    return multivalue(sorted(_items(values), key=as_text))


@eval_function("mvzip(left, right, [delimiter])", category=_MULTIVALUE)
def mvzip(left: Value, right: Value, delimiter: Value = ",") -> Value:
    """The first values joined by the delimiter, then the second ones, as far as both reach.

    mvzip(split("a,b", ","), split("1,2", ",")) -> a,1 | b,2
    mvzip(split("a,b", ","), "1", "=") -> a=1
    """
    if left is None or right is None or delimiter is None or isinstance(delimiter, tuple):
        return None
    pairs = zip(as_texts(left), as_texts(right), strict=False)
    return multivalue(as_text(delimiter).join(pair) for pair in pairs)


@eval_function("split(text, delimiter)", category=_MULTIVALUE)
def split(text: Value, delimiter: Value) -> Value:
    """The parts of a text between the delimiters; without a delimiter, its characters.

    split("a,b,,c", ",") -> a | b |  | c
    split("abc", "") -> a | b | c
    split("abc", ",") -> abc
    """
    if text is None or delimiter is None or isinstance(delimiter, tuple):
        return None
    mark = as_text(delimiter)
    return multivalue(
        part for whole in as_texts(text) for part in (whole.split(mark) if mark else whole)
    )
