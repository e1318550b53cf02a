"""The commands of SPL, one file each, found by listing this folder."""

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
from spl.commands._events import ranged
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
    "ranged",
    "refuse",
    "shapes",
]

enter_refused()
