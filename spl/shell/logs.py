"""Loading the FILES of a command: with a bar, and big logs out of the cache."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource
from platformdirs import user_cache_path

from spl.events.intake import Settings
from spl.events.log_files import named_logs
from spl.events.report import Progress, Report
from spl.events.store_manifest import is_store
from spl.session import Session
from spl.shell.options import warn
from spl.shell.progress import progress

if TYPE_CHECKING:
    from spl.events.log_cache import CachedLog

F = TypeVar("F", bound=Callable[..., Any])

BIG = 4 << 20
"""Bytes of a log that is kept in the cache: a smaller one is read in a moment."""


def cache_option(function: F) -> F:
    """Add ``--no-cache``."""
    return click.option(
        "--no-cache",
        is_flag=True,
        envvar="SPL_NO_CACHE",
        help="Read big logs anew, and keep no copy of them in the cache folder.",
    )(function)


def load_logs(
    session: Session, files: Iterable[str], said: Settings, *, no_cache: bool = False
) -> None:
    """Load logs, folders, patterns and stores into *session*, and warn of what was odd in them.

    An index that a variable or a file says for all logs is not meant for stores, which have theirs.
    """
    store_said = said if _is_said("index") else replace(said, index=None)
    for name in files:
        for file in [name] if name == "-" else map(str, named_logs(name)):
            with progress("Reading") as tell:
                about = store_said if is_store(file) else said
                report = _load(session, file, about, tell, no_cache)
            warn(report.warnings())


def _is_said(name: str) -> bool:
    """Whether the command line has an option, not only its default."""
    context = click.get_current_context()
    return context.get_parameter_source(name) is ParameterSource.COMMANDLINE


def _load(
    session: Session, file: str, said: Settings, tell: Progress | None, no_cache: bool
) -> Report:
    here = session.reads_here and not no_cache  # workers have not the cache of this user
    known = _cached(session, file, said, tell) if here else None
    if known is None:
        return session.load(file, said.source, said.sourcetype, said.index, said.host, tell)
    problems = session.load(known.store.path).problems
    problems = list(dict.fromkeys((*problems, *known.report.problems)))
    return replace(known.report, problems=problems)


def _cached(
    session: Session, file: str, settings: Settings, tell: Progress | None
) -> CachedLog | None:
    """The log out of the cache, if it is big enough for it."""
    path = Path(file)
    if file == "-" or not path.is_file() or path.stat().st_size < BIG:
        return None
    from spl.events.log_cache import LogCache  # here: most searches are over small logs

    cache = LogCache(user_cache_path("spl") / "logs")
    return cache.log(path, settings, session.knowledge, session.environment(), tell)
