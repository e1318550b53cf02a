"""A checkout of three rules or so, written into a folder: files by path, YAML as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

LOG = "datasets/one.json"
EVENTS = '{"user": "al", "host_name": "h1", "n": 1}\n{"user": "bo", "host_name": "h2", "n": 2}\n'


def write(root: Path, files: Mapping[str, str]) -> Path:
    """Write files below *root* and return it."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def rule(name: str, search: str, *more: str, log: str = LOG, kind: str = "TTP") -> str:
    """The text of a rule file with one test over *log*; *more* are further lines at the top."""
    return "\n".join(
        [
            f"name: {name}",
            f"search: '{search}'",
            f"type: {kind}",
            "status: production",
            *more,
            "tests:",
            f"- {{name: T, attack_data: [{{data: '{log}', source: s, sourcetype: _json}}]}}",
        ]
    )
