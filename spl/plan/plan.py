"""A plan: the commands of one search, bound and in order."""

from __future__ import annotations

from dataclasses import dataclass

from spl.commands import Bound
from spl.language import ast


@dataclass(frozen=True, slots=True)
class Step:
    """One command.

    Attributes:
        node: the command as parsed, for messages and for `spl explain`.
        command: the bound command; None while a subsearch in its arguments has still to give text.
    """

    node: ast.Command
    command: Bound | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of a search.

    Attributes:
        steps: the commands, in order.
        first: whether the search stands by itself, so that its first command reads.
        written: the commands before they were rewritten, complete: whoever binds and rewrites them
            has the same plan. None where nobody has noted them.
        rules: the names of the rules that have been applied to them.
    """

    steps: tuple[Step, ...]
    first: bool = True
    written: tuple[ast.Command, ...] | None = None
    rules: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether every command is bound."""
        return all(step.command is not None for step in self.steps)
