"""Dot commands about searches: keeping, reading and editing them."""

from __future__ import annotations

from pathlib import Path

import click

from spl.errors import DataError
from spl.shell.prompt.answer import run_script
from spl.shell.prompt.desk import Desk
from spl.shell.prompt.dot import dot_command
from spl.shell.show import show

_BY_SUFFIX = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".md": "markdown",
    ".html": "html",
    ".png": "png",
    ".txt": "table",
    ".log": "raw",
}
_SEARCH = ".spl"


@dot_command(".save FILE", completes="path")
def save(desk: Desk, name: str) -> None:
    """Write the last results into FILE as its ending says, or the last search into FILE.spl."""
    if not name or (desk.results is None and not desk.text):
        raise DataError(
            "There is nothing to save." if name else "Say which file to save to.",
            code="SPL521",
            hint="Run a search, then type .save results.csv or .save my_search.spl.",
        )
    path = Path(name).expanduser()
    if path.suffix.lower() == _SEARCH:
        _write(path, desk.text.strip() + "\n")
    elif desk.results is not None:
        output = _BY_SUFFIX.get(path.suffix.lower(), desk.output)
        show(desk.results, output, desk.session.zone, title=desk.text.strip(), into=path)
    click.echo(f"Saved to {path}.")


@dot_command(".source FILE", completes="path")
def source(desk: Desk, name: str) -> None:
    """Run the searches of a file, separated by empty lines."""
    run_script(desk, read_searches(Path(name)))


@dot_command(".edit")
def edit(desk: Desk, _: str) -> None:
    """Edit the last search in $EDITOR; it comes back to the prompt."""
    edited = click.edit(desk.text, extension=_SEARCH)
    if edited is not None:
        desk.typed = edited.strip()


@dot_command(".last")
def last(desk: Desk, _: str) -> None:
    """Put the last search into the prompt again."""
    desk.typed = desk.text.strip()


def read_searches(path: Path) -> str:
    """The text of a file of searches.

    Raises:
        DataError: SPL501, SPL504 where it cannot be read or is not UTF-8.
    """
    try:
        return path.expanduser().read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8 text: byte {error.start}.", code="SPL504") from error
    except OSError as error:
        raise DataError(f"Cannot read {path}: {error.strerror}.", code="SPL501") from error


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise DataError(f"Cannot write {path}: {error.strerror}.", code="SPL520") from error
