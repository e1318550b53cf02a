"""A run told stage by stage: rows in, rows out, time, and the rows in between.

Nothing of this is in the way of an ordinary search: a trace is an `Executor` that hands the stages
to the real one by one. Tables share their columns, so that keeping them costs little.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from spl.columns.table import Table
from spl.commands import Job
from spl.engine.executor import Executor
from spl.engine.run import run
from spl.errors import SplError
from spl.language import ast
from spl.language.comments import blank_comments
from spl.language.format import format_command
from spl.plan import Plan, Rule, Step

MOST_INNER = 20
"""So many searches inside one stage are kept; map may start thousands."""


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """One command of a search as it ran.

    Attributes:
        step: the command, as parsed and as bound.
        text: as the user typed it, on one line, with macros as they are called.
        before: the rows that went in; None where it reads.
        after: the rows that came out; None where it could not go on.
        seconds: the time that it took. Fields are worked out when a stage first asks for them, and
            it is that stage's time.
        inner: the searches in brackets and others that it started, the first few of them.
        count: how many searches it started.
    """

    step: Step
    text: str
    before: Table | None
    after: Table | None
    seconds: float
    inner: tuple[Run, ...] = ()
    count: int = 0

    @property
    def rows_in(self) -> int | None:
        """How many rows went in; None where it reads."""
        return None if self.before is None else self.before.size

    @property
    def rows_out(self) -> int | None:
        """How many rows came out; None where it could not go on."""
        return None if self.after is None else self.after.size


@dataclass(slots=True, eq=False)
class Run:
    """One search or subsearch as it ran.

    Attributes:
        text: the text that its commands stand in.
        job: what the commands could reach, with the time range that holds for them.
        stages: what ran, in order.
    """

    text: str
    job: Job
    stages: list[Stage] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """A search as it ran.

    Attributes:
        run: its stages.
        table: the rows that it ends with; none where it could not go on.
        error: why it could not go on, or None.
    """

    run: Run
    table: Table
    error: SplError | None = None


def trace(
    pipeline: ast.Pipeline, text: str, job: Job, executor: Executor, rules: Sequence[Rule] = ()
) -> Trace:
    """Run a search stage by stage, by default as it is written.

    Args:
        pipeline: the parsed search.
        text: the text that it was parsed from.
        job: as `run` takes it.
        executor: the engine that runs each stage.
        rules: rewrite rules; with any, the stages are those of the rewritten plan.

    Raises:
        SplError: the search cannot be bound, or a subsearch that it needs fails: nothing has run.
    """
    tracer = _Tracer(text, executor)
    traced = replace(job, parse=tracer.parser(job.parse))
    try:
        table = run(pipeline, traced, tracer, rules)
    except SplError as error:
        last = tracer.last
        if last is None or last.stages[0].step.node.span != pipeline.commands[0].span:
            raise
        error.text = text if error.text is None else error.text
        return Trace(last, Table.empty(), error)
    return Trace(tracer.last or Run(text, job), table)


class _Tracer:
    """An executor that hands on stage by stage and notes what comes of it.

    Searches that stand for text run before the command that they are in: they wait on their level
    and are put into the stage that their brackets stand in.
    """

    def __init__(self, text: str, executor: Executor) -> None:
        self._text = text
        self._executor = executor
        self._texts: dict[int, tuple[ast.Command, str]] = {}
        self._levels: list[list[Run]] = [[]]

    @property
    def last(self) -> Run | None:
        """The last run that no stage has started: in the end, the search as a whole."""
        return self._levels[0][-1] if self._levels[0] else None

    def parser(self, parse: Callable[[str], ast.Pipeline]) -> Callable[[str], ast.Pipeline]:
        """A parser that keeps in mind which commands came out of which text."""

        def parsed(text: str) -> ast.Pipeline:
            pipeline = parse(text)
            self._texts.update((id(node), (node, text)) for node in pipeline.commands)
            return pipeline

        return parsed

    def execute(self, plan: Plan, job: Job, rows: Table | None = None) -> Table:
        """Run *plan* stage by stage."""
        level = self._levels[-1]
        if level and _is_implied(plan):
            return self._stage(level[-1], plan, "format", rows, ())
        nodes = [step.node for step in plan.steps]
        known = (self._texts[id(node)][1] for node in nodes if id(node) in self._texts)
        found, waiting = Run(next(known, self._text), job), tuple(level)
        level.append(found)
        nodes_at = Counter(node.span for node in nodes)
        for position, step in enumerate(plan.steps):
            inner = tuple(each for each in waiting if _is_inside(each, step, found.text))
            level[:] = [each for each in level if each not in inner]
            waiting = tuple(each for each in waiting if each not in inner)
            one = Plan((step,), plan.first and position == 0)
            text = written(step.node, found.text, alone=nodes_at[step.node.span] == 1)
            rows = self._stage(found, one, text, rows, inner)
        return Table.empty() if rows is None else rows

    def _stage(
        self, found: Run, plan: Plan, text: str, rows: Table | None, inner: tuple[Run, ...]
    ) -> Table:
        """Run one stage of *found*, whose brackets have already been worked out as *inner*."""
        self._levels.append([])
        after: Table | None = None
        start = time.perf_counter()
        try:
            after = self._executor.execute(plan, found.job, rows)
        finally:
            seconds = time.perf_counter() - start
            started = [*inner, *self._levels.pop()]
            (step,) = plan.steps
            found.stages.append(
                Stage(
                    step,
                    text,
                    rows,
                    after,
                    seconds,
                    tuple(started[:MOST_INNER]),
                    len(started),
                )
            )
        return after


def written(node: ast.Command, text: str, *, alone: bool = True) -> str:
    """A command as it stands in *text*, on one line; what a macro brings, as the macro is called.

    A command that stands nowhere in the text is written out, and so is one of several, not
    *alone*, that the same call of a macro brings.
    """
    span = node.span
    if span == ast.NOWHERE:
        return format_command(node)
    if span.macro is not None and not alone:
        return f"`{span.macro}` {format_command(node)}"
    return " ".join(blank_comments(text[span.start : span.end]).split()) or format_command(node)


def _is_implied(plan: Plan) -> bool:
    """Whether this is the format that nobody wrote at the end of a subsearch."""
    return len(plan.steps) == 1 and plan.steps[0].node.span == ast.NOWHERE


def _is_inside(found: Run, step: Step, text: str) -> bool:
    """Whether a subsearch stands inside a command of *text*."""
    outer, first = step.node.span, found.stages[0].step.node.span
    return found.text == text and outer.start <= first.start and first.end <= outer.end
