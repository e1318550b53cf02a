"""Options that are lengths of time, such as ``maxspan=30m``."""

from __future__ import annotations

from spl.commands._arguments import Options, complaint
from spl.language import ast
from spl.values.span import SpanError, read_time_span


def bind_duration(node: ast.Command, options: Options, name: str) -> float | None:
    """The seconds of an option; None where it is not given or negative, which means no limit.

    A month has 30 days.
    """
    text = options.maybe(name)
    if text is None or text.startswith("-"):
        return None
    try:
        return read_time_span(text).seconds
    except SpanError:
        sentence = f"The value '{text}' of the option '{name}' is not a length of time."
        raise complaint(node, sentence, code="SPL351", hint="Such as 30s, 5m, 1h or 2d.") from None
