"""Where each command of a plan runs when it is spread over a cluster, in words."""

from __future__ import annotations

from collections.abc import Iterator

from spl.commands import Job, reads_of
from spl.plan.plan import Plan
from spl.plan.stages import Stage, side_of, stages

ALONE = "on the workers, each part by itself"
SIDED = f"{ALONE}; the rows of its subsearch travel to them"
HERE = "here"


def whereabouts(plan: Plan, job: Job) -> tuple[str, ...]:
    """A sentence for each step: where it runs, and what is shuffled for it."""
    head: object = plan.steps[0].command if plan.steps else None
    if reads_of(head) is None:
        told = [HERE] * len(plan.steps)
    else:
        told = list(_told(plan, stages(plan, job)))
    return tuple(
        f"{number}. {step.node.name}: {where}."
        for number, (step, where) in enumerate(zip(plan.steps, told, strict=True), 1)
    )


def _told(plan: Plan, cut: tuple[Stage, ...]) -> Iterator[str]:
    meetings = {stage.meeting: stage for stage in cut if stage.meeting is not None}
    last = cut[-1].meeting
    for position in range(len(plan.steps)):
        if position in meetings:
            yield _meeting(meetings[position])
        elif last is not None and position > last:
            yield HERE
        else:
            yield ALONE if side_of(plan.steps[position].command) is None else SIDED


def _meeting(stage: Stage) -> str:
    if stage.parted is None:
        return "here; all rows before it come here"
    if not stage.keys:
        return "on the workers for each part; what the parts leave comes here"
    keys = ", ".join(key.removeprefix("_tstats_bucket") or "_time" for key in stage.keys)
    return f"on the workers for each part; what the parts leave is shuffled by {keys}"
