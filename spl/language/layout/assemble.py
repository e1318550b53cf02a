"""From the words of a search to stages of pieces, groups and blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spl.language.layout.mask import Masked
from spl.language.layout.pieces import COMMENT, Block, Context, Group, Item, Piece, Stage, Stages
from spl.language.layout.read_stage import StageReader
from spl.language.layout.spacing import EXPRESSIONS, Word, has_gap, written
from spl.language.split import RawCommand, RawPipeline

_PAIRED = frozenset({"case", "validate"})


@dataclass(frozen=True, slots=True)
class Assembler:
    """Builds the stages of one search."""

    masked: Masked
    reader: StageReader

    @classmethod
    def of(cls, masked: Masked, shapes: Mapping[str, str]) -> Assembler:
        """For one search and the argument shape of each command."""
        return cls(masked, StageReader(masked, shapes))

    def pipeline(self, raw: RawPipeline) -> Stages:
        """The stages of a search or, with the brackets in its offsets, of a subsearch."""
        begin = raw.start + (self.masked.text[raw.start : raw.start + 1] == "[")
        made = Stages(generating=raw.generating)
        if raw.generating:
            pipe = self.masked.text.index("|", begin)
            made.opening = self._comments(begin, pipe)
            begin = pipe + 1
        for command in raw.commands:
            made.stages.append(self._stage(command, begin))
            begin = command.end + 1
        for stage in made.stages[0 if raw.generating else 1 :]:
            _follow_pipe(stage.items)
        if made.stages and not raw.generating:
            made.opening = _opening(made.stages[0].items)
        if raw.trailing_pipe is not None:
            made.stages.append(Stage([*self._comments(begin, len(self.masked.text))]))
        return made

    def _comments(self, start: int, end: int) -> list[Piece]:
        found = [c for c in self.masked.comments if start <= c[0] < end]
        return [Piece(self.masked.typed[a:b], COMMENT, breaks=True) for a, b in found]

    def _stage(self, raw: RawCommand, begin: int) -> Stage:
        shape = self.reader.shape(raw)
        words = self.reader.words(raw, begin)
        blocks = {sub.start: sub for sub in raw.subsearches}
        context = EXPRESSIONS.get(shape or "", "list")
        items = _Nest(self, words, blocks, context).items
        notes: list[Piece] = []
        while items and isinstance(last := items[-1], Piece) and last.kind == COMMENT:
            if not last.breaks or len(items) == 1:
                break
            items.pop()
            notes.insert(0, last)
        level: Context = "list" if shape in ("inputlookup", "join") else context
        return Stage(items, level, "eval" if shape == "join" else "search", notes)

    def starts_line(self, at: int) -> bool:
        """Whether nothing but blanks stands before *at* on its line."""
        return not self.masked.typed[:at].rpartition("\n")[2].strip()


def _opening(items: list[Item]) -> list[Piece]:
    """Take the comments that stand on lines of their own before the first command."""
    taken: list[Piece] = []
    while len(items) > 1 and isinstance(items[0], Piece) and items[0].kind == COMMENT:
        if not items[1].breaks:
            break
        taken.append(items.pop(0))  # type: ignore[arg-type]
        items[0].breaks = False
    return taken


def _follow_pipe(items: list[Item]) -> None:
    """Keep the comments behind a pipe, and what follows them, on the line of the pipe."""
    for item in items:
        item.breaks = False
        if item.kind != COMMENT:
            return


class _Nest:
    """Puts the words of one stage into groups."""

    def __init__(
        self, maker: Assembler, words: list[Word], blocks: Mapping[int, RawPipeline], top: Context
    ) -> None:
        self.maker, self.words, self.blocks = maker, words, blocks
        self.typed = maker.masked.typed
        self.at = self.depth = 0
        self.items = self.level(top)

    def level(self, context: Context) -> list[Item]:
        """The items up to the parenthesis that closes, or to the end."""
        items: list[Item] = []
        while self.at < len(self.words):
            before = self.words[self.at - 1] if self.at else None
            word = self.words[self.at]
            if word.kind == "RPAR" and self.depth:
                break
            self.at += 1
            if word.kind == "EVAL_OPEN":
                items.append(Piece("eval", word.kind, has_gap(before, word, self.typed)))
                items.append(self.group("eval", False, False))
            else:
                items.append(self.item(before, word, context))
        return items

    def item(self, before: Word | None, word: Word, context: Context) -> Item:
        """One word, or the group or subsearch that it opens."""
        gap = has_gap(before, word, self.typed)
        breaks = self.breaks(before, word)
        if word.kind == "LPAR":
            return self.group(self.inside(before, context), gap, breaks)
        if word.kind == "SUB":
            inner = self.maker.pipeline(self.blocks[word.start])
            return Block(inner, gap, breaks)
        return Piece(written(word, self.typed), word.kind, gap, breaks)

    def breaks(self, before: Word | None, word: Word) -> bool:
        """Whether a comment makes this word start a line: itself, or one that had a line."""
        starts_line = self.maker.starts_line
        if before is not None and before.kind == COMMENT and starts_line(before.start):
            return "\n" in self.typed[before.end : word.start]
        return word.kind == COMMENT and starts_line(word.start)

    def inside(self, before: Word | None, context: Context) -> Context:
        """The context of the group that opens behind *before*."""
        if before is None:
            return "search" if context in ("search", "list") else "eval"
        if before.kind in ("IN", "NOT_IN", "E_IN"):
            return "list"
        if before.kind == "E_FUNCTION":
            name = self.typed[before.start : before.end].lower()
            return "pairs" if name in _PAIRED else "each"
        return "search" if context in ("search", "list") else "eval"

    def group(self, context: Context, gap: bool, breaks: bool) -> Group:
        """Everything up to the parenthesis that closes."""
        self.depth += 1
        items = self.level(context)
        self.depth -= 1
        closes = False
        if self.at < len(self.words):
            closes = self.breaks(self.words[self.at - 1], self.words[self.at])
            self.at += 1
        return Group(items, context, gap, breaks, closes)
