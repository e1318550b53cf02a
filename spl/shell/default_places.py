"""Where the logs of rules are looked for when nobody says where."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def default_places(files: Sequence[Path]) -> list[Path]:
    """The current folder, and every folder above a rule: a checkout holds rules and logs.

    contentctl keeps the logs that it fetched below ``external_repos`` of a checkout.
    """
    folders = dict.fromkeys([Path.cwd()])
    for file in files:
        folders.update(dict.fromkeys(file.resolve().parents))
    caches = [each for folder in folders for each in sorted(folder.glob("external_repos/*/"))]
    return [*folders, *caches]
