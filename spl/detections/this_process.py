"""Running tasks in this process, for an engine that no other process can share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from spl.detections.batch import batches
from spl.detections.pool import Done, Pool
from spl.detections.risk import RiskEvent
from spl.detections.task import Task
from spl.detections.worker import loaded


class ThisProcess(Pool):
    """Runs one task after the other; the engine has its own processes, and its own time limits."""

    def run(self, tasks: Sequence[Task], risk: Sequence[RiskEvent] = ()) -> Iterator[Done]:
        """Run *tasks*, which find *risk* in the risk index; yield each as it is done."""
        with TemporaryDirectory(prefix="spl-") as scratch:
            self.runner.scratch = Path(scratch)
            for task in (task for batch in batches(tasks) for task in batch):
                yield task, loaded(self.runner, task) or self.runner.run_task(task, tuple(risk))
