"""The engine that spreads a search over a cluster and puts together what comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from spl.columns import wire
from spl.columns.table import Table
from spl.commands import Generating, Job, in_order, reads_of, shapes, together
from spl.engine.limit import MOST_ROWS, too_many
from spl.engine.local import Local
from spl.engine.spread.blocks import error_of, parts_of
from spl.engine.spread.cluster import Block, Cluster, Work
from spl.engine.spread.message import Message, packed, units_of
from spl.engine.spread.stock import Request, files_in, loaded
from spl.engine.spread.worker import nodes_text
from spl.errors import SplError
from spl.events.load import Loaded
from spl.events.partition import Carried, Partition, Place
from spl.events.report import Report
from spl.knowledge import Knowledge
from spl.knowledge.snapshot import freeze, frozen_apps
from spl.language.parser import parse
from spl.plan import Plan
from spl.plan.stages import Stage, side_of, stages
from spl.values.environment import Environment


class Spread:
    """Runs plans on a cluster: what each event goes through alone, and what can meet by keys.

    What needs all rows in one place is done here, and so is what reads no events.

    Attributes:
        most_rows: how many rows may come here; a search that brings more is refused.
        unit_rows: how many rows travel in one piece, where the rows themselves do.
        room: bytes that each process may keep of what it has opened.
    """

    def __init__(
        self,
        cluster: Cluster,
        *,
        most_rows: int = MOST_ROWS,
        unit_rows: int = 100_000,
        room: int = 1 << 28,
    ) -> None:
        """Run on *cluster*."""
        self.most_rows = most_rows
        self.unit_rows = unit_rows
        self.room = room
        self._cluster = cluster
        self._local = Local()
        self._frozen: tuple[object, bytes] | None = None

    def execute(self, plan: Plan, job: Job, rows: Table | None = None) -> Table:
        """Return the rows that *plan* ends with."""
        units = self._units(plan, job, rows)
        if not units or plan.written is None or not _travels(plan):
            return self._here(plan, job, rows)
        together: set[int] = set()
        sides: dict[str, str] = {}
        while True:
            cut = stages(plan, job, together)
            _add_sides(sides, plan, cut, job)
            message = self._message(plan, job, units, together, sides)
            blocks = list(self._cluster.run(self._work(message, job, len(cut) - 1)))
            unfit = {block.rows for block in blocks if block.kind == "unfit"}
            if not unfit:
                return self._finished(plan, job, cut[-1], blocks)
            together |= unfit

    def load(
        self, path: Path, said: Mapping[str, str | None], knowledge: Knowledge, env: Environment
    ) -> Loaded:
        """Logs, by name, folder or pattern, as partitions opened where they are searched.

        They are read there at once, to tell what is in them and what is odd; their events stay
        there. DataError as `spl.events.load.load` raises it.
        """
        report = Report()
        files, place = files_in(str(path), report.skipped)
        request = Request(files, said, env.now, str(env.zone), self.room)
        frozen = freeze(knowledge, self._apps(knowledge))
        sizes = tuple(Path(file).stat().st_size for file in files)
        work = Work(request.to_bytes(), frozen.apps, frozen.own, sizes, 0)
        found = loaded(self._cluster.run(work), request, place, (knowledge, env))
        found.report.skipped[:0] = report.skipped
        return found

    def _units(self, plan: Plan, job: Job, rows: Table | None) -> list[dict[str, object]]:
        """What there is to read; nothing where this is no work for a cluster."""
        head: object = plan.steps[0].command if plan.steps else None
        if rows is not None:
            if rows is not job.given or rows.size <= self.unit_rows:
                return []
            return [
                {"kind": "given", "start": start, "rows": packed(wire.to_bytes(piece))}
                for start in range(0, rows.size, self.unit_rows)
                for piece in [rows.take(slice(start, start + self.unit_rows))]
            ]
        reads = reads_of(head)
        if reads is None or not isinstance(head, Generating):
            return []
        held = [part for part in job.partitions if reads.selection.may_hold(part, job)]
        if any(part.seed is None for part in held):
            return []
        return [
            unit for rank, part in enumerate(held) for unit in units_of(part, rank, self.unit_rows)
        ]

    def _work(self, message: Message, job: Job, meetings: int) -> Work:
        frozen = freeze(job.knowledge, self._apps(job.knowledge))
        sizes = tuple(_size(unit) for unit in message.units)
        tables = tuple(
            (number, str(unit["path"]))
            for number, unit in enumerate(message.units)
            if unit["kind"] == "frame"
        )
        return Work(message.to_bytes(), frozen.apps, frozen.own, sizes, meetings, tables)

    def _message(
        self,
        plan: Plan,
        job: Job,
        units: Sequence[dict[str, object]],
        together: set[int],
        sides: Mapping[str, str],
    ) -> Message:
        env = job.environment
        return Message(
            text=nodes_text(plan.written or ()),
            steps=tuple(step.node.name for step in plan.steps),
            rules=plan.rules,
            together=tuple(sorted(together)),
            first=plan.first,
            given=job.given is not None,
            now=env.now,
            zone=str(env.zone),
            earliest=job.earliest,
            latest=job.latest,
            geoip=None if job.geoip is None else str(job.geoip),
            buckets=self._cluster.buckets,
            most=self.most_rows,
            sides=sides,
            room=self.room,
            units=tuple(units),
        )

    def _apps(self, knowledge: Knowledge) -> bytes:
        """The frozen apps, of which a session has the same from first to last."""
        if self._frozen is None or self._frozen[0] is not knowledge._groups:
            self._frozen = (knowledge._groups, frozen_apps(knowledge))
        return self._frozen[1]

    def _finished(self, plan: Plan, job: Job, stage: Stage, blocks: Iterable[Block]) -> Table:
        """The rest of the search, done here."""
        blocks = list(blocks)
        for block in blocks:
            if block.kind == "error":
                raise error_of(block)
            if block.kind == "warning":
                job.warn(block.data.decode())
        self._check(plan, stage, sum(block.rows for block in blocks))
        parts = parts_of(blocks)
        if stage.parted is None:
            table = in_order(together([table for part in parts for table in part]))
        else:
            table = stage.parted.whole(parts)
        table = table.placed(None)
        rest = () if stage.following is None else plan.steps[stage.following :]
        return self._local.execute(replace(plan, steps=rest), job, table) if rest else table

    def _check(self, plan: Plan, stage: Stage, rows: int) -> None:
        """Refuse what would be too much for one place."""
        if rows <= self.most_rows:
            return
        if stage.meeting is None:
            who, span = "The search ends with", None
        else:
            node = plan.steps[stage.meeting].node
            who, span = f"The command '{node.name}' needs", node.span
        raise too_many(who, rows, self.most_rows, span)

    def _here(self, plan: Plan, job: Job, rows: Table | None) -> Table:
        """The whole search done here, where that is not too much."""
        reads = reads_of(plan.steps[0].command) if plan.steps and rows is None else None
        if reads is not None and job.given is None:
            held = [part for part in job.partitions if reads.selection.may_hold(part, job)]
            count = sum(_rows_of(part) for part in held)
            if count > self.most_rows:
                node = plan.steps[0].node
                raise too_many(f"The command '{node.name}' needs", count, self.most_rows, node.span)
        return self._local.execute(plan, job, rows)


def _rows_of(partition: Partition) -> int:
    """How many events are in it, as far as that is known without opening it."""
    match partition.seed:
        case Carried(table=table):
            return table.size
        case Place(kind="part", said=said):
            return int(said["rows"])
    return 0


def _add_sides(sides: dict[str, str], plan: Plan, cut: Iterable[Stage], job: Job) -> None:
    """Add the rows of the subsearches that parts need in *cut*, each run once."""
    for stage in cut:
        for step in plan.steps[stage.start : stage.stop]:
            pipeline = side_of(step.command)
            if pipeline is not None and str(pipeline) not in sides:
                rows = job.run(pipeline, None)
                sides[str(pipeline)] = packed(wire.to_bytes(rows.select(rows.names())))


def _size(unit: Mapping[str, object]) -> int:
    said = unit.get("said")
    size = said.get("size") if isinstance(said, dict) else None
    return size if isinstance(size, int) else len(str(unit.get("rows", "")))


def _travels(plan: Plan) -> bool:
    """Whether the text of the search, read again, is the same search."""
    written = plan.written or ()
    try:
        again = parse(nodes_text(written), shapes=shapes())
    except SplError:
        return False
    return again.commands == tuple(replace(node, implied=False) for node in written)
