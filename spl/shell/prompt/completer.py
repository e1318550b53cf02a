"""Completion from the registries and the data: commands, functions, macros, fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from spl import commands
from spl.session import Session
from spl.shell.prompt.dot import DOT_COMMANDS
from spl.values.book import Entry, aggregates, functions

_WORD = re.compile(r"[\w.:{}-]*$")
_COMMAND_PLACE = re.compile(r"(?:^|[|\[])\s*[\w]*$")
_COMMAND = re.compile(r"(?:^|[|\[])\s*(\w+)(?=[^|\[]*$)")
_EVAL_COMMANDS = frozenset({"eval", "where", "fieldformat"})
_STATS_COMMANDS = frozenset({"stats", "eventstats", "streamstats", "chart", "timechart", "tstats"})


class SplCompleter(Completer):
    """Suggests what can stand where the cursor is."""

    def __init__(self, session: Session) -> None:
        """Complete for *session*: its macros and the fields of its events."""
        self._session = session
        self._fields: list[str] = []

    def learn_fields(self) -> None:
        """Read the field names again, after a load."""
        self._fields = sorted(self._session.field_names())

    def get_completions(self, document: Document, _: CompleteEvent) -> Iterator[Completion]:
        """Yield completions for the word before the cursor."""
        before = document.text_before_cursor
        match = _WORD.search(before)
        word = match[0] if match else ""
        if before.lstrip().startswith("."):
            yield from _matching(before.strip(), ((n, d.summary) for n, d in DOT_COMMANDS.items()))
        elif before[: len(before) - len(word)].count("`") % 2:
            yield from _matching(word, ((_call(name), "macro") for name in self._session.macros))
        elif _COMMAND_PLACE.search(before):
            yield from _matching(word, ((e.name, e.summary) for e in _supported()))
            if "|" not in before:
                yield from _matching(word, ((name, "field") for name in self._fields))
        else:
            yield from _matching(word, self._arguments(before))

    def _arguments(self, before: str) -> Iterator[tuple[str, str]]:
        """What may stand after a command's name: its functions, then fields."""
        match = _COMMAND.search(before)
        name = match[1].lower() if match else "search"
        if name in _EVAL_COMMANDS:
            yield from (_described(entry) for entry in functions)
        if name in _STATS_COMMANDS:
            yield from (_described(entry) for entry in aggregates)
        yield from ((field, "field") for field in self._fields)


def _matching(word: str, choices: Iterable[tuple[str, str]]) -> Iterator[Completion]:
    lowered = word.lower()
    for text, meaning in choices:
        if text.lower().startswith(lowered):
            yield Completion(text, start_position=-len(word), display_meta=meaning)


def _described(entry: Entry[Any]) -> tuple[str, str]:
    return f"{entry.name}(", f"{entry.signature}  {entry.summary}"


def _supported() -> Iterator[commands.CommandEntry]:
    return (entry for entry in commands.entries() if entry.refusal is None)


def _call(key: str) -> str:
    """How a macro of the key ``name(2)`` starts when it is called."""
    name, bracket, _ = key.partition("(")
    return name + bracket
