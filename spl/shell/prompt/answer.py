"""Answering one input: a search or a dot command; errors are shown and the session goes on."""

from __future__ import annotations

import time
from collections.abc import Iterator

import click

from spl.errors import SplError
from spl.shell.options import warn
from spl.shell.prompt.desk import Desk
from spl.shell.prompt.dot import is_dot, run_dot
from spl.shell.show import show

_VERTICAL = "\\G"


def answer(desk: Desk, text: str) -> bool:
    """Run one input and show what comes of it; whether it went well."""
    if not text.strip():
        return True
    try:
        if is_dot(text):
            run_dot(desk, text)
        else:
            _search(desk, text)
    except SplError as error:
        click.echo(error.render(), err=True)
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
    else:
        return True
    return False


def _search(desk: Desk, text: str) -> None:
    stripped = text.rstrip()
    vertical = stripped.endswith(_VERTICAL)
    text = stripped.removesuffix(_VERTICAL) if vertical else text
    start = time.perf_counter()
    results = desk.search(text)
    seconds = time.perf_counter() - start
    output = "vertical" if vertical else desk.output
    show(results, output, desk.session.zone, title=text.strip(), pager=desk.pager)
    took = f" in {seconds:.3f} s" if desk.timing else ""
    click.echo(f"({len(results):,} result{'' if len(results) == 1 else 's'}{took})")
    warn(results.warnings)


def run_script(desk: Desk, text: str) -> bool:
    """Run the searches of a text, separated by empty lines; whether all went well."""
    went_well = True
    for search in _searches(text):
        if desk.done:
            break
        went_well = answer(desk, search) and went_well
    return went_well


def _searches(text: str) -> Iterator[str]:
    """The inputs of a script: dot commands stand on a line, searches end at an empty line."""
    lines: list[str] = []
    for line in text.splitlines():
        if not lines and is_dot(line):
            yield line
        elif line.strip():
            lines.append(line)
        elif lines:
            yield "\n".join(lines)
            lines = []
    if lines:
        yield "\n".join(lines)
