"""``spl fmt``: searches laid out, in files of SPL and inside rule files."""

from __future__ import annotations

import difflib
import sys
from dataclasses import dataclass
from pathlib import Path

import click

from spl.commands import shapes
from spl.detections.rewrite_search import with_search
from spl.detections.rule_place import in_document
from spl.detections.yaml_file import parse_document
from spl.engine.reading import Reader
from spl.errors import DataError, KnowledgeError, RunError, SplError
from spl.language.layout import Formatter
from spl.language.layout.same import Parse, is_same
from spl.session import Session
from spl.shell.options import knowledge_paths
from spl.shell.search_files import search_files

_EXAMPLES = """
\b
Examples:
  spl fmt detections/                    lay out the search of every rule
  spl fmt --check detections/            for CI: exit with 1 if anything would change
  spl fmt --diff my_rule.yml             show what would change
  echo 'a=1|stats count by b' | spl fmt -
"""
_STDIN = "-"
_YAML = (".yml", ".yaml")


@dataclass(frozen=True, slots=True)
class Laid:
    """A file before and after."""

    name: str
    before: str
    after: str

    def diff(self) -> str:
        """What changes, as a unified diff."""
        lines = (text.splitlines(keepends=True) for text in (self.before, self.after))
        old, new = lines
        return "".join(difflib.unified_diff(old, new, self.name, self.name))


@click.command(epilog=_EXAMPLES)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if anything would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@click.option(
    "--width", default=100, show_default=True, help="Columns that a line should not exceed."
)
@knowledge_paths
def fmt(
    apps: tuple[Path, ...],
    macros: tuple[Path, ...],
    paths: tuple[Path, ...],
    check: bool,
    diff: bool,
    width: int,
) -> int:
    """Lay out searches: one pipe per line, lines of readable width, keywords in capitals.

    PATHS are files of SPL (.spl), rule files, folders of both, or - for standard input. Comments
    and macro calls stay as typed; of a rule file nothing but its search is touched. What does not
    parse is not touched, and the error is shown.
    """
    session = Session(apps=apps, macros=macros)
    reader = Reader(session.macros.definitions, session.environment())
    work = _Layout(reader.parse, Formatter(shapes(), width))
    code = changed = 0
    for path in search_files(paths):
        try:
            laid = work.standard_input() if str(path) == _STDIN else work.file(path)
        except SplError as error:
            click.echo(error.render(), err=True)
            code = max(code, 4 if isinstance(error, DataError | KnowledgeError) else 3)
            continue
        changed += laid.before != laid.after
        _deliver(laid, path, check=check, diff=diff)
    if code:
        return code
    return 1 if changed and check else 0


def _deliver(laid: Laid, path: Path, *, check: bool, diff: bool) -> None:
    """Write a file or standard output, or say what would change."""
    differs = laid.before != laid.after
    if diff:
        click.echo(laid.diff(), nl=False)
    elif not check and str(path) == _STDIN:
        click.echo(laid.after, nl=False)
    elif differs and not check:
        path.write_bytes(laid.after.encode("utf-8"))
    if differs and str(path) != _STDIN:
        click.echo(f"{'would change' if check or diff else 'changed'} {path}", err=True)


@dataclass(frozen=True, slots=True)
class _Layout:
    read: Parse
    formatter: Formatter

    def standard_input(self) -> Laid:
        """The search on standard input."""
        text = sys.stdin.read()
        return Laid("standard input", text, self.search(text) + "\n")

    def file(self, path: Path) -> Laid:
        """A file of SPL or a rule file."""
        text = _read(path)
        if path.suffix in _YAML:
            return Laid(str(path), text, self.rule(path, text))
        newline = "\r\n" if "\r\n" in text else "\n"
        try:
            made = self.search(text) + "\n"
        except SplError as error:
            error.origin = str(path)
            raise
        return Laid(str(path), text, made.replace("\n", newline))

    def rule(self, path: Path, text: str) -> str:
        """The text of a rule file with its search laid out."""
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        document = parse_document(path, text.removeprefix(mark))
        search = document.mapping.get("search")
        if not isinstance(search, str):
            return text
        try:
            made = self.search(search)
        except SplError as error:
            raise in_document(error, document, "search") from None
        if made == search.strip():
            return text
        after = with_search(document, made, "\r\n" if "\r\n" in text else "\n")
        again = parse_document(path, after).mapping
        if {**again, "search": ""} != {**document.mapping, "search": ""}:
            raise _unlike(str(path))
        if str(again["search"]).strip() != made:
            raise _unlike(str(path))
        return mark + after

    def search(self, text: str) -> str:
        """The layout of a search, which is read as the search is."""
        if not is_same(text, text, self.read):  # raises where the text cannot be read
            raise _unlike(None)
        made = self.formatter.format(text)
        if not is_same(text, made, self.read):
            raise _unlike(None)
        return made


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise DataError(f"Cannot read {path}: {error.strerror}.", code="SPL501") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8 text.", code="SPL503") from error


def _unlike(origin: str | None) -> RunError:
    return RunError(
        "Laid out, this would be read as something else, so it stays as it is.",
        code="SPL440",
        origin=origin,
        hint="Please report this search: the formatter has a fault.",
    )
