"""An app: a folder, or a packed .tgz or .spl, whose files are read and never run."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from spl.errors import KnowledgeError
from spl.knowledge.packed import PACKED, members

_FOLDERS = ("default", "local", "lookups", "macros", "data_sources")
_DEEPEST = 4


@dataclass(frozen=True, slots=True, eq=False)
class App:
    """The files of one app that hold knowledge.

    Attributes:
        name: the app's folder name, which orders apps.
        origin: where it was read from, for errors.
        files: what holds each file, by its path inside the app.
        problems: what was left out, such as links that lead out of the app.
    """

    name: str
    origin: str
    files: Mapping[str, Path | bytes] = field(repr=False)
    problems: tuple[KnowledgeError, ...] = ()

    def read(self, path: str) -> bytes | None:
        """The content of a file of the app, None where there is none."""
        found = self.files.get(path)
        if found is None or isinstance(found, bytes):
            return found
        try:
            return found.read_bytes()
        except OSError as error:
            raise KnowledgeError(
                f"Cannot read {found}: {error.strerror}.", code="SPL603", origin=str(found)
            ) from None

    def place(self, path: str) -> str:
        """What errors call a file of the app."""
        found = self.files.get(path)
        return str(found) if isinstance(found, Path) else f"{self.origin}:{path}"

    def inside(self, folder: str, suffix: str = "") -> list[str]:
        """The files in a folder of the app, at any depth, sorted."""
        return sorted(p for p in self.files if p.startswith(folder + "/") and p.endswith(suffix))


def find_apps(path: Path) -> list[App]:
    """The apps at *path*, sorted by name: one app, a folder of apps, or a packed app.

    Raises:
        KnowledgeError: SPL603 where there is nothing at *path* or it cannot be read.
    """
    if path.is_file() and path.name.endswith(PACKED):
        return _unpack(path)
    if not path.is_dir():
        raise KnowledgeError(
            f"There is no app at {path}.",
            code="SPL603",
            hint="Give an app's folder, a folder of apps, or a packed app (.tgz, .spl).",
        )
    if _is_app(path):
        return [_folder(path)]
    return [_folder(p) for p in sorted(path.iterdir()) if p.is_dir() and _is_app(p)]


def _is_app(path: Path) -> bool:
    return any((path / folder).is_dir() for folder in _FOLDERS[:4])


def _folder(path: Path) -> App:
    files: dict[str, Path | bytes] = {}
    problems: list[KnowledgeError] = []
    root = path.resolve()
    for folder in _FOLDERS:
        for found, is_link in _walk(path / folder, _DEEPEST):
            if is_link and not found.resolve().is_relative_to(root):
                problems.append(_not_followed(str(found), "leads out of the app"))
            else:
                files[found.relative_to(path).as_posix()] = found
    return App(root.name, str(path), files, tuple(problems))


def _walk(folder: Path, depth: int) -> Iterator[tuple[Path, bool]]:
    """The files below *folder*, and links to folders themselves, which are not followed.

    With each, whether it is a link; what is none cannot lead out of the folder.
    """
    if folder.is_symlink():
        yield folder, True
    elif folder.is_dir():
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        for entry in found:
            if entry.is_file():
                yield folder / entry.name, entry.is_symlink()
            elif depth and entry.is_dir():
                yield from _walk(folder / entry.name, depth - 1)


def _unpack(path: Path) -> list[App]:
    """The apps of an archive."""
    apps: dict[str, dict[str, Path | bytes]] = {}
    problems: dict[str, list[KnowledgeError]] = {}
    for app, inside, content in members(path, _FOLDERS):
        files = apps.setdefault(app, {})
        if content is None:
            error = _not_followed(f"{path}:{app}:{inside}", "is not a plain file")
            problems.setdefault(app, []).append(error)
        else:
            files[inside] = content
    return [
        App(name, f"{path}:{name}", files, tuple(problems.get(name, ())))
        for name, files in sorted(apps.items())
    ]


def _not_followed(place: str, why: str) -> KnowledgeError:
    return KnowledgeError(f"The link is not followed: it {why}.", code="SPL603", origin=place)
