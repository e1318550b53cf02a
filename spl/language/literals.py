r"""What a backslash means: once inside search values, once inside quoted strings elsewhere.

Search values (Splunk, Search Manual "Backslashes"; single backslashes before punctuation are open
there, and the choice below is the one that all published detections agree with):

    \\ -> \      \" -> "      \| -> |
    before a letter, a digit or *: the backslash stays          "*\calc.exe", "system32\*"
    before any other punctuation: the backslash goes            "*\.txt" means *.txt

Strings of eval, rex and options: ``\\`` and ``\"`` are undone, every other sequence is kept, so
that a regular expression arrives as it was meant.
"""

from __future__ import annotations

import re

_SEARCH_ESCAPE = re.compile(r"\\([^\w*\s])", re.ASCII)
_STRING_ESCAPE = re.compile(r'\\([\\"])')


def unescape_search(raw: str) -> str:
    r"""Undo the escapes of a search value: ``C:\\Temp\\*`` is ``C:\Temp\*``."""
    return _SEARCH_ESCAPE.sub(r"\1", raw) if "\\" in raw else raw


def unescape_string(raw: str) -> str:
    r"""Undo the escapes of a quoted string: ``a\"b`` is ``a"b``, ``\d`` stays."""
    return _STRING_ESCAPE.sub(r"\1", raw) if "\\" in raw else raw
