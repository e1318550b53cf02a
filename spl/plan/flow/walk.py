"""Walking down a pipeline: for every command, the fields before it, read by it, behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from spl.commands import find_command
from spl.errors import SplError
from spl.knowledge import Knowledge
from spl.language import ast
from spl.plan.flow.effect import Here, effect_of
from spl.plan.flow.fields import ANY, Fields
from spl.plan.flow.reads import Read
from spl.plan.subsearches import own_subsearches

Blind = Callable[[ast.Command], bool]


@dataclass(frozen=True, slots=True)
class Passed:
    """One command that rows pass.

    Attributes:
        node: the command.
        before: the fields of the rows that come in.
        reads: the fields that it reads of them.
        after: the fields of the rows that go out.
        depth: how many brackets it stands in.
        position: its place in its pipeline, from 0.
    """

    node: ast.Command
    before: Fields
    reads: tuple[Read, ...]
    after: Fields
    depth: int = 0
    position: int = 0


def flow_of(
    pipeline: ast.Pipeline, knowledge: Knowledge, blind: Blind = lambda _: False
) -> list[Passed]:
    """Return every command of a search, those of subsearches before the one they stand in.

    Args:
        pipeline: the search.
        knowledge: tells the columns of lookups.
        blind: whether a command may be more than its tree shows, as one is in which a macro was
            not known: nothing is then known of the fields behind it.
    """
    passed: list[Passed] = []
    _Walk(knowledge, blind, passed).pipeline(pipeline, ANY, 0)
    return passed


@dataclass(frozen=True, slots=True)
class _Walk:
    knowledge: Knowledge
    blind: Blind
    passed: list[Passed]

    def pipeline(self, pipeline: ast.Pipeline, before: Fields, depth: int) -> Fields:
        """The fields that a pipeline ends with."""
        now = before
        for position, node in enumerate(pipeline.commands):
            inner = tuple(
                self.pipeline(sub.pipeline, now if _goes_on(node) else ANY, depth + 1)
                for sub in own_subsearches(node)
                if not _is_template(node)
            )
            effect = effect_of(Here(node, now, self.knowledge, inner))
            after = ANY if self.blind(node) else effect.after
            self.passed.append(Passed(node, now, effect.reads, after, depth, position))
            now = after
        return now


def _brackets(node: ast.Command) -> str:
    try:
        return find_command(node.name, node.span).brackets
    except SplError:
        return "search"


def _goes_on(node: ast.Command) -> bool:
    return _brackets(node) == "rows"


def _is_template(node: ast.Command) -> bool:
    return _brackets(node) == "template"
