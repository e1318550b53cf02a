"""Finding the log that a test names: published addresses resolve by their path to a local file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

from spl.detections.rule import AttackData
from spl.detections.yaml_file import read_mapping, text
from spl.errors import DataError, KnowledgeError

_POINTER = b"version https://git-lfs"
_MAPS = frozenset({".yml", ".yaml", ".json"})

Place: TypeAlias = Path | Mapping[str, Path]
"""Where logs are: a folder, or the local path of each address, or of each beginning of one."""


@dataclass(frozen=True, slots=True)
class AttackFile:
    """A log of a test and the local file that holds it."""

    data: AttackData
    path: Path


@dataclass(frozen=True, slots=True)
class Missing:
    """A log that is not here, and why.

    Attributes:
        data: the address that the test names.
        reason: why it is not here.
        pointer: there is a file, but only the pointer that Git LFS leaves in its place.
    """

    data: str
    reason: str
    pointer: bool = False


def read_place(given: str) -> Place:
    """The place that *given* names: a folder, ``ADDRESS=PATH``, or a file of such pairs.

    A file of pairs is YAML or JSON: a mapping of addresses, or of beginnings of them, to paths,
    which count from the file's own folder.

    Errors: DataError SPL501 where there is no such folder or file, KnowledgeError SPL615 where a
    file holds something else than pairs.
    """
    path = Path(given)
    address, sign, target = given.partition("=")
    if path.is_dir():
        return path
    if path.is_file() and path.suffix.lower() in _MAPS:
        return _read_map(path)
    if sign and address and target and not path.exists():
        return {address: Path(target)}
    raise DataError(
        f"There is no folder {given}.",
        code="SPL501",
        hint="Give a folder, ADDRESS=PATH, or a YAML or JSON file that maps addresses to paths.",
    )


def _read_map(path: Path) -> dict[str, Path]:
    content = read_mapping(path)
    for address, target in content.items():
        if not text(target):
            raise KnowledgeError(
                f"The address '{address}' has no path.",
                code="SPL615",
                origin=str(path),
                hint="A line is 'ADDRESS: PATH'.",
            )
    return {str(address): path.parent / text(target) for address, target in content.items()}


def locate_all(data: Sequence[AttackData], places: Sequence[Place]) -> list[AttackFile | Missing]:
    """Find every log of a test."""
    found = [(each, locate(each.data, places)) for each in data]
    return [AttackFile(each, path) if isinstance(path, Path) else path for each, path in found]


def locate(data: str, places: Sequence[Place]) -> Path | Missing:
    """Return the local file of a log, or why there is none.

    A path of a test, or the address of splunk/attack_data, is looked for below each folder: by its
    whole path, from ``datasets/`` on, from what follows it, and below the name of its host, so that
    a folder may be a checkout of attack_data, its datasets folder, or a mirror. In a mapping the
    longest beginning of the address, or of its path, counts. Git-LFS pointer files are not logs.
    """
    pointer = None
    for path in _candidates(data, places):
        if path.is_file():
            if not _is_pointer(path):
                return path
            pointer = pointer or path
    if pointer is not None:
        reason = f"{pointer} is a Git-LFS pointer; run 'git lfs pull' there"
        return Missing(data, reason, pointer=True)
    folders = [str(place) for place in places if isinstance(place, Path)]
    looked = f"below {', '.join(folders)}" if folders else "in the given mapping"
    return Missing(data, f"not found {looked}" if places else "not found: no folder is given")


def _candidates(data: str, places: Sequence[Place]) -> list[Path]:
    address = urlsplit(data)
    parts = PurePosixPath(unquote(address.path)).parts
    if ".." in parts or not data:
        return []
    if not address.scheme and Path(data).is_absolute():
        return [Path(data)]
    parts = tuple(part for part in parts if part != "/")
    tails = [parts, (address.netloc, *parts)] if address.netloc else [parts]
    if "datasets" in parts:
        start = parts.index("datasets")
        tails = [parts[start:], parts[start + 1 :], *tails]
    found: list[Path] = []
    for place in places:
        if isinstance(place, Path):
            found += [place.joinpath(*tail) for tail in tails if tail]
        else:
            found += _mapped(place, [data, *("/".join(tail) for tail in tails)])
    return found


def _mapped(place: Mapping[str, Path], names: Sequence[str]) -> list[Path]:
    """What the mapping says of any of these names of a log, the longest beginning first."""
    found = [
        (len(start), target.joinpath(*rest.split("/")) if rest else target)
        for name in names
        for start, target in place.items()
        if name == start or name.startswith(start.rstrip("/") + "/")
        for rest in [name[len(start) :].strip("/")]
    ]
    return [path for _, path in sorted(found, key=lambda pair: -pair[0])]


def _is_pointer(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_POINTER)) == _POINTER
    except OSError as error:
        raise DataError(
            f"Cannot read {path}: {error.strerror}.", code="SPL501", origin=str(path)
        ) from error
