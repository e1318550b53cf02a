"""Options that are lengths of time, such as ``maxspan=30m``."""

from __future__ import annotations

from spl.commands._arguments import Options, complaint
from spl.commands._time_span import TimeSpan
from spl.language import ast
from spl.values.time_units import DAYS, MICROSECONDS, MONTHS, SECONDS

_DAY = 86_400


def bind_duration(node: ast.Command, options: Options, name: str) -> float | None:
    """The seconds of an option; None where it is not given or negative, which means no limit."""
    text = options.maybe(name)
    if text is None or text.startswith("-"):
        return None
    span = TimeSpan.read(text)
    if span is None:
        sentence = f"The value '{text}' of the option '{name}' is not a length of time."
        raise complaint(node, sentence, code="SPL351", hint="Such as 30s, 5m, 1h or 2d.")
    return seconds_of(span)


def seconds_of(span: TimeSpan) -> float:
    """The length of a span in seconds; a month has 30 days."""
    if span.unit in MICROSECONDS:
        return span.count * MICROSECONDS[span.unit] / 1e6
    if span.unit in SECONDS:
        return span.count * SECONDS[span.unit]
    if span.unit in DAYS:
        return span.count * DAYS[span.unit] * _DAY
    return span.count * MONTHS[span.unit] * 30 * _DAY
