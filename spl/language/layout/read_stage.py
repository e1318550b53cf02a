"""From one stage of a search to its words: the terminals of the grammar, comments among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lark.exceptions import UnexpectedInput

from spl.errors import SplError
from spl.language.build import Place
from spl.language.grammar import SUBSEARCH, SUBSEARCH_REST, parser_of
from spl.language.layout.mask import Masked
from spl.language.layout.pieces import COMMENT, NAME, RAW
from spl.language.layout.spacing import EXPRESSIONS, FUNCTIONS, Word, name_signs
from spl.language.split import RawCommand
from spl.language.tokens import AnySubsearch

_OPENING = frozenset({"LPAR", "EVAL_OPEN"})


@dataclass(frozen=True, slots=True)
class StageReader:
    """Reads the stages of one search.

    Attributes:
        masked: the search.
        shapes: argument shape of each command.
    """

    masked: Masked
    shapes: Mapping[str, str]

    def shape(self, raw: RawCommand) -> str | None:
        """The shape of a stage; None for one that is, or starts with, a macro call."""
        macro = not raw.implied and self.masked.is_macro(raw.start)
        return None if macro else self.shapes.get(raw.name)

    def words(self, raw: RawCommand, begin: int) -> list[Word]:
        """The words and comments of the stage whose text starts at *begin*, behind its pipe."""
        shape = self.shape(raw)
        if shape is None:
            words = self._rest(raw.start, raw)
        else:
            words = [] if raw.implied else [Word(NAME, raw.start, raw.arguments)]
            words += whole_calls(self._terminals(raw, shape), shape)
        comments = [
            Word(COMMENT, start, end)
            for start, end in self.masked.comments
            if begin <= start < raw.end and not any(w.start < start < w.end for w in words)
        ]
        return sorted([*words, *comments], key=lambda word: word.start)

    def _terminals(self, raw: RawCommand, shape: str) -> list[Word]:
        """The terminals of the arguments; what does not fit the shape is one raw word."""
        base, words, whole = raw.arguments, list[Word](), False
        text = self._arguments(raw)
        if raw.subsearches and not _fits(text, shape):
            # It is read once the subsearches have given their text: every blank counts until then.
            return self._rest(base, raw)
        try:
            for token in parser_of(shape).lex(text, Place("", text, subsearches=AnySubsearch())):
                start, end = token.start_pos or 0, token.end_pos or 0
                words.append(Word(token.type, base + start, base + end))
            whole = True
        except (UnexpectedInput, SplError):
            words = words[:-1]  # the last one is a word but may not fit where it stands
        closed = _closed(words)
        if not whole or len(closed) < len(words):
            words = [*closed, *self._rest(closed[-1].end if closed else base, raw)]
        name_signs(words)
        return words

    def _rest(self, start: int, raw: RawCommand) -> list[Word]:
        text = self.masked.text[start : raw.end]
        start += len(text) - len(text.lstrip())
        bare = text.strip()
        # A blank behind a backslash belongs to it.
        escaped = (len(bare) - len(bare.rstrip("\\"))) % 2
        return [Word(RAW, start, start + len(bare) + escaped)] if bare else []

    def _arguments(self, raw: RawCommand) -> str:
        parts, done = list[str](), raw.arguments
        for sub in raw.subsearches:
            parts += self.masked.text[done : sub.start], SUBSEARCH
            parts.append(SUBSEARCH_REST * (sub.end - sub.start - 1))
            done = sub.end
        return "".join(parts) + self.masked.text[done : raw.end]


def _fits(text: str, shape: str) -> bool:
    try:
        parser_of(shape).parse(text, Place("", text, subsearches=AnySubsearch()))
    except (UnexpectedInput, SplError):
        return False
    return True


def whole_calls(words: list[Word], shape: str) -> list[Word]:
    """*words* with each group that is no expression, and calls that name a column, as a raw word.

    The text of a call that holds another is the name of its column where AS is absent.
    """
    if shape in EXPRESSIONS:
        return words
    return list(_joined(words))


def _joined(words: list[Word]) -> Iterator[Word]:
    in_where, at = False, 0
    while at < len(words):
        word = words[at]
        in_where = word.kind == "_WHERE" or (in_where and word.kind not in ("_BY", "_FROM"))
        opens = at
        if word.kind in FUNCTIONS and at + 1 < len(words) and words[at + 1].kind == "LPAR":
            opens = at + 1
        if words[opens].kind in _OPENING and not in_where:
            close = _closing(words, opens)
            if opens > at and _may_change(words[opens : close + 2]):
                yield from words[at : close + 1]
            else:
                yield Word(RAW, word.start, words[close].end)
            at = close + 1
        else:
            yield word
            at += 1


def _may_change(call: Sequence[Word]) -> bool:
    """Whether blanks of a call are nobody's name; the word behind its last parenthesis counts."""
    named = call[-1].kind == "_AS"
    return named or not any(word.kind in _OPENING for word in call[1:])


def _closed(words: list[Word]) -> list[Word]:
    """*words* up to the first parenthesis that none of them closes."""
    opened: list[int] = []
    for at, word in enumerate(words):
        if word.kind in _OPENING:
            opened.append(at)
        elif word.kind == "RPAR" and opened:
            opened.pop()
    if not opened:
        return words
    called = opened[0] and words[opened[0] - 1].kind in FUNCTIONS
    return words[: opened[0] - bool(called)]


def _closing(words: list[Word], opens: int) -> int:
    depth = 0
    for at in range(opens, len(words)):
        depth += words[at].kind in _OPENING
        depth -= words[at].kind == "RPAR"
        if not depth:
            return at
    return len(words) - 1
