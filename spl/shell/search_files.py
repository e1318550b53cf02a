"""The files that hold searches: rule files, and files of SPL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from spl.detections import find_rules
from spl.errors import DataError


def search_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files at *paths*; of a folder its rules and its files of SPL, at any depth.

    Raises:
        DataError: SPL502 where a folder has neither.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        plain = sorted(path.rglob("*.spl"))
        yield from plain
        try:
            yield from find_rules([path])
        except DataError:
            if not plain:
                raise
