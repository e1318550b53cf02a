"""Finding the log that a test names: published addresses resolve by their path to a local file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from spl.detections.rule import AttackData, RuleTest
from spl.errors import DataError

_POINTER = b"version https://git-lfs"


@dataclass(frozen=True, slots=True)
class AttackFile:
    """A log of a test and the local file that holds it."""

    data: AttackData
    path: Path


@dataclass(frozen=True, slots=True)
class Missing:
    """A log that is not here, and why."""

    data: str
    reason: str


def locate_all(test: RuleTest, folders: Sequence[Path]) -> list[AttackFile | Missing]:
    """Find every log of a test."""
    found = [(data, locate(data.data, folders)) for data in test.attack_data]
    return [AttackFile(data, path) if isinstance(path, Path) else path for data, path in found]


def locate(data: str, folders: Sequence[Path]) -> Path | Missing:
    """Return the local file of a log, or why there is none.

    A path of a test, or the address of splunk/attack_data, is looked for below each folder, from
    ``datasets/`` on and from what follows it, so that a folder may be a checkout of attack_data or
    its datasets folder. Git-LFS pointer files are not logs.
    """
    for path in _candidates(data, folders):
        if path.is_file():
            if _is_pointer(path):
                return Missing(data, f"{path} is a Git-LFS pointer; run 'git lfs pull' there")
            return path
    looked = ", ".join(str(folder) for folder in folders) or "no folder"
    return Missing(data, f"not found below {looked}")


def _candidates(data: str, folders: Sequence[Path]) -> list[Path]:
    address = urlsplit(data)
    parts = PurePosixPath(unquote(address.path)).parts
    if ".." in parts:
        return []
    if not address.scheme and Path(data).is_absolute():
        return [Path(data)]
    tails = [parts]
    if "datasets" in parts:
        start = parts.index("datasets")
        tails = [parts[start:], parts[start + 1 :]]
    return [folder.joinpath(*tail) for folder in folders for tail in tails if tail]


def _is_pointer(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_POINTER)) == _POINTER
    except OSError as error:
        raise DataError(
            f"Cannot read {path}: {error.strerror}.", code="SPL501", origin=str(path)
        ) from error
