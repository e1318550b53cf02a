"""The folder that what rules write goes to: one for each test, gone when the test is over."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4


@contextmanager
def scratch_folder(parent: Path | None = None) -> Iterator[Path]:
    """A path for what one test writes; below *parent*, nothing is there until it writes."""
    if parent is None:
        with TemporaryDirectory(prefix="spl-") as folder:
            yield Path(folder)
        return
    path = parent / uuid4().hex
    try:
        yield path
    finally:
        if path.exists():
            shutil.rmtree(path, ignore_errors=True)
