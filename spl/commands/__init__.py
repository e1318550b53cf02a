"""The commands of SPL, one file each, found by listing this folder."""

from spl.commands._batches import event_times
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
from spl.commands._candidates import Candidates, candidates
from spl.commands._events import Reads, ranged, reads_of
from spl.commands._job import Job
from spl.commands._parted import Partable, Parted, PartedRows, Sided, in_order, together
from spl.commands._unsupported import enter_refused
from spl.commands._wildcards import captures, fill, matches_name

__all__ = [
    "Bound",
    "Brackets",
    "Candidates",
    "CommandEntry",
    "Generating",
    "Job",
    "Partable",
    "Parted",
    "PartedRows",
    "Reads",
    "Reducible",
    "Reduction",
    "Scope",
    "Sided",
    "Streaming",
    "Whole",
    "bind_command",
    "candidates",
    "captures",
    "command",
    "entries",
    "event_times",
    "fill",
    "find_command",
    "in_order",
    "matches_name",
    "ranged",
    "reads_of",
    "refuse",
    "shapes",
    "together",
]

enter_refused()
