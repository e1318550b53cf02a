"""Explaining a search: what its text expands to, how it is read and planned, what it knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from spl.commands import Generating, Job, Reducible, Scope, Streaming
from spl.diagnosis.estimate import estimates
from spl.diagnosis.explanation_lines import explanation_lines, explanation_object
from spl.diagnosis.knowledge_used import KnowledgeUsed, knowledge_used
from spl.engine.reading import Reader
from spl.engine.trace import Run, Stage, written
from spl.language import ast
from spl.language.source import SourceMap
from spl.plan import Plan, Rule, Step, bind, rewrite
from spl.plan.bind import bind_step
from spl.plan.subsearches import blanked, fills
from spl.plan.whereabouts import whereabouts

_BY_BATCH = ("reading", "streaming")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the expanded text; `macro` names the call that it stands for, or is None."""

    text: str
    macro: str | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """A rewrite rule that changed the plan: its name, what it does, how many steps are left."""

    rule: str
    does: str
    steps: int


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """One stage of the plan as it is written.

    Attributes:
        text: as typed.
        name: the command.
        bound: the class that runs it; search is Search at the head and Filter further down. None
            where only its subsearch tells.
        kind: reading, streaming, reducible, whole; reading commands may reduce as well.
        estimate: a guess at the rows that it leaves; see `spl.diagnosis.estimate`.
        ran: the stage as it ran, where the search was run.
    """

    text: str
    name: str
    bound: str | None
    kind: str
    estimate: float
    ran: Stage | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """What is to be said about a search before, or with, running it.

    Attributes:
        text: the search as typed.
        stretches: the text with its macros expanded, piece by piece.
        pipeline: the syntax tree.
        stages: the plan, as it is written.
        rewrites: the rules that change it before it runs.
        steps: the names of the commands of the plan that runs, behind all rewrites.
        cut: position of the first of these in which parts of the rows meet; None where none does.
        knowledge: the knowledge objects that it uses.
        places: where each of these runs, in words, where the engine spreads searches.
    """

    text: str
    stretches: tuple[Stretch, ...]
    pipeline: ast.Pipeline
    stages: tuple[Planned, ...]
    rewrites: tuple[Applied, ...]
    steps: tuple[str, ...]
    cut: int | None
    knowledge: KnowledgeUsed
    places: tuple[str, ...] = ()

    def lines(self, width: int = 80) -> list[str]:
        """The whole as lines of text."""
        return explanation_lines(self, width)

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def as_object(self) -> dict[str, Any]:
        """The whole as what JSON can hold."""
        return explanation_object(self)


def explain(
    pipeline: ast.Pipeline,
    text: str,
    job: Job,
    rules: Sequence[Rule],
    ran: Run | None = None,
    *,
    spread: bool = False,
) -> Explanation:
    """Explain a search.

    Args:
        pipeline: the parsed search.
        text: as typed.
        job: whose knowledge and events count.
        rules: the rewrite rules that a run applies.
        ran: the search as it ran, for rows and times.
        spread: whether the engine spreads it over a cluster.

    Raises:
        SplError: the search cannot be bound.
    """
    scope = Scope(job.environment, True, job.knowledge, job.given is not None)
    plan = bind(pipeline, scope)
    plain = Plan(tuple(_checked(step, at, scope) for at, step in enumerate(plan.steps)), True)
    rewritten = rewrite(plain, rules)
    runs = rewritten.steps
    return Explanation(
        text,
        tuple(_stretches(*Reader(job.knowledge.macros, job.environment).expand(text))),
        pipeline,
        tuple(_planned(plan, plain, text, job, ran)),
        tuple(_rewrites(plan, rules)),
        tuple(step.node.name for step in runs),
        _cut(runs),
        knowledge_used(pipeline, text, plain.steps, job),
        whereabouts(rewritten, job) if spread else (),
    )


def _checked(step: Step, at: int, scope: Scope) -> Step:
    """A step that a subsearch completes, bound as if that had given nothing."""
    text_only = isinstance(step.node.arguments, ast.TextArguments)
    if step.command is not None or text_only or not fills(step.node):
        return step
    here = Scope(scope.environment, scope.first and at == 0, scope.knowledge, scope.given)
    return Step(step.node, bind_step(blanked(step.node), here))


def _stretches(plain: str, source: SourceMap) -> Iterator[Stretch]:
    if not source.pieces:
        yield Stretch(plain)
        return
    ends = [*(piece.out for piece in source.pieces[1:]), len(plain)]
    for piece, end in zip(source.pieces, ends, strict=True):
        yield Stretch(plain[piece.out : end], piece.macro)


def _planned(plan: Plan, plain: Plan, text: str, job: Job, ran: Run | None) -> Iterator[Planned]:
    guesses = estimates(plain.steps, job)
    spans = [step.node.span for step in plan.steps]
    for at, (step, known, guess) in enumerate(zip(plan.steps, plain.steps, guesses, strict=True)):
        alone = spans.count(step.node.span) == 1
        stage = ran.stages[at] if ran is not None and at < len(ran.stages) else None
        bound = None if known.command is None else type(known.command).__name__
        typed = written(step.node, text, alone=alone)
        yield Planned(typed, step.node.name, bound, kind_of(known.command), guess, stage)


def kind_of(command: object) -> str:
    """How an engine runs a command."""
    if command is None:
        return "told by its subsearch"
    if isinstance(command, Generating):
        return "reading, reducible" if isinstance(command, Reducible) else "reading"
    if isinstance(command, Streaming):
        return "streaming"
    return "reducible" if isinstance(command, Reducible) else "whole"


def _rewrites(plan: Plan, rules: Sequence[Rule]) -> Iterator[Applied]:
    plans = [plan]
    for rule in rules:
        plans.append(rule(plans[-1]))
    for rule, (before, after) in zip(rules, pairwise(plans), strict=True):
        if after != before:
            name = getattr(rule, "__name__", str(rule))
            does = (rule.__doc__ or "").strip().split("\n")[0]
            yield Applied(name, does, len(after.steps))


def _cut(steps: Sequence[Step]) -> int | None:
    """The first step that needs more than one batch of rows."""
    kinds = [kind_of(step.command) for step in steps]
    return next((at for at, kind in enumerate(kinds) if kind not in _BY_BATCH), None)
