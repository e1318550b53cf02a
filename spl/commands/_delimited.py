"""A multivalue that knows what its values are to be joined with, for nomv."""

from __future__ import annotations

from spl.values.value import Scalar, Value


class Delimited(tuple[Scalar, ...]):
    """The values of ``stats delim=…``, ``makemv``, ``mvcombine``; equal to a plain multivalue."""

    delimiter: str = "\n"


def delimited(value: Value, delimiter: str | None) -> Value:
    """*value* with its delimiter noted, where it is a multivalue and there is one."""
    if delimiter is None or not isinstance(value, tuple):
        return value
    noted = Delimited(value)
    noted.delimiter = delimiter
    return noted


def delimiter_of(value: Value) -> str:
    """What the values are joined with: a line feed where nothing was said."""
    return value.delimiter if isinstance(value, Delimited) else "\n"
