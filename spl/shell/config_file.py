"""Defaults of options out of files called spl.toml: that of the project, and that of the user.

An option wins over an environment variable, that over the project's file, that over the user's.

The project's file is the nearest one in the current folder or above it, up to the root of the
repository or the home folder; outside of both, only the current folder is looked at. Such a file
comes with whatever one has checked out, so it may say how logs are read and results are shown, and
nothing else: never what may be written (``--write``, ``--to``, reports), where searches run
(``--engine``, ``--master``), or what would be run. Paths in it are relative to its folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from spl.errors import DataError, Span, SplError, did_you_mean
from spl.values.moment import time_zone

NAME = "spl.toml"
OFF = "SPL_NO_CONFIG"
"""Environment variable under which no such file is read."""

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_ONLY_SAID = frozenset(
    ("write", "to", "engine", "master", "most_rows", "risk", "summary", "ledger", "report", "now",
     "file", "editor", "pager")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Setting:
    """A default that a file can say.

    Attributes:
        name: its name in the file, that of the option.
        kind: what it is: path, paths, places, text, zone, size, format or flag.
        variable: the environment variable of the option.
        parameter: how commands call it.
        default: what holds where nobody says it, as a text.
    """

    name: str
    kind: str
    variable: str
    parameter: str
    default: str = ""


SETTINGS = {
    each.name: each
    for each in (
        Setting("apps", "paths", "SPL_APPS", "apps"),
        Setting("macros", "paths", "SPL_MACROS", "macros"),
        Setting("tz", "zone", "SPL_TZ", "tz", "UTC"),
        Setting("index", "text", "SPL_INDEX", "index", "main"),
        Setting("output", "format", "SPL_OUTPUT", "output", "table"),
        Setting("data", "places", "SPL_DATA", "places"),
        Setting("geoip", "path", "SPL_GEOIP", "geoip"),
        Setting("memory", "size", "SPL_MEMORY", "memory"),
        Setting("no_cache", "flag", "SPL_NO_CACHE", "no_cache", "false"),
    )
}


@dataclass(frozen=True, slots=True)
class Known:
    """The value of a setting.

    Attributes:
        setting: which one.
        value: what options are given: a text, a list of texts, or a flag.
        origin: the file that says it.
    """

    setting: Setting
    value: str | list[str] | bool
    origin: Path


def config_files() -> list[Path]:
    """The files that are there, the user's before the project's."""
    if os.environ.get(OFF):
        return []
    found = [user_config_path("spl") / NAME]
    found += [project] if (project := _project_file(Path.cwd(), Path.home())) else []
    return [path for path in dict.fromkeys(found) if path.is_file()]


def _project_file(start: Path, home: Path) -> Path | None:
    above = [start, *start.parents]
    last = next((i for i, each in enumerate(above) if (each / ".git").exists()), None)
    if last is None:
        last = above.index(home) if home in above else 0
    return next((each / NAME for each in above[: last + 1] if (each / NAME).is_file()), None)


def read_config() -> dict[str, Known]:
    """What the files say, by name of the setting.

    Raises:
        DataError: SPL525 a file cannot be read, SPL526 a setting makes no sense, SPL527 a setting
            may not stand there.
    """
    known: dict[str, Known] = {}
    for path in config_files():
        known.update(_read(path))
    return known


def default_map(commands: Mapping[str, list[str]]) -> dict[str, Any]:
    """The defaults in click's form, for *commands* and the commands below them.

    The output format is that of results: other commands write other things.
    """
    said = {each.setting.parameter: each.value for each in read_config().values()}
    other = {name: value for name, value in said.items() if name != "output"}
    maps = {name: other | dict.fromkeys(below, other) for name, below in commands.items()}
    return maps | {"search": said}


def _read(path: Path) -> dict[str, Known]:
    """What one file says."""
    import tomllib  # here: most folders have no such file

    try:
        text = path.read_text(encoding="utf-8")
        content = tomllib.loads(text)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError(f"Cannot read {path}: {reason}", code="SPL525") from None
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8: byte {error.start}.", code="SPL525") from None
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(path, str(error), text) from None
    return dict(_settings(path, text, content))


def _not_toml(path: Path, reason: str, text: str) -> DataError:
    at = _PLACE.search(reason)
    where = _offset(text, int(at[1]), int(at[2])) if at else len(text.rstrip())
    reason = _PLACE.sub("", reason).replace("(at end of document)", "").strip()
    return DataError(
        f"{NAME} is not TOML: {reason}.",
        code="SPL525",
        span=Span(where, where + 1),
        text=text,
        origin=str(path),
        hint='Texts stand in quotes: tz = "Europe/Berlin".',
    )


def _offset(text: str, line: int, column: int) -> int:
    lines = text.split("\n")
    return sum(len(each) + 1 for each in lines[: line - 1]) + column - 1


def _settings(path: Path, text: str, content: Mapping[str, Any]) -> Iterator[tuple[str, Known]]:
    for written, value in content.items():
        name = written.replace("-", "_")

        wrong = partial(_wrong, path, text, written)
        if name in _ONLY_SAID:
            raise wrong(
                f"'{written}' cannot be set in {NAME}.",
                "A file that lies in a folder must not say what is written or run: give the "
                f"option --{name.replace('_', '-')}.",
                code="SPL527",
            )
        if name not in SETTINGS:
            hint = did_you_mean(name, SETTINGS) or f"Known are {', '.join(SETTINGS)}."
            raise wrong(f"{NAME} knows no setting '{written}'.", hint)
        setting = SETTINGS[name]
        yield name, Known(setting, _READERS[setting.kind](value, path.parent, written, wrong), path)


def _wrong(
    path: Path, text: str, name: str, message: str, hint: str | None, code: str = "SPL526"
) -> SplError:
    """The error for the setting called *name*."""
    found = re.search(rf"^\s*\[*\s*[\"']?({re.escape(name)})\b", text, re.MULTILINE)
    span = Span(*found.span(1)) if found else Span(0, 1)
    return DataError(message, code=code, span=span, text=text, origin=str(path), hint=hint)


Wrong = Callable[..., SplError]


def _text(value: object, _folder: Path, name: str, wrong: Wrong) -> str:
    if not isinstance(value, str) or not value:
        raise wrong(f"'{name}' is no text.", f'Write it in quotes: {name} = "…".')
    return value


def _flag(value: object, _folder: Path, name: str, wrong: Wrong) -> bool:
    if not isinstance(value, bool):
        raise wrong(f"'{name}' is neither true nor false.", f"Write {name} = true.")
    return value


def _path(value: object, folder: Path, name: str, wrong: Wrong) -> str:
    path = folder / Path(_text(value, folder, name, wrong)).expanduser()
    if not path.exists():
        raise wrong(f"'{name}' leads nowhere: {path}.", f"Paths are relative to {folder}.")
    return str(path)


def _texts(value: object, name: str, wrong: Wrong) -> list[str]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(each, str) and each for each in values):
        raise wrong(f"'{name}' is no list of texts.", f'Write {name} = ["one", "two"].')
    return values


def _paths(value: object, folder: Path, name: str, wrong: Wrong) -> list[str]:
    return [_path(each, folder, name, wrong) for each in _texts(value, name, wrong)]


def _places(value: object, folder: Path, name: str, wrong: Wrong) -> list[str]:
    """Folders, and pairs of an address and the path that stands for it."""
    places = []
    for each in _texts(value, name, wrong):
        address, pair, path = each.rpartition("=")
        places.append(f"{address}{pair}{_path(path, folder, name, wrong)}")
    return places


def _zone(value: object, folder: Path, name: str, wrong: Wrong) -> str:
    text = _text(value, folder, name, wrong)
    try:
        time_zone(text)
    except SplError as error:
        raise wrong(error.message, error.hint) from None
    return text


def _size(value: object, folder: Path, name: str, wrong: Wrong) -> str:
    text = _text(value, folder, name, wrong)
    if not re.fullmatch(r"\d+(?:\.\d+)?\s*[KMGkmg]?[Bb]?", text.strip()):
        raise wrong(f"'{text}' is no size.", "Write 512MB or 2GB.")
    return text


def _format(value: object, folder: Path, name: str, wrong: Wrong) -> str:
    from spl.shell.render import FORMATS  # here: it brings all of them along

    text = _text(value, folder, name, wrong)
    if text not in FORMATS:
        hint = did_you_mean(text, FORMATS) or f"Known are {', '.join(FORMATS)}."
        raise wrong(f"There is no output format '{text}'.", hint)
    return text


_READERS: dict[str, Callable[[object, Path, str, Wrong], str | list[str] | bool]] = {
    "text": _text,
    "flag": _flag,
    "path": _path,
    "paths": _paths,
    "places": _places,
    "zone": _zone,
    "size": _size,
    "format": _format,
}
