"""The search that a command line names: its first word, a rule file, or a file of SPL."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from spl.errors import DataError, SplError
from spl.session import Session, parse

_RULES = (".yml", ".yaml")
_READING = frozenset(("search", "tstats", "from"))


def search_and_files(
    words: tuple[str, ...], search_file: Path | None, session: Session
) -> tuple[str, tuple[str, ...]]:
    """The text of the search and the files to load.

    Args:
        words: the arguments; the first is the search unless a file holds it.
        search_file: a rule file or a file of SPL, or None.
        session: gets the rule's filter macro and its name as a saved search.

    Raises:
        UsageError: there is no search, or it stands behind a log.
        DataError: SPL501, SPL503 where the file cannot be read.
    """
    if search_file is not None:
        return _read_search(search_file, session), words
    if words:
        _check_order(words[0], words[1:])
        return words[0], words[1:]
    raise click.UsageError("Say what to search: a SEARCH, or --file with a rule.")


def _check_order(text: str, files: tuple[str, ...]) -> None:
    """Tell a log that stands where the search should be."""
    behind = [file for file in files if file != "-" and not Path(file).exists()]
    if behind and "\n" not in text and Path(text[:255]).is_file():
        raise click.UsageError(f"{text} is a file. The search stands first, then the logs.")


def asks_for_events(text: str, session: Session) -> bool:
    """Whether a search, which has run without an error, begins with reading events."""
    return parse(text, session.macros).commands[0].name in _READING


def in_search_file(error: SplError, search_file: Path | None) -> SplError:
    """The error of a search, shown in the file that the search was taken from."""
    if search_file is None or error.origin is not None:
        return error
    if search_file.suffix in _RULES:
        from spl.detections.rule_place import in_rule_file  # here: as in reading the rule

        return in_rule_file(error, search_file)
    error.origin = str(search_file)
    return error


def _read_search(path: Path, session: Session) -> str:
    """The search of a rule file, its filter macro defined, or the text of any other file."""
    if path.suffix in _RULES:
        from spl.detections import read_rule  # here: most searches start without a rule

        rule = read_rule(path)
        session.macros.setdefault(rule.filter_macro, "search *")
        session.savedsearches.setdefault(rule.saved_name, rule.search)
        return rule.search
    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DataError(f"Cannot read {path}: {error.strerror}.", code="SPL501") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8 text.", code="SPL503") from error
