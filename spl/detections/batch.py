"""Tasks that belong together: those that share a log are run by one process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from spl.detections.attack_data import AttackFile
from spl.detections.task import Task

ALONE = 64
"""Tasks without logs share nothing; so many of them make a batch."""


def batches(tasks: Sequence[Task]) -> list[tuple[Task, ...]]:
    """Put tasks together that name the same log, directly or by way of others.

    A log is then read by one process, once. The batch with the largest logs comes first, so that
    no process is left with it at the end; within a batch, tasks with the same logs are neighbours.
    """
    parents: dict[Path, Path] = {}

    def root(path: Path) -> Path:
        while parents.setdefault(path, path) != path:
            path = parents[path] = parents[parents[path]]
        return path

    for task in tasks:
        files = _files(task)
        for path in files[1:]:
            parents[root(path)] = root(files[0])
    groups: dict[Path, list[Task]] = {}
    bare: list[Task] = []
    for task in tasks:
        files = _files(task)
        (groups.setdefault(root(files[0]), []) if files else bare).append(task)
    together = [tuple(sorted(group, key=_files)) for group in groups.values()]
    together.sort(key=lambda group: -size_of(log for task in group for log in _logs(task)))
    rest = [tuple(bare[start : start + ALONE]) for start in range(0, len(bare), ALONE)]
    return together + rest


def size_of(logs: Iterable[AttackFile]) -> int:
    """Bytes of the files, each counted once; a file that is gone counts nothing."""
    return sum(path.stat().st_size for path in {log.path for log in logs} if path.is_file())


def _logs(task: Task) -> tuple[AttackFile, ...]:
    return (*task.logs, *task.baseline_logs)


def _files(task: Task) -> list[Path]:
    return [log.path for log in _logs(task)]
