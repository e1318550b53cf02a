"""What to say when arguments do not fit their shape: Splunk's wording, a code, a place, a hint."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a parser stopped.

    Attributes:
        command: name of the command.
        shape: its argument shape.
        text: the argument text.
        at: offset in `text` of what does not fit; its length at the end.
        expected: names of the terminals that would have fitted.
    """

    command: str
    shape: str
    text: str
    at: int
    expected: frozenset[str]


@dataclass(frozen=True, slots=True)
class Said:
    """An explanation; offsets count in the argument text."""

    code: str
    message: str
    start: int
    end: int
    hint: str | None = None


def explain(fault: Fault) -> Said:
    """Say what is wrong."""
    rest = fault.text[fault.at :].strip()
    what = f"The argument '{rest[:40]}' is invalid." if rest else "Arguments are missing."
    message = f"Error in '{fault.command}' command: {what}"
    return Said("SPL142", message, fault.at, fault.at + 1)
