"""The engine of one process: batches flow through streaming commands, and meet in the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spl.columns.concat import concat
from spl.columns.table import Table
from spl.commands import Generating, Job, Reducible, Streaming, Whole
from spl.plan import Plan, Step, split


class Local:
    """Runs a plan here and now.

    Reductions take in one batch after the other, so that sums of decimals come out as Splunk's,
    which adds from left to right; merging is for engines that work on parts side by side.
    """

    def __init__(self, batch_size: int | None = None) -> None:
        """Set the number of rows of a batch; None leaves the batches as they are read."""
        self.batch_size = batch_size

    def execute(self, plan: Plan, job: Job, rows: Table | None = None) -> Table:
        """Return the rows that *plan* ends with."""
        steps = plan.steps
        head: object = steps[0].command if steps else None
        if isinstance(head, Generating):
            batches = self._read(head, job)
            steps = steps[1:]
        else:
            batches = self._batches([rows] if rows is not None else [])
        return concat(list(self._flow(steps, job, batches)))

    def _read(self, command: Generating, job: Job) -> Iterator[Table]:
        batches = self._batches(command.read(job))
        if isinstance(command, Reducible):
            return self._batches(_reduced(command, job, batches))
        return batches

    def _flow(self, steps: Sequence[Step], job: Job, batches: Iterator[Table]) -> Iterator[Table]:
        """Send *batches* through *steps*, meeting as often as the steps ask for it."""
        while steps:
            cut = split(steps)
            batches = _mapped(cut.mapped, job, batches)
            if cut.meeting is not None:
                batches = self._batches(_met(cut.meeting.command, job, batches))
            steps = cut.rest
        return batches

    def _batches(self, tables: Iterable[Table]) -> Iterator[Table]:
        """Cut *tables* to the batch size; at least one, for an empty table has columns too."""
        some = False
        for table in tables:
            some = True
            size = self.batch_size or table.size
            if table.size <= size:
                yield table
                continue
            for start in range(0, table.size, size):
                yield table.take(slice(start, start + size))
        if not some:
            yield Table.empty()


def _mapped(steps: Sequence[Step], job: Job, batches: Iterator[Table]) -> Iterator[Table]:
    bound: list[object] = [step.command for step in steps]
    commands = [command for command in bound if isinstance(command, Streaming)]
    for table in batches:
        for command in commands:
            table = command.apply(table, job)
        yield table


def _met(command: object, job: Job, batches: Iterator[Table]) -> Iterator[Table]:
    """The rows of a command that needs to see more than one batch."""
    if isinstance(command, Reducible):
        yield from _reduced(command, job, batches)
    else:
        assert isinstance(command, Whole)
        yield command.run(concat(list(batches)), job)


def _reduced(command: Reducible, job: Job, batches: Iterator[Table]) -> Iterator[Table]:
    reduction = command.reduction(job)
    for table in batches:
        reduction.add(table)
    yield reduction.result()
