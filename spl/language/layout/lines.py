"""Pieces to lines: what fits stays on one line, what does not is broken where it binds least."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from spl.language.layout.pieces import COMMENT, Block, Context, Group, Item, Piece, Stage, Stages

STEP = 4

_CLAUSES = frozenset(
    {"_BY", "_OVER", "_WHERE", "_FROM", "_SORTBY", "OUTPUT", "CHART_WHERE", "_IN_FIELDS"}
)
# Words between which a line is never broken.
_JOINING = frozenset({"_AS", "_TO", "_WITH"})
_LEADING = frozenset({"NOT", "E_NOT", "IN", "NOT_IN", "E_IN", "SIGNED", COMMENT}) | _JOINING
_TRAILING = frozenset({"IN", "NOT_IN", "E_IN", COMMENT}) | _JOINING
_OPERATORS = frozenset(
    {"PLUS", "MINUS", "DOT", "STAR", "SLASH", "PERCENT", "CMP", "LIKE", "_E_AND", "_E_OR", "_E_XOR"}
)


def flat(items: Sequence[Item]) -> str | None:
    """The items on one line, or None where a comment, a text or a subsearch forbids that."""
    parts: list[str] = []
    for position, item in enumerate(items):
        text = _flat(item)
        if text is None or (item.breaks and position):
            return None
        parts += [" " if item.gap and position else "", text]
    return "".join(parts)


def _flat(item: Item) -> str | None:
    if isinstance(item, Piece):
        return None if "\n" in item.text else item.text
    if isinstance(item, Group):
        inner = None if item.closes or any(i.breaks for i in item.items[:1]) else flat(item.items)
        return None if inner is None else f"({inner})"
    stages = item.pipeline.stages
    if len(stages) > 1 or item.pipeline.opening or any(stage.notes for stage in stages):
        return None
    inner = flat(stages[0].items) if stages else ""
    return None if inner is None else f"[{'| ' if item.pipeline.generating else ''}{inner}]"


@dataclass(slots=True)
class Lines:
    """Lines that are being written, none wider than *width* where that can be."""

    width: int
    done: list[str] = field(default_factory=list)
    line: str = ""

    def text(self) -> str:
        """All lines."""
        return "\n".join([*self.done, self.line])

    def stages(self, pipeline: Stages, indent: int) -> None:
        """A pipeline, each of its stages on a line that starts at *indent*."""
        for comment in pipeline.opening:
            self._put(comment.text)
            self._newline(indent)
        for position, stage in enumerate(pipeline.stages):
            if position:
                self._newline(indent)
            if position or pipeline.generating:
                self._put("| " if stage.items else "|")
            self._stage(stage, indent)

    def _stage(self, stage: Stage, indent: int) -> None:
        whole = flat(stage.items)
        if whole is not None and self._fits(whole):
            self._put(whole)
        else:
            self._level(stage.items, stage.context, indent + STEP, stage.where)
        for note in stage.notes:
            self._newline(indent)
            self._put(note.text)

    def _level(
        self, items: list[Item], context: Context, indent: int, where: Context = "search"
    ) -> None:
        """Items that do not fit on the line, broken where they bind least."""
        parts = list(_cut(items, _separator(items, context)))
        if len(parts) == 1:
            self._fill(items, context, indent)
            return
        for position, part in enumerate(parts):
            inner = _context_of(part, context, where)
            whole = flat(part)
            if position:
                self._newline(indent)
            if whole is not None and self._fits(whole):
                self._put(whole)
            else:
                self._level(part, inner, indent + (STEP if position else 0))

    def _fill(self, items: list[Item], context: Context, indent: int) -> None:
        """Items in order, a new line where the next unit would not fit on this one."""
        units, broken = list(_units(items)), False
        for position, unit in enumerate(units):
            whole = flat(unit)
            gap = " " if unit[0].gap and position else ""
            fits = whole is not None and self._fits(gap + whole) and not broken
            # The first one stands where the caller has put it.
            if (position and unit[0].breaks) or (
                gap and not fits and not self._stays(unit, context, indent)
            ):
                self._newline(indent)
            else:
                self._put(gap)
            lines = len(self.done)
            if whole is not None and self._fits(whole):
                self._put(whole)
            elif len(units) > 1 and any(item.kind == "_OR" for item in unit):
                self._level(unit, context, indent + STEP)
            else:
                self._broken(unit, indent)
            broken = len(self.done) > lines

    def _stays(self, unit: Sequence[Item], context: Context, indent: int) -> bool:
        """Whether a unit that does not fit goes on here: a comment, or what is too wide anyway."""
        whole = flat(unit)
        if unit[0].kind == COMMENT or (whole is not None and indent + len(whole) <= self.width):
            return unit[0].kind == COMMENT
        if not isinstance(unit[-1], Group):
            return context == "list" and len(unit) == 1 and isinstance(unit[0], Piece)
        return unit[-1].context in ("each", "pairs") and all(i.kind != "_OR" for i in unit)

    def _broken(self, unit: list[Item], indent: int) -> None:
        """A unit that is wider than a line, or holds what cannot stand on one."""
        for position, item in enumerate(unit):
            whole = _flat(item)
            if item.breaks and position:
                self._newline(indent)
            elif item.gap and position and not (whole is None and isinstance(item, Block)):
                self._put(" ")
            if isinstance(item, Piece):
                self._put(item.text)
            elif whole is not None and self._fits(whole):
                self._put(whole)
            elif isinstance(item, Group):
                self._group(item)
            else:
                self._block(item, indent)

    def _group(self, group: Group) -> None:
        indent = self._indent() + STEP
        self._put("(")
        if group.context in ("each", "pairs") or any(i.breaks for i in group.items[:1]):
            self._newline(indent)
        self._level(group.items, group.context, indent)
        if group.closes:
            self._newline(indent - STEP)
        self._put(")")

    def _block(self, block: Block, indent: int) -> None:
        if self.line.strip():
            self._newline(indent)
        self._put("[")
        self.stages(block.pipeline, self._indent())
        self._put("]")

    def _fits(self, text: str) -> bool:
        return len(self.line) + len(text) <= self.width

    def _indent(self) -> int:
        return len(self.line) - len(self.line.lstrip(" "))

    def _put(self, text: str) -> None:
        first, *rest = text.split("\n")
        self.line += first
        for line in rest:
            self.done.append(self.line)
            self.line = line

    def _newline(self, indent: int) -> None:
        if self.line.strip():
            self.done.append(self.line)
        self.line = " " * indent


def _context_of(part: Sequence[Item], context: Context, where: Context) -> Context:
    """The context of one part of a level."""
    if context == "list":
        return where if part[0].kind == "_WHERE" else "list"
    return "eval" if context in ("each", "pairs") else context


Separates = Callable[[Sequence[Item], int], bool]


def _separator(items: Sequence[Item], context: Context) -> Separates:
    """Tells whether a new part begins at a position: the operators that bind least decide."""
    kinds = {item.kind for item in items[1:]}
    if context == "list":
        return lambda items, at: items[at].kind in _CLAUSES
    if context in ("each", "pairs"):
        return _commas(2 if context == "pairs" else 1)
    if context == "eval":
        least = next((k for k in ("_E_XOR", "_E_OR", "_E_AND") if k in kinds), "")
    else:
        several = any(not _joined(*pair) for pair in pairwise(items))
        least = "_AND" if "_AND" in kinds else "" if several else "_OR"
    return lambda items, at: items[at].kind == least


def _commas(step: int) -> Separates:
    """Every *step*-th comma ends a part, with the comments behind it."""

    def separates(items: Sequence[Item], at: int) -> bool:
        before = at
        while before and items[before - 1].kind == COMMENT and not items[before - 1].breaks:
            before -= 1
        stays = items[at].kind == COMMENT and not items[at].breaks
        seen = sum(item.kind == "_COMMA" for item in items[:before])
        return not stays and items[before - 1].kind == "_COMMA" and seen % step == 0

    return separates


def _cut(items: list[Item], separates: Separates) -> Iterator[list[Item]]:
    start = 0
    for at in range(1, len(items)):
        if separates(items, at):
            yield items[start:at]
            start = at
    yield items[start:]


def _units(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Runs of items between which a line is not broken as long as it can be helped."""
    unit: list[Item] = []
    for item in items:
        if unit and not item.breaks and _joined(unit[-1], item):
            unit.append(item)
        else:
            if unit:
                yield unit
            unit = [item]
    if unit:
        yield unit


def _joined(before: Item, item: Item) -> bool:
    if before.kind == COMMENT and isinstance(item, Block):
        return False
    if not item.gap or item.kind in _TRAILING or before.kind in _LEADING:
        return True
    if before.kind in _OPERATORS or before.kind in ("_AND", "_OR", *_CLAUSES):
        return True
    return item.kind == "_OR"
