"""Splitting: the steps that each part of the rows goes through alone, and where the parts meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spl.commands import Streaming
from spl.plan.plan import Step


@dataclass(frozen=True, slots=True)
class Cut:
    """Steps cut at the first command that is not streaming.

    Attributes:
        mapped: streaming commands, for each part by itself.
        meeting: the command in which the parts meet; None where there is none.
        rest: what follows it.
    """

    mapped: tuple[Step, ...]
    meeting: Step | None
    rest: tuple[Step, ...]


def split(steps: Sequence[Step]) -> Cut:
    """Cut *steps*, none of which reads, at the first that needs more than one batch."""
    for position, step in enumerate(steps):
        if not isinstance(step.command, Streaming):
            return Cut(tuple(steps[:position]), step, tuple(steps[position + 1 :]))
    return Cut(tuple(steps), None, ())
