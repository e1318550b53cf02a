"""One search in one process of a cluster: the plan made anew, and its stages."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from spl.columns import wire
from spl.columns.concat import concat
from spl.columns.places import Places
from spl.columns.table import Table
from spl.commands import (
    Generating,
    Job,
    PartedRows,
    Scope,
    Sided,
    Streaming,
    in_order,
    ranged,
    shapes,
)
from spl.engine.spread.blocks import blocks_of, warning_block
from spl.engine.spread.cluster import Block
from spl.engine.spread.message import Message, unpacked
from spl.engine.spread.opened import opened, placed, row_partitions
from spl.errors import RunError
from spl.events.report import problem_sentence
from spl.knowledge import Knowledge
from spl.knowledge.lookup_function import lookup_function
from spl.language import ast
from spl.language.parser import parse
from spl.plan import RULES, Plan, Step, bind, rewrite
from spl.plan.needed import needed
from spl.plan.stages import Stage, stages
from spl.values.environment import Environment
from spl.values.moment import time_zone


class Worker:
    """Runs the stages of a search on what it is given."""

    def __init__(self, message: Message, knowledge: Knowledge, known_as: tuple[str, ...]) -> None:
        """Make the plan that *message* speaks of; *known_as* tells *knowledge* from other."""
        self._message = message
        self._known_as = known_as
        self._sides: dict[str, Table] = {}
        env = Environment(
            message.now, time_zone(message.zone), time.time, lookup=lookup_function(knowledge)
        )
        self._env = env
        scope = Scope(env, message.first, knowledge, message.given)
        self._plan = _planned(message, scope)
        job = Job(
            environment=env,
            knowledge=knowledge,
            partitions=(),
            given=None,
            earliest=message.earliest,
            latest=message.latest,
            run=self._side,
            parse=lambda text: parse(text, shapes=shapes()),
            geoip=None if message.geoip is None else Path(message.geoip),
        )
        if self._plan.steps:
            job = ranged(self._plan.steps[0].command, job)
        self._job = job

    def read(self, number: int) -> Iterator[Block]:
        """What the first stage makes of a unit."""
        unit, job = self._message.units[number], self._fresh()
        if unit["kind"] == "given":
            rows = wire.from_bytes(unpacked(unit["rows"]))
            rows = rows.placed(Places.of_rows(unit["start"], rows.size))
            job = replace(job, given=rows)
        else:
            known = opened(unit, job.knowledge, self._env, (self._known_as, self._message.room))
            part = placed(known, unit["rank"], unit.get("start", 0))
            job, rows = replace(job, partitions=(part,)), Table.empty()
        yield from self.read_from(job, rows, number)

    def read_rows(self, number: int, rows: Table, start: int) -> Iterator[Block]:
        """What the first stage makes of rows of a table, *start* of which have gone before."""
        unit, job = self._message.units[number], self._fresh()
        parts = row_partitions(rows, unit["said"], job.knowledge, self._env)
        known = (placed(part, unit["rank"], start) for part in parts)
        job = replace(job, partitions=tuple(known))
        yield from self.read_from(job, Table.empty(), number)

    def read_from(self, job: Job, rows: Table, number: int) -> Iterator[Block]:
        """What the first stage makes of the events of *job*, or of *rows*."""
        before = set(job.knowledge.problems)
        head: object = self._plan.steps[0].command if self._plan.steps else None
        if isinstance(head, Generating):
            rows = concat(list(head.read(job)))
        yield from self._through(0, rows, number, job)
        late = (each for each in job.knowledge.problems if each not in before)
        yield from (warning_block(problem_sentence(each)) for each in late)

    def meet(self, stage: int, bucket: int, parts: Sequence[Sequence[Table]]) -> Iterator[Block]:
        """What the stage behind *stage* makes of parts that meet there."""
        job = self._fresh()
        parted = stages(self._plan, job, set(self._message.together))[stage].parted
        assert parted is not None
        yield from self._through(stage + 1, in_order(parted.whole(parts)), bucket, job)

    def _through(self, number: int, table: Table, unit: int, job: Job) -> Iterator[Block]:
        stage = stages(self._plan, job, set(self._message.together))[number]
        for step in self._plan.steps[stage.start : stage.stop]:
            table = _alone(step.command, table, job)
        yield from self._parted(stage, table, unit)
        yield from map(warning_block, job.warnings)

    def _parted(self, stage: Stage, table: Table, unit: int) -> Iterator[Block]:
        """What goes to the meeting of *stage*."""
        message, parted = self._message, stage.parted
        if stage.meeting is not None and (parted is None or isinstance(parted, PartedRows)):
            table = _with_needed(table, self._plan.steps[stage.meeting :])
        tables = [table] if parted is None else parted.part(table)
        if parted is not None and parted.keys and not parted.fits(tables[0]):
            yield Block("unfit", unit, 0, stage.meeting or 0, b"")
            return
        rows = sum(each.size for each in tables)
        if not stage.keys and rows > message.most:
            yield Block("over", unit, 0, rows, b"")
            return
        yield from blocks_of(tables, unit, stage.keys, message.buckets)

    def _side(self, pipeline: ast.Pipeline, _rows: Table | None) -> Table:
        """The rows of a subsearch, which have come with the search."""
        text = str(pipeline)
        if text not in self._sides:
            self._sides[text] = wire.from_bytes(unpacked(self._message.sides[text]))
        return self._sides[text]

    def _fresh(self) -> Job:
        return replace(self._job, warnings=[])


def _alone(command: object, table: Table, job: Job) -> Table:
    """What becomes of rows of a part in a command that parts go through alone."""
    if isinstance(command, Streaming):
        return command.apply(table, job)
    assert isinstance(command, Sided)
    return command.run(table, job)


def _with_needed(table: Table, steps: Iterable[Step]) -> Table:
    """The fields that *steps* can read; all where that is not known."""
    names = needed(step.node for step in steps)
    if names is None:
        return table
    return table.select(name for name in sorted(names) if table.find(name) is not None)


def _planned(message: Message, scope: Scope) -> Plan:
    pipeline = parse(message.text, shapes=shapes())
    plan = bind(pipeline, scope)
    rules = {rule.__name__: rule for rule in RULES}
    plan = rewrite(plan, [rules[name] for name in message.rules])
    if tuple(step.node.name for step in plan.steps) != message.steps:
        _refuse()
    return plan


def _refuse() -> NoReturn:
    raise RunError(
        "A process of the cluster plans the search in another way.",
        code="SPL461",
        hint="Install the same version of spl on every machine.",
    )


def nodes_text(nodes: Iterable[ast.Command]) -> str:
    """Commands as text that starts with a pipe."""
    commands = tuple(replace(node, implied=False) for node in nodes)
    return str(ast.Pipeline(commands, generating=True))
