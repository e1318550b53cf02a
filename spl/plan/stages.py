"""Stages: how a plan is worked on by many, and where what they have must meet.

A plan is cut where parts meet, as by `split`. Where the command of a meeting can be worked out on
parts, only what matters of each part goes on; and where rows of different keys need not meet, they
meet in many places side by side. From the first meeting that needs everything in one place, the
rest is work for one.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from spl.commands import Generating, Job, Partable, Parted, Reducible, Sided, Streaming
from spl.language import ast
from spl.plan.plan import Plan


@dataclass(frozen=True, slots=True)
class Stage:
    """What each part goes through alone, and the meeting behind it.

    Attributes:
        start: position of its first step.
        stop: position behind its last step.
        meeting: position of the command in which the parts meet; None behind the last command.
        parted: how that command is worked out on parts; None where it takes all their rows.
    """

    start: int
    stop: int
    meeting: int | None
    parted: Parted | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The fields that say where a row goes; none where all go to one place."""
        return () if self.parted is None else self.parted.keys

    @property
    def following(self) -> int | None:
        """Position of the first step for one alone, behind this meeting; None for no step."""
        if self.meeting is None or self.parted is None:
            return self.meeting
        return self.meeting + 1


def stages(plan: Plan, job: Job, together: Set[int] = frozenset()) -> tuple[Stage, ...]:
    """The stages of a complete plan; the last one ends in one place.

    Args:
        plan: the plan.
        job: what its commands may reach.
        together: positions of commands that need all rows in one place in any case.
    """
    found: list[Stage] = []
    start = 0
    head: object = plan.steps[0].command if plan.steps else None
    if isinstance(head, Generating):
        start = 1
        if isinstance(head, Reducible):
            found.append(_stage(plan, job, 1, 1, 0, together))
    while not found or found[-1].keys:
        if found and found[-1].meeting is not None:
            start = max(start, found[-1].meeting + 1)
        stop = start
        while stop < len(plan.steps) and goes_alone(plan.steps[stop].command):
            stop += 1
        meeting = stop if stop < len(plan.steps) else None
        found.append(_stage(plan, job, start, stop, meeting, together))
    return tuple(found)


def goes_alone(command: object) -> bool:
    """Whether each part goes through the command by itself."""
    return isinstance(command, Streaming) or side_of(command) is not None


def side_of(command: object) -> ast.Pipeline | None:
    """The subsearch whose rows each part needs for this; None for a command without such."""
    return command.side() if isinstance(command, Sided) else None


def _stage(
    plan: Plan, job: Job, start: int, stop: int, meeting: int | None, together: Set[int]
) -> Stage:
    command: object = None if meeting is None else plan.steps[meeting].command
    parted = command.parted(job) if isinstance(command, Partable) else None
    return Stage(start, stop, meeting, None if meeting in together else parted)
