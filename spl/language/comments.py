"""Comments: ```text``` between triple backticks, anywhere outside double quotes."""

from __future__ import annotations

import re

from spl.errors import Span, SplSyntaxError

_NEXT = re.compile(r'\\.|"(?:[^"\\]++|\\.)*+"|```', re.DOTALL)
_VISIBLE = re.compile(r"[^\n]")


def blank_comments(text: str) -> str:
    """Return *text* with every comment overwritten by blanks, so that all offsets hold.

    Raises:
        SplSyntaxError: a comment is not closed (SPL108).
    """
    if "```" not in text:
        return text
    parts: list[str] = []
    done = at = 0
    while found := _NEXT.search(text, at):
        at = found.end()
        if found.group() != "```":
            continue
        close = text.find("```", at)
        if close < 0:
            raise SplSyntaxError(
                "The comment that starts with ``` is not closed.",
                code="SPL108",
                span=Span(found.start(), at),
                hint="End it with ```.",
                text=text,
            )
        at = close + 3
        parts += text[done : found.start()], _VISIBLE.sub(" ", text[found.start() : at])
        done = at
    return "".join(parts) + text[done:]
