"""What each stretch of a search is, for highlighting: never raises, however half-typed the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lark import Token as LarkToken
from lark.exceptions import UnexpectedInput

from spl.errors import SplError
from spl.language import ast
from spl.language.build import Place
from spl.language.grammar import SUBSEARCH, SUBSEARCH_REST, parser_of
from spl.language.split import MAX_NESTING

KINDS = (
    "command",
    "comment",
    "error",
    "field",
    "function",
    "keyword",
    "macro",
    "number",
    "operator",
    "option",
    "pipe",
    "punctuation",
    "string",
    "value",
)


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the typed text and what it is, one of `KINDS`."""

    kind: str
    start: int
    end: int


def tokens(text: str, shapes: Mapping[str, str]) -> list[Token]:
    """Return the tokens of *text* in order; blanks belong to none.

    The words of a command's arguments are told apart by the very terminals that its parser reads.

    Args:
        text: a search as typed, complete or not; macro calls are not looked up.
        shapes: the argument shape of every command; a command that is not in it is an error.
    """
    found = _Scan(text, shapes).run()
    return sorted(found, key=lambda token: token.start)


_NEXT = re.compile(
    r"(?P<comment>```(?:.*?```|.*))|(?P<macro>`[^`]*(?:`|$))"
    r'|(?P<string>"(?:[^"\\]++|\\.)*+"?)|(?P<mark>[|\[\]])|\\.|\\$',
    re.DOTALL,
)
_COMMAND = re.compile(r"\s*([A-Za-z_]\w*)")
_LOOSE = re.compile(
    r'(?P<string>"(?:[^"\\]++|\\.)*+"?)|(?P<number>\d+(?:\.\d+)?(?!\w))|(?P<value>[\w.:*\\{}@$-]+)'
    r"|(?P<operator>[=<>!+/%]+)|(?P<punctuation>[(),])|(?P<subsearch>[\ufdd0\ufdd1]+)|\S",
    re.DOTALL,
)
_NUMERIC = re.compile(r"-?\d+(?:\.\d+)?")
_WORDS = frozenset({"S_WORD", "S_WORD_BY", "S_VALUE", "IN_WORD", "O_WORD", "G_WORD", "P_WORD"})
_FUNCTIONS = frozenset({"E_FUNCTION", "C_FUNCTION", "SORT_KIND", "EVAL_OPEN"})
_OPTIONS = frozenset({"OPTION", "HEAD_OPTION", "REX_OPTION"})
_TEXTS = frozenset({"STRING", "GROUP_TEXT", "X_WORD", "ODD_GROUP"})
_OPERATORS = frozenset(
    [
        "S_OP",
        "CMP",
        "PLUS",
        "MINUS",
        "DOT",
        "STAR",
        "SLASH",
        "PERCENT",
        "BANG",
        "_EQUAL",
        "X_OP",
        "G_SIGN",
        "SIGN",
        "SORT_ALL",
        "SORT_SIGN",
    ]
)
_KEYWORDS = frozenset(
    [
        "_AND",
        "_OR",
        "NOT",
        "IN",
        "NOT_IN",
        "_E_AND",
        "_E_OR",
        "_E_XOR",
        "E_NOT",
        "E_IN",
        "LIKE",
        "_AS",
        "_TO",
        "_BY",
        "_OVER",
        "_WHERE",
        "_FROM",
        "CHART_WHERE",
        "DESC",
        "_SORTBY",
        "OUTPUT",
        "_WITH",
        "_IN_FIELDS",
    ]
)
_KIND_OF = (
    dict.fromkeys(_FUNCTIONS, "function")
    | dict.fromkeys(_OPTIONS, "option")
    | dict.fromkeys(_TEXTS, "string")
    | dict.fromkeys(_OPERATORS, "operator")
    | dict.fromkeys(_KEYWORDS, "keyword")
    | dict.fromkeys(("NUMBER", "COUNT"), "number")
    | dict.fromkeys(("LPAR", "RPAR", "_COMMA"), "punctuation")
    | dict.fromkeys(("SOURCE", "TERM_CALL", "CASE_CALL", "PREFIX_CALL"), "value")
)
_AGGREGATE_WORDS = frozenset({"A_WORD", "C_WORD", "T_WORD"})


@dataclass(slots=True)
class _Stage:
    """One command that is being read: where its text starts and what hides parts of it."""

    start: int
    implied: bool
    hidden: list[tuple[int, int, str]] = field(default_factory=list)


class AnySubsearch(dict[int, ast.Subsearch]):
    """Stands for the subsearches of a command, which are read on their own."""

    def __missing__(self, start: int) -> ast.Subsearch:
        return ast.Subsearch(ast.Pipeline(()), "")


class _Scan:
    def __init__(self, text: str, shapes: Mapping[str, str]) -> None:
        self.text = text
        self.shapes = shapes
        self.found: list[Token] = []
        self.stages: list[_Stage] = []
        self.brackets: list[int] = []

    def run(self) -> list[Token]:
        """Walk over quotes, macros, comments, pipes and brackets; hand each command on."""
        self.stages = [_Stage(0, implied=not self.text.lstrip().startswith("|"))]
        for mark in _NEXT.finditer(self.text):
            start, end, kind = mark.start(), mark.end(), mark.lastgroup
            if kind in ("comment", "macro"):
                self.found.append(Token(kind, start, end))
                self.stages[-1].hidden.append((start, end, " "))
            elif mark.group() == "|":
                self.command(self.stages[-1], start)
                self.found.append(Token("pipe", start, end))
                self.stages[-1] = _Stage(end, implied=False)
            elif mark.group() == "[" and len(self.brackets) < MAX_NESTING:
                self.found.append(Token("punctuation", start, end))
                self.brackets.append(start)
                self.stages.append(_Stage(end, implied=False))
            elif mark.group() in ("[", "]"):
                self.close(start)
        while self.brackets:
            self.leave(len(self.text), len(self.text))
        self.command(self.stages[0], len(self.text))
        return self.found

    def close(self, at: int) -> None:
        """A bracket that closes, or has nothing to close, or opens one level too many."""
        if self.brackets and self.text[at] == "]":
            self.leave(at, at + 1)
            self.found.append(Token("punctuation", at, at + 1))
        else:
            self.found.append(Token("error", at, at + 1))
            self.stages[-1].hidden.append((at, at + 1, " "))

    def leave(self, at: int, end: int) -> None:
        """Read the last command of a subsearch and hide the whole from the command around it."""
        self.command(self.stages.pop(), at)
        self.stages[-1].hidden.append((self.brackets.pop(), end, SUBSEARCH))

    def command(self, stage: _Stage, end: int) -> None:
        """The name and the arguments of one command."""
        text = self.masked(stage, end)
        named = _COMMAND.match(text)
        name = named[1].lower() if named else ""
        at = 0
        if named and (not stage.implied or name == "search"):
            kind = "command" if name in self.shapes else "error"
            self.found.append(Token(kind, stage.start + named.start(1), stage.start + named.end()))
            at = named.end()
        elif stage.implied:
            name = "search"
        shape = self.shapes.get(name)
        if shape is not None:
            hidden = any(mark == " " for _, _, mark in stage.hidden)
            self.arguments(shape, text[at:], stage.start + at, hidden)
        else:
            self.loose(text[at:], stage.start + at)

    def masked(self, stage: _Stage, end: int) -> str:
        """The command's text with what is hidden overwritten, at the same length."""
        parts, done = list[str](), stage.start
        for start, stop, mark in stage.hidden:
            parts.append(self.text[done:start])
            filler = SUBSEARCH_REST if mark == SUBSEARCH else mark
            parts.append(mark + filler * (stop - start - 1))
            done = stop
        return "".join(parts) + self.text[done:end]

    def arguments(self, shape: str, text: str, base: int, hidden: bool) -> None:
        """Tokens as the parser reads them, as far as it can; the rest by their looks."""
        done = 0
        previous: LarkToken | None = None
        place = Place("", text, 0, subsearches=AnySubsearch())
        try:
            for token in parser_of(shape).lex(text, place):
                if previous is not None:
                    self.argument(previous, token.type, base)
                done, previous = token.end_pos or 0, token
        except (UnexpectedInput, SplError):
            if previous is not None:
                self.argument(previous, "", base)
            self.rest(text[done:], base + done, hidden)
            return
        if previous is not None:
            self.argument(previous, "", base)

    def argument(self, token: LarkToken, following: str, base: int) -> None:
        """One terminal of the grammar; the one after it tells fields from values."""
        if token.type == "SUB":
            return
        kind = _KIND_OF.get(token.type, "field")
        if token.type in _AGGREGATE_WORDS and (following == "LPAR" or token.lower() == "count"):
            kind = "function"
        elif token.type in _WORDS:
            kind = "number" if _NUMERIC.fullmatch(token) else "value"
            kind = "field" if following in ("S_OP", "IN", "NOT_IN") else kind
        elif token.type == "STRING" and following in ("S_OP", "IN", "NOT_IN"):
            kind = "field"
        start = base + (token.start_pos or 0)
        self.found.append(Token(kind, start, base + (token.end_pos or 0)))

    def rest(self, text: str, base: int, hidden: bool) -> None:
        """What the parser could not read: wrong where it starts, unless a macro stands before."""
        first = _LOOSE.search(text)
        if first is None:
            return
        unfinished = first.end() == len(text.rstrip()) or hidden
        if not unfinished and first.lastgroup != "subsearch":
            self.found.append(Token("error", base + first.start(), base + first.end()))
            text, base = text[first.end() :], base + first.end()
        self.loose(text, base)

    def loose(self, text: str, base: int) -> None:
        """Tokens by their looks alone."""
        self.found.extend(_by_looks(text, base))


def _by_looks(text: str, base: int) -> Iterator[Token]:
    for found in _LOOSE.finditer(text):
        if found.lastgroup is not None and found.lastgroup != "subsearch":
            yield Token(found.lastgroup, base + found.start(), base + found.end())
