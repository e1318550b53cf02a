"""The commands of SPL, one file each, found by listing this folder."""

import importlib
import pkgutil

from spl.commands._book import (
    Bound,
    Brackets,
    CommandEntry,
    Generating,
    Reducible,
    Reduction,
    Scope,
    Streaming,
    Whole,
    bind_command,
    command,
    entries,
    find_command,
    refuse,
    shapes,
)
from spl.commands._job import Job
from spl.commands._unsupported import enter_refused

__all__ = [
    "Bound",
    "Brackets",
    "CommandEntry",
    "Generating",
    "Job",
    "Reducible",
    "Reduction",
    "Scope",
    "Streaming",
    "Whole",
    "bind_command",
    "command",
    "entries",
    "find_command",
    "refuse",
    "shapes",
]

for _module in pkgutil.iter_modules(__path__):
    if not _module.name.startswith("_"):
        importlib.import_module(f"{__name__}.{_module.name}")

enter_refused()
