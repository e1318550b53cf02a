"""Small apps, written to a folder for one test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

WriteApp = Callable[..., Path]


@pytest.fixture
def write_app(tmp_path: Path) -> WriteApp:
    """Write files by their path inside the app, and return the app's folder."""

    def write(files: dict[str, str], name: str = "app") -> Path:
        for path, text in files.items():
            target = tmp_path / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return tmp_path / name

    return write
