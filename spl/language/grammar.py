"""The parsers: one LALR automaton per argument shape, all made from one grammar file."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from lark import Lark, Token
from lark.load_grammar import Grammar, load_grammar

from spl.language.build_commands import CommandBuilder
from spl.language.kept_parser import kept_parser

if TYPE_CHECKING:
    from spl.language.ast import Arguments
    from spl.language.build import Place

SHAPES = (
    "search",
    "eval",
    "where",
    "stats",
    "chart",
    "tstats",
    "fields",
    "options",
    "rename",
    "sort",
    "dedup",
    "head",
    "top",
    "lookup",
    "inputlookup",
    "rex",
    "regex",
    "convert",
    "bin",
    "join",
    "replace",
    "from",
)

SUBSEARCH = "\ufdd0"
SUBSEARCH_REST = "\ufdd1"


class ShapeParser:
    """Parses the arguments of the commands that share one shape."""

    def __init__(self, shape: str) -> None:
        if shape not in SHAPES:
            raise ValueError(f"no argument shape is called {shape!r}")
        self._builder = CommandBuilder()
        # The builder holds the place it works at, so one text is parsed at a time.
        self._lock = threading.Lock()
        self.lark = kept_parser(shape, _text(), self._build, self._builder)

    def _build(self, shape: str) -> Lark:
        return Lark(
            _grammar_of(shape), parser="lalr", start=shape, transformer=self._builder, cache=False
        )

    def parse(self, arguments: str, place: Place) -> Arguments:
        """Return the tree of *arguments*, in which each subsearch is masked.

        Raises:
            UnexpectedInput: the text does not fit the shape.
        """
        with self._lock:
            self._builder.begin(place)
            tree: Arguments = self.lark.parse(arguments)  # type: ignore[assignment]
            return tree

    def lex(self, arguments: str, place: Place) -> Iterator[Token]:
        """Give the terminals that the parser reads, until the text stops fitting the shape.

        Raises:
            UnexpectedInput: the text does not fit from there on.
        """
        with self._lock:
            self._builder.begin(place)
            yield from self.lark.parse_interactive(arguments).iter_parse()


@cache
def parser_of(shape: str) -> ShapeParser:
    """Return the parser for *shape*, built when it is first asked for."""
    return ShapeParser(shape)


@cache
def _text() -> str:
    return Path(__file__).with_name("spl.lark").read_text("utf-8")


@cache
def _grammar() -> Grammar:
    grammar: Grammar = load_grammar(_text(), "spl.lark", [], False)[0]  # type: ignore[no-untyped-call]
    return grammar


def _grammar_of(shape: str) -> Grammar:
    """The rules that *shape* needs: compiling the others would take most of the time."""
    grammar = _grammar()
    trees = {str(rule[0]): rule[2] for rule in grammar.rule_defs}
    needed, waiting = {shape}, [shape]
    while waiting:
        for leaf in trees[waiting.pop()].scan_values(lambda leaf: hasattr(leaf, "name")):
            if leaf.name in trees and leaf.name not in needed:
                needed.add(str(leaf.name))
                waiting.append(str(leaf.name))
    rules = [rule for rule in grammar.rule_defs if rule[0] in needed]
    return Grammar(rules, grammar.term_defs, grammar.ignore)
