"""An app: a folder, or a packed .tgz or .spl, whose files are read and never run."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from spl.errors import KnowledgeError

_PACKED = (".tgz", ".tar.gz", ".spl", ".tar")
_FOLDERS = ("default", "local", "lookups", "macros", "data_sources")
_LARGEST = 256 * 2**20  # bytes of one packed file; more is taken for a trap
_DEEPEST = 4


@dataclass(frozen=True, slots=True, eq=False)
class App:
    """The files of one app that hold knowledge.

    Attributes:
        name: the app's folder name, which orders apps.
        origin: where it was read from, for errors.
        files: what holds each file, by its path inside the app.
    """

    name: str
    origin: str
    files: Mapping[str, Path | bytes] = field(repr=False)

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
    if path.is_file() and path.name.endswith(_PACKED):
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
    for folder in _FOLDERS:
        files.update(
            (found.relative_to(path).as_posix(), found) for found in _walk(path / folder, _DEEPEST)
        )
    return App(path.resolve().name, str(path), files)


def _walk(folder: Path, depth: int) -> Iterator[Path]:
    """The files below *folder*; links to folders are not followed."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.is_file():
            yield path
        elif depth and path.is_dir() and not path.is_symlink():
            yield from _walk(path, depth - 1)


def _unpack(path: Path) -> list[App]:
    """Read the members of an archive into memory; nothing is written to disk."""
    apps: dict[str, dict[str, Path | bytes]] = {}
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                parts = [part for part in PurePosixPath(member.name).parts if part != "."]
                if not member.isfile() or len(parts) < 3 or parts[1] not in _FOLDERS:
                    continue
                if member.size > _LARGEST:
                    raise KnowledgeError(
                        f"{member.name} in {path} is larger than {_LARGEST} bytes.", code="SPL603"
                    )
                content = archive.extractfile(member)
                if content is not None:
                    apps.setdefault(parts[0], {})["/".join(parts[1:])] = content.read()
    except (tarfile.TarError, OSError, EOFError) as error:
        raise KnowledgeError(
            f"Cannot read the packed app {path}: {error}.", code="SPL603", origin=str(path)
        ) from None
    return [App(name, f"{path}:{name}", files) for name, files in sorted(apps.items())]
