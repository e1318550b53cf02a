"""What a laid-out stage is made of: pieces of the typed text, in groups where they nest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

# How the items of one level belong together, and so where their line is broken: terms of a search,
# operands of eval, assignments or arguments of which each gets a line, pairs of arguments, a list.
Context: TypeAlias = Literal["search", "eval", "each", "pairs", "list"]

COMMENT, NAME, RAW = "comment", "name", "raw"


@dataclass(slots=True)
class Piece:
    """A stretch of text that stays whole.

    Attributes:
        text: what is written.
        kind: the terminal of the grammar, or ``comment``, ``name``, ``raw``.
        gap: whether a blank or a line's end stands before it.
        breaks: it must start a line, as a comment does that did so when it was typed.
    """

    text: str
    kind: str
    gap: bool = True
    breaks: bool = False


@dataclass(slots=True)
class Group:
    """What stands between two parentheses; `closes` puts the last one on a line of its own."""

    items: list[Item]
    context: Context
    gap: bool = True
    breaks: bool = False
    closes: bool = False
    kind: str = "group"


@dataclass(slots=True)
class Block:
    """A subsearch in its brackets."""

    pipeline: Stages
    gap: bool = True
    breaks: bool = False
    kind: str = "block"


Item: TypeAlias = Piece | Group | Block


@dataclass(slots=True)
class Stage:
    """One command.

    Attributes:
        items: its name, if it is written, and its arguments.
        context: how the arguments belong together.
        where: how those behind WHERE do.
        notes: comments behind it that have a line of their own.
    """

    items: list[Item]
    context: Context = "list"
    where: Context = "search"
    notes: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class Stages:
    """A pipeline; `opening` are the comments before a first pipe."""

    stages: list[Stage] = field(default_factory=list)
    generating: bool = False
    opening: list[Piece] = field(default_factory=list)
