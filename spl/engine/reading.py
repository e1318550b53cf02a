"""Reading the text of a search with the macros of a session, whose expressions are worked out."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass

from spl.columns.evaluate import evaluate
from spl.columns.table import Table
from spl.commands import shapes
from spl.knowledge import Knowledge
from spl.knowledge.macro_book import MacroBook, MacroSource
from spl.language import ast
from spl.language.comments import blank_comments
from spl.language.expand import Macro, expand
from spl.language.parser import parse as parse_text
from spl.language.parser import parse_eval_expression
from spl.language.source import SourceMap
from spl.values.environment import Environment

_FIRST_WORD = re.compile(r"\s*([A-Za-z_]\w*)\s*(!=|<|>|=|(?:IN|in)\s*\()?")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads text as SPL.

    Attributes:
        macros: the definitions by ``name`` or ``name(2)``.
        environment: clock and zone of macros that are expressions.
    """

    macros: Mapping[str, Macro]
    environment: Environment

    def parse(self, text: str, implied_search: bool = True) -> ast.Pipeline:
        """The tree of a search; SplError where it is none."""
        return parse_text(
            text,
            shapes=shapes(),
            macros=self.macros,
            evaluate=self._value,
            implied_search=implied_search,
        )

    def expand(self, text: str) -> tuple[str, SourceMap]:
        """The text without comments and macro calls, and the way back to *text*."""
        return expand(blank_comments(text), self.macros, self._value)

    def names_command(self, text: str) -> bool:
        """Whether a pipeline over rows starts with a command's name and not with a comparison."""
        plain, _ = self.expand(text)
        found = _FIRST_WORD.match(plain)
        return bool(found and found[2] is None and found[1].lower() in shapes())

    def _value(self, expression: str) -> object:
        """The value of an eval expression without fields, as macros with iseval have it."""
        return evaluate(parse_eval_expression(expression), Table({}, 1), self.environment)[0]


def parse(text: str, macros: Mapping[str, MacroSource] | None = None) -> ast.Pipeline:
    """Return the syntax tree of a search; ``str()`` of it is SPL again.

    Args:
        text: the search as typed.
        macros: definitions by ``name`` or ``name(2)``, as `Session.macros` takes them; None for
            those that ship with the package.

    Raises:
        SplError: the text is not SPL, or calls a macro that is not there.
    """
    book = MacroBook(Knowledge.read().macros if macros is None else macros)
    return Reader(book.definitions, Environment(time.time(), clock=time.time)).parse(text)
