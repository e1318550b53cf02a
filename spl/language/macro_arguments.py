"""The arguments of a macro call: cut at commas, bound to names, put into the definition."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_NAMED = re.compile(r"\s*([\w-]+)\s*=(?!=)(.*)", re.DOTALL)
_ARGUMENT_PART = re.compile(r'\\.|"(?:[^"\\]++|\\.)*+"|[()\[\]{},]', re.DOTALL)


def split_arguments(text: str) -> list[str]:
    """Arguments cut at commas that stand outside quotes and brackets."""
    if not text.strip():
        return []
    values, done, depth = [], 0, 0
    for part in _ARGUMENT_PART.finditer(text):
        mark = part.group()
        if mark in "([{":
            depth += 1
        elif mark in ")]}":
            depth -= 1
        elif mark == "," and depth <= 0:
            values.append(text[done : part.start()].strip())
            done = part.end()
    return [*values, text[done:].strip()]


def bind_arguments(names: Sequence[str], values: list[str]) -> dict[str, str]:
    """Argument values by name; all named (``m(x=1, y=2)``) or all by position."""
    named = [_NAMED.fullmatch(value) for value in values]
    if values and all(pair and pair[1] in names for pair in named):
        return {pair[1]: pair[2].strip() for pair in named if pair}
    return dict(zip(names, values, strict=False))


def substitute(definition: str, bound: Mapping[str, str]) -> str:
    r"""Put the values in place of ``$name$``, all at once.

    The outer quotes of a value are dropped. Choice: its inner ``\"`` are undone as well where the
    definition uses the argument bare, and stay where it stands between the definition's quotes.
    """
    if not bound or "$" not in definition:
        return definition
    names = re.compile(
        r'\\.|"|\$(' + "|".join(re.escape(name) for name in bound) + r")\$", re.DOTALL
    )
    parts: list[str] = []
    done, quoted = 0, False
    for found in names.finditer(definition):
        if found.group() == '"':
            quoted = not quoted
        elif found[1] is not None:
            parts += definition[done : found.start()], _argument_text(bound[found[1]], quoted)
            done = found.end()
    return "".join(parts) + definition[done:]


def _argument_text(value: str, quoted: bool) -> str:
    if len(value) < 2 or value[0] != '"' or value[-1] != '"' or value.endswith('\\"'):
        return value
    return value[1:-1] if quoted else value[1:-1].replace('\\"', '"')
