"""Showing results: on the terminal, through a pager where they are long, or into a file."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import tzinfo
from pathlib import Path

import click

from spl.errors import DataError
from spl.session import Results
from spl.shell.colours import colours_wanted
from spl.shell.render import PICTURE, Page, render, render_picture


def show(
    results: Results,
    output: str,
    zone: tzinfo,
    *,
    title: str = "",
    into: Path | None = None,
    pager: bool = True,
) -> None:
    """Write results in the format *output*.

    Args:
        results: the rows.
        output: one of `FORMATS`, or `PICTURE`.
        zone: time zone of the times.
        title: the search, for formats that have a place for it.
        into: the file to write; None for standard output.
        pager: what is longer than the terminal may go through a pager.

    Raises:
        DataError: SPL520, a picture for a terminal, or a file that cannot be written.
        RunError: SPL403 or SPL404, the format cannot be made.
    """
    rows = list(results)
    page = terminal_page(zone, results, title) if into is None else Page(zone=zone, title=title)
    if output == PICTURE:
        _write_bytes(render_picture(results.columns, rows, page), into)
        return
    text = render(results.columns, rows, output, page)
    if into is not None:
        _write_bytes(f"{text}\n".encode("utf-8", "backslashreplace"), into)
    elif text:
        _echo(text, page, pager)


def terminal_page(zone: tzinfo, results: Results, title: str = "") -> Page:
    """The page that the terminal is; without a width where the output is none."""
    if not sys.stdout.isatty():
        return Page(zone=zone, title=title)
    size = shutil.get_terminal_size()
    return Page(zone, size.columns, size.lines, colours_wanted(), results.sought, title)


def _echo(text: str, page: Page, pager: bool) -> None:
    if pager and page.height is not None and text.count("\n") + 1 > page.height - 1:
        # less: quit where it fits after all, keep colours, leave the text on the screen.
        os.environ.setdefault("LESS", "-FRX")
        click.echo_via_pager(text, color=page.colours)
    elif page.width is None:
        click.echo(text, color=True)  # what looks like a colour is the log's, and stays
    else:
        click.echo(text, color=None if page.colours else False)


def _write_bytes(data: bytes, into: Path | None) -> None:
    if into is None:
        if sys.stdout.isatty():
            raise DataError(
                "A picture cannot be written to a terminal.",
                code="SPL520",
                hint="Name a file with --to, or send the output to one.",
            )
        sys.stdout.buffer.write(data)
        return
    try:
        into.write_bytes(data)
    except OSError as error:
        raise DataError(f"Cannot write {into}: {error.strerror}.", code="SPL520") from error
