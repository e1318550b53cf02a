"""Options that several commands of the command line share, and the session that they describe."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from spl.engine import Executor
from spl.session import Session

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class SessionOptions:
    """What the options of the command line say of a session."""

    apps: tuple[Path, ...]
    macros: tuple[Path, ...]
    tz: str
    now: str | None
    write: Path | None
    geoip: Path | None
    memory: int | None = None
    engine: Executor | None = None

    def session(self, *, apps: Sequence[Path] = ()) -> Session:
        """A fresh session as the options describe it, with *apps* below those of the options."""
        return Session(
            apps=(*apps, *self.apps),
            macros=self.macros,
            tz=self.tz,
            now=self.now,
            write=self.write,
            geoip=self.geoip,
            memory=self.memory,
            engine=self.engine,
        )


class _Size(click.ParamType):  # type: ignore[type-arg]  # not in every version of click
    """A number of bytes, with KB, MB or GB behind it or none."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read it."""
        found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMG]?)B?", str(value).strip(), re.IGNORECASE)
        if found is None:
            self.fail(f"{value!r} is no size; write 512MB or 2GB.", param, ctx)
        return int(float(found[1]) * 1000 ** " KMG".index(found[2].upper() or " "))


_FOLDER = click.Path(path_type=Path, exists=True)
_KNOWLEDGE = (
    click.option(
        "--apps",
        type=_FOLDER,
        multiple=True,
        envvar="SPL_APPS",
        help="Folder of Splunk apps, or one app, whose .conf files to use. May be repeated.",
    ),
    click.option(
        "--macros",
        type=_FOLDER,
        multiple=True,
        envvar="SPL_MACROS",
        help="Macro definitions: a macros.conf, a YAML file, or a folder of them. May be repeated.",
    ),
)
_DECORATORS = (
    *_KNOWLEDGE,
    click.option(
        "--tz",
        default="UTC",
        envvar="SPL_TZ",
        show_default=True,
        help="Time zone of the searching user, such as Europe/Berlin.",
    ),
    click.option("--now", help="The time that 'now' means: epoch seconds or 2024-11-13T10:00:00."),
    click.option(
        "--geoip",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        envvar="SPL_GEOIP",
        help="MaxMind DB file (.mmdb) with places, for iplocation.",
    ),
    click.option(
        "--memory",
        type=_Size(),
        envvar="SPL_MEMORY",
        help="What events of a store may take, such as 512MB; by default a quarter of the memory.",
    ),
)
_WRITE = click.option(
    "--write",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder that outputlookup, outputcsv and collect may write files into.",
)


def with_options(function: Any, options: Sequence[Callable[[Any], Any]]) -> Any:
    """*function* with *options* of click, in their order."""
    for decorate in reversed(options):
        function = decorate(function)
    return function


def session_options(function: F) -> F:
    """Add the options of `SessionOptions`; the command receives one object called ``options``."""
    return knowledge_options(_WRITE(function))


def knowledge_options(function: F) -> F:
    """As `session_options`, for a command whose searches write no files."""

    @wraps(function)
    def call(  # noqa: PLR0913 - one parameter per option
        apps: tuple[Path, ...],
        macros: tuple[Path, ...],
        tz: str,
        now: str | None,
        geoip: Path | None,
        memory: int | None,
        write: Path | None = None,
        **others: Any,
    ) -> Any:
        options = SessionOptions(apps, macros, tz, now, write, geoip, memory)
        return function(options=options, **others)

    return with_options(call, _DECORATORS)  # type: ignore[no-any-return]


def knowledge_paths(function: F) -> F:
    """Add --apps and --macros, for commands that read knowledge and run no search."""
    return with_options(function, _KNOWLEDGE)  # type: ignore[no-any-return]


def warn(sentences: Iterable[str]) -> None:
    """Write warnings to standard error, where they do not spoil a pipe."""
    for sentence in sentences:
        click.echo(f"warning: {sentence}", err=True)
