"""The side of a process that runs batches of tasks and tells its parent how it gets on."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable
from dataclasses import dataclass, replace
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import Literal, TypeAlias

from spl.detections.bug import bug_error
from spl.detections.outcome import Outcome
from spl.detections.risk import RiskEvent
from spl.detections.runner import Runner, failed
from spl.detections.task import Task

Event: TypeAlias = Literal["reads", "searches", "done", "idle"]


@dataclass(frozen=True, slots=True)
class Work:
    """What the parent sends: tasks, and the risk events that are there already."""

    tasks: tuple[Task, ...]
    risk: tuple[RiskEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """What the worker sends: what it is about to do, or has done, with the task of that number."""

    event: Event
    number: int = -1
    outcome: Outcome | None = None


def work(
    link: Connection, runner: Runner, scratch: str, inherited: Iterable[Connection] = ()
) -> None:
    """Run what comes over *link* until the parent closes it.

    Args:
        link: the connection to the parent.
        runner: runs the tasks.
        scratch: folder for what rules write; the parent removes it.
        inherited: the parent's own ends of connections, which a forked process closes.
    """
    for each in inherited:
        each.close()
    # Ctrl-C reaches every process of a terminal; the parent decides what becomes of this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    runner.scratch = Path(scratch)
    try:
        while True:
            _run(link, runner, link.recv())
            link.send(Progress("idle"))
    except (EOFError, OSError):
        return


def _end_with_parent() -> None:
    """End this process when its parent was killed, in the middle of a search too."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run(link: Connection, runner: Runner, given: Work) -> None:
    for number, task in enumerate(given.tasks):
        link.send(Progress("reads", number))
        outcome = loaded(runner, task)
        if outcome is None:
            link.send(Progress("searches", number))
            outcome = runner.run_task(task, given.risk)
        _send(link, Progress("done", number, outcome))


def loaded(runner: Runner, task: Task) -> Outcome | None:
    """Read the logs; the outcome where that fails."""
    try:
        runner.load(task)
    except Exception as error:  # noqa: BLE001 - a bug must not end the run of all other rules
        return failed(task, error)
    return None


def _send(link: Connection, progress: Progress) -> None:
    try:
        link.send(progress)
    except (TypeError, ValueError, AttributeError) as error:  # what pickle raises
        assert progress.outcome is not None
        bare = replace(
            progress.outcome, status="error", results=None, drilldowns=(), error=bug_error(error)
        )
        link.send(replace(progress, outcome=bare))
