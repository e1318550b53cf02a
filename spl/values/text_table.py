"""Tables that stand in the text of an event, such as what ps and netstat print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\S+(?: \S+)*")
_BAD = re.compile(r"[^A-Za-z0-9_]+")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its line as it is written, and its cells by the names of their columns."""

    line: str
    cells: dict[str, str]


def read_text_table(
    text: str, *, header: int = 1, named: bool = True, words: Sequence[str] = ()
) -> list[TableRow]:
    """Return the rows of the table in *text*.

    The line *header*, blank lines not counted, names the columns, or they are Column_1 and so on;
    they are parted by two blanks or more, or by tabs, else by single blanks. Only rows that hold
    one of *words* count, where words are given (Splunk, Search Reference: multikv).
    """
    lines = [line for line in text.splitlines() if line.strip()]
    body = lines[header:] if named else lines
    if not body:
        return []
    head = _cells(lines[header - 1]) if named else []
    names = [_BAD.sub("_", name).strip("_") for name in head]
    if not names:
        names = [f"Column_{n + 1}" for n in range(max(len(_cells(line)) for line in body))]
    wanted = [line for line in body if not words or any(word in line for word in words)]
    return [TableRow(line, _row(names, line)) for line in wanted]


def _row(names: list[str], line: str) -> dict[str, str]:
    cells = _cells(line)
    if len(cells) != len(names):
        cells = line.split(None, len(names) - 1)
    return dict(zip(names, cells, strict=False))


def _cells(line: str) -> list[str]:
    """The cells of a line: parted by two blanks or more, or where there are none by one."""
    line = line.replace("\t", "  ").strip()
    return _WORD.findall(line) if "  " in line else line.split()
