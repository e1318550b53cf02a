"""Which files are logs: those of a folder, and the errors for what is none."""

from __future__ import annotations

from glob import glob, has_magic
from pathlib import Path

from spl.errors import DataError, did_you_mean
from spl.events.store_manifest import NAME, is_store

_NO_LOGS = frozenset({".md", ".yml", ".yaml"})  # stand beside logs in collections of them


def logs_in(folder: Path, skipped: list[tuple[str, str]]) -> list[Path]:
    """The logs in *folder* and below in the order of their names; other files go to *skipped*.

    Hidden files are passed over in silence, and so are stores.
    """
    files = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(p.startswith(".") for p in path.relative_to(folder).parts)
    ]
    stores = {path.parent for path in files if path.name == NAME and is_store(path.parent)}
    files = [path for path in files if stores.isdisjoint(path.parents)]
    skipped.extend((str(path), "not a log") for path in files if is_document(path.name))
    return [path for path in files if not is_document(path.name)]


def named_logs(name: str) -> list[Path]:
    """What a name on the command line means: a file, a folder, or all that a pattern fits.

    A pattern has ``*``, ``?``, ``[…]`` or ``**`` (any folders), and is no file itself. Hidden files
    and documents do not fit one, nor do folders where it has ``**``.

    Raises:
        DataError: SPL501, nothing fits the pattern.
    """
    path = Path(name)
    if not has_magic(name) or path.exists():
        return [path]
    found = [Path(each) for each in sorted(glob(name, recursive=True))]  # noqa: PTH207 - also absolute ones
    deep = "**" in path.parts
    found = [each for each in found if not is_document(each.name) and not (deep and each.is_dir())]
    if not found:
        raise DataError(f"No log fits the pattern {name}.", code="SPL501")
    return found


def logs_of(name: str, skipped: list[tuple[str, str]]) -> tuple[list[Path], str]:
    """All logs that a name means, and the words for what they are in; no words for one file.

    Raises:
        DataError: SPL501, nothing fits the pattern; SPL503, there is no log in it.
    """
    paths = named_logs(name)
    if len(paths) == 1 and not paths[0].is_dir():
        return paths, ""
    place = f"folder {name}" if paths == [Path(name)] else f"the pattern {name}"
    found = [log for path in paths for log in (logs_in(path, skipped) if path.is_dir() else [path])]
    if not found:
        raise no_log(place, skipped)
    return found, place


def is_document(name: str) -> bool:
    """Whether a file is called as what stands beside logs."""
    return Path(name).suffix.lower() in _NO_LOGS


def no_log(place: str, skipped: list[tuple[str, str]]) -> DataError:
    """The error for a folder or archive without a log, with the first reasons why."""
    reasons = "; ".join(reason.rstrip(".") for _, reason in skipped[:3])
    hint = f"{reasons[0].upper()}{reasons[1:]}." if reasons else None
    return DataError(f"No log in {place}.", code="SPL503", hint=hint)


def missing_log(path: Path) -> DataError:
    """The error for a file that is not there, with the name of one that is much alike."""
    names = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
    hint = did_you_mean(str(path), (str(path.parent / name) for name in names))
    return DataError(f"No such file: {path}.", code="SPL501", hint=hint)
