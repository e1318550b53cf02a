"""Running tasks on all cores: a process that dies, or takes too long, costs one rule.

Every search runs in a process of its own making, even with one job: a hostile regular expression
cannot be interrupted from within, but the process that runs it can be ended.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from tempfile import TemporaryDirectory
from typing import TypeAlias

from spl.detections.batch import batches, size_of
from spl.detections.outcome import Outcome
from spl.detections.risk import RiskEvent
from spl.detections.runner import Runner, failed
from spl.detections.task import Task
from spl.detections.worker import Event, Progress, Work, work
from spl.errors import RunError
from spl.events.cores import cores

FORKS = sys.platform == "linux"
"""A forked process has everything read already; elsewhere, system libraries do not survive it."""

Done: TypeAlias = tuple[Task, Outcome]

READING = 1 << 20
"""Bytes of a log that may be read in a second before a time limit strikes."""


@dataclass(slots=True, eq=False)
class _Worker:
    """A process, and how it gets on with what it was given."""

    process: BaseProcess
    link: Connection
    tasks: tuple[Task, ...] = ()
    number: int = -1
    event: Event = "idle"
    deadline: float | None = None

    @property
    def rest(self) -> tuple[Task, ...]:
        """The tasks that it has not begun."""
        return self.tasks[self.number + 1 :]


@dataclass(slots=True)
class Pool:
    """Runs tasks in processes.

    Attributes:
        runner: what runs each task.
        jobs: how many processes at once.
        timeout: seconds that one search may take, with its baselines and drill-downs; None for no
            limit. Reading logs may take that long and a second more for each MiB.
    """

    runner: Runner
    jobs: int = field(default_factory=cores)
    timeout: float | None = None
    _workers: list[_Worker] = field(default_factory=list, init=False)

    def run(self, tasks: Sequence[Task], risk: Sequence[RiskEvent] = ()) -> Iterator[Done]:
        """Run *tasks*, which find *risk* in the risk index; yield each as it is done.

        Tasks that share a log are run by one process, which reads the log once. Closing the
        iterator ends all processes.
        """
        queue = deque(batches(tasks))
        with TemporaryDirectory(prefix="spl-") as scratch:
            try:
                while queue or any(worker.tasks for worker in self._workers):
                    self._hand_out(queue, tuple(risk), scratch)
                    for worker in self._ready():
                        yield from self._listen(worker, queue)
                    for worker in self._late():
                        yield from self._end(worker, queue, _too_slow(worker, self.timeout))
            finally:
                for worker in list(self._workers):
                    self._remove(worker)

    def _hand_out(
        self, queue: deque[tuple[Task, ...]], risk: tuple[RiskEvent, ...], scratch: str
    ) -> None:
        """Give a batch to every process that has none; start processes while there are batches."""
        while queue:
            idle = next((worker for worker in self._workers if not worker.tasks), None)
            if idle is None and len(self._workers) >= max(1, self.jobs):
                return
            worker = idle or self._start(scratch)
            worker.tasks, worker.number, worker.event = queue.popleft(), -1, "idle"
            try:
                worker.link.send(Work(worker.tasks, risk))
            except OSError:
                return  # it has died: its end of the connection says so at once

    def _start(self, scratch: str) -> _Worker:
        context = get_context("fork") if FORKS else get_context("spawn")
        ours, theirs = context.Pipe()
        inherited = [ours, *(worker.link for worker in self._workers)] if FORKS else []
        process = context.Process(
            target=work, args=(theirs, self.runner, scratch, inherited), daemon=True
        )
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _ready(self) -> list[_Worker]:
        """The processes that have something to say, after waiting for one or a time limit."""
        times = [worker.deadline for worker in self._workers if worker.deadline is not None]
        left = max(0.0, min(times) - time.monotonic()) if times else None
        links = {worker.link: worker for worker in self._workers}
        return [links[link] for link in wait(list(links), left) if isinstance(link, Connection)]

    def _late(self) -> list[_Worker]:
        now = time.monotonic()
        return [w for w in self._workers if w.deadline is not None and w.deadline <= now]

    def _listen(self, worker: _Worker, queue: deque[tuple[Task, ...]]) -> Iterator[Done]:
        try:
            heard: Progress = worker.link.recv()
        except (EOFError, OSError):
            worker.process.join()
            worker.number = max(worker.number, 0)
            yield from self._end(worker, queue, _died(worker))
            return
        worker.event, worker.deadline = heard.event, None
        if heard.event == "idle":
            worker.tasks, worker.number = (), -1
            return
        worker.number = heard.number
        task = worker.tasks[heard.number]
        if heard.outcome is not None:
            yield task, heard.outcome
        elif self.timeout is not None:
            reads = size_of((*task.logs, *task.baseline_logs)) / READING
            more = reads if heard.event == "reads" else 0.0
            worker.deadline = time.monotonic() + self.timeout + more

    def _end(
        self, worker: _Worker, queue: deque[tuple[Task, ...]], error: RunError
    ) -> Iterator[Done]:
        """End a process; its task has failed, what it had not begun is done by another."""
        self._remove(worker)
        if not worker.tasks:
            return
        task, rest = worker.tasks[worker.number], worker.rest
        lost = [task] if worker.event != "done" else []
        if worker.event == "reads":
            # Who reads the same logs would end as this one did.
            lost += [each for each in rest if each.logs == task.logs]
            rest = tuple(each for each in rest if each.logs != task.logs)
        if rest:
            queue.appendleft(rest)
        for each in lost:
            yield each, failed(each, error)

    def _remove(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.link.close()


def _too_slow(worker: _Worker, timeout: float | None) -> RunError:
    doing = "Reading the logs" if worker.event == "reads" else "This rule"
    return RunError(
        f"{doing} took longer than the time limit of {timeout:g} s.",
        code="SPL450",
        hint="Look for a regular expression that tries too many ways, or raise --timeout.",
    )


def _died(worker: _Worker) -> RunError:
    code = worker.process.exitcode
    how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
    doing = "reading the logs of this rule" if worker.event == "reads" else "running this rule"
    return RunError(
        f"The process that was {doing} died ({how}).",
        code="SPL451",
        hint="Either memory ran out or this is a bug of spl; please report a bug with the rule.",
    )
