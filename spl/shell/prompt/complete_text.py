"""Whether what has been typed is a whole search, or goes on in the next line."""

from __future__ import annotations


def is_complete(text: str) -> bool:
    """False inside quotes, brackets or a macro call, and after a trailing pipe.

    An empty last line ends the input in any case, so that nobody is kept inside a wrong search.
    """
    if text.endswith("\n") or text.lstrip().startswith("."):
        return True
    quoted, depth, ticks, escaped = False, 0, 0, False
    for character in text:
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == '"':
            quoted = not quoted
        elif not quoted:
            depth += character in "[("
            depth -= character in "])"
            ticks += character == "`"
    return not (quoted or depth > 0 or ticks % 2 or text.rstrip().endswith("|"))
