"""Lines of an explanation on the terminal: the first and the marked ones stand out."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable

import click

from spl.shell.colours import colours_wanted

_NARROWEST = 40


def text_width(piped: int = 80) -> int:
    """Columns to write in: those of the terminal, *piped* into a pipe or file."""
    return max(_NARROWEST, shutil.get_terminal_size().columns) if sys.stdout.isatty() else piped


def show_lines(lines: Iterable[str]) -> None:
    """Write *lines*; where colours are wanted the first is bold, those that ``>`` marks are red."""
    for number, line in enumerate(lines):
        styled = click.style(line, bold=number == 0, fg="red" if line.startswith(">") else None)
        click.echo(styled if colours_wanted() else line)


def show_sections(lines: Iterable[str]) -> None:
    """Write *lines*; where colours are wanted those that are not indented are bold."""
    for line in lines:
        head = bool(line) and not line.startswith(" ")
        click.echo(click.style(line, bold=True) if head and colours_wanted() else line)
