"""A fault of this program, told as an error of the rule that met it."""

from __future__ import annotations

import traceback
from pathlib import Path

from spl.errors import RunError

_ROOT = Path(__file__).parents[2]


def bug_error(error: Exception) -> RunError:
    """The error that stands for *error*, which nobody raised on purpose: RunError SPL452."""
    frames = traceback.extract_tb(error.__traceback__)
    place = ""
    if frames:
        path = Path(frames[-1].filename)
        inside = path.relative_to(_ROOT) if path.is_relative_to(_ROOT) else Path(path.name)
        place = f" ({inside.as_posix()}, line {frames[-1].lineno})"
    said = " ".join(str(error).split())[:200]
    return RunError(
        f"This rule meets a bug of spl: {type(error).__name__}: {said}{place}.",
        code="SPL452",
        hint="Please report it, with the rule and a log that shows it.",
    )
