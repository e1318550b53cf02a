"""Finding rule files: a file, a folder, or a whole checkout of published content."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from spl.detections.checkout import find_root
from spl.detections.rule import Rule, read_rule
from spl.detections.sidecar import SUFFIX, with_sidecar
from spl.errors import DataError

# Folders that hold other things than rules, where they stand beside rules.
_OTHER = frozenset(
    (
        "apps", "baselines", "data_sources", "deployments", "investigations", "lookups", "macros",
        "stories",
    )
)  # fmt: skip


def find_rules(paths: Iterable[Path]) -> list[Path]:
    """Return the rule files at *paths*, folders searched to the bottom, sorted by path.

    A sidecar stands for the rule beside it, so that a shell's ``*.yml`` may name both.

    Error: DataError SPL501 for a path that is not there, SPL502 when no rule is found at all.
    """
    paths = list(paths)
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_file():
            found[_rule_of(path)] = None
        elif path.is_dir():
            found.update(dict.fromkeys(_rules_below(path)))
        else:
            raise DataError(f"There is no file or folder {path}.", code="SPL501")
    if not found:
        raise DataError(
            f"There is no rule in {', '.join(map(str, paths))}.",
            code="SPL502",
            hint="A rule is a .yml file with the keys name and search.",
        )
    return list(found)


def load_rule(path: Path) -> Rule:
    """Read a rule file and the extra tests beside it."""
    return with_sidecar(read_rule(path))


def _rule_of(path: Path) -> Path:
    """The rule file that *path* is, or is the sidecar of."""
    if not path.name.endswith(SUFFIX):
        return path
    return path.with_name(path.name.removesuffix(SUFFIX) + ".yml")


def _rules_below(folder: Path) -> list[Path]:
    """The rules in a folder, however deep; those of a checkout are in ``detections`` alone."""
    inside = folder / "detections"
    if inside.is_dir() and find_root(folder) == folder.resolve():
        folder = inside
    files = [*folder.rglob("*.yml"), *folder.rglob("*.yaml")]
    return sorted(
        file
        for file in files
        if not file.name.endswith(SUFFIX)
        and not _OTHER.intersection(file.relative_to(folder).parts[:-1])
        and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    )
