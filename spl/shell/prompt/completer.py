"""Completion: what can stand where the cursor is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from prompt_toolkit.completion import CompleteEvent, Completer, Completion, PathCompleter
from prompt_toolkit.document import Document

from spl.shell.prompt.dot import DOT_COMMANDS
from spl.shell.prompt.place import Place, place_at
from spl.shell.prompt.vocabulary import Choice, Vocabulary
from spl.values.book import functions

_EVAL = frozenset({"eval", "where", "fieldformat"})
_STATS = frozenset(
    {"stats", "eventstats", "streamstats", "chart", "timechart", "tstats", "mstats", "sistats"}
)
_LOOKUPS = frozenset({"lookup", "inputlookup", "outputlookup"})
_DATAMODEL = re.compile(r"\bdatamodel\s*[=:]\s*\"?([\w.]+)", re.IGNORECASE)
_FROM = re.compile(
    r"from\s+\w*$|from\s+datamodel\s*:\s*\"?[\w.]*$|datamodel\s+[\w.]*$", re.IGNORECASE
)
_PLAIN = re.compile(r"[\w.:@-]+")
_META = 60  # columns for the meaning of a choice


class SplCompleter(Completer):
    """Suggests commands, options, functions, macros, knowledge, fields and their values."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Complete with the words of *vocabulary*."""
        self._vocabulary = vocabulary
        self._paths = PathCompleter(expanduser=True)

    def get_completions(self, document: Document, event: CompleteEvent) -> Iterator[Completion]:
        """Yield completions for the word before the cursor."""
        before = document.text_before_cursor
        if before.lstrip()[:1] in (".", "\\") and "\n" not in before:
            yield from self._dots(before.lstrip(), event)
            return
        place = place_at(before)
        choices = _fitting(place.word, self._choices(place))
        yield from (_completion(place, *choice) for choice in choices)

    def _dots(self, line: str, event: CompleteEvent) -> Iterator[Completion]:
        """Commands of the prompt itself, and what their argument may be."""
        name, blank, argument = line.partition(" ")
        if not blank:
            known = ((n, entry.summary) for n, entry in DOT_COMMANDS.items())
            for text, meaning in _fitting("." + name[1:], known):
                yield Completion(text, -len(name), display_meta=meaning)
            return
        entry = DOT_COMMANDS.get("." + name[1:])
        if entry is None:
            return
        if entry.completes == "path":
            inner = Document(argument, len(argument))
            yield from self._paths.get_completions(inner, event)
            return
        known_words = getattr(self._vocabulary, entry.completes)() if entry.completes else ()
        words = ((word, "") for word in entry.words)
        for text, meaning in _fitting(argument, [*words, *known_words]):
            yield Completion(text, -len(argument), display_meta=meaning)

    def _choices(self, place: Place) -> Iterable[Choice]:
        words = self._vocabulary
        if place.macro:
            return words.macros()
        if not place.named:
            return words.commands()
        if place.compared is not None:
            return self._compared(place, place.compared)
        if _FROM.search(place.text):
            kind, colon, _ = place.word.partition(":")
            known = words.lookups() if kind == "lookup" else words.datasets()
            return ((kind + colon + name if colon else name, what) for name, what in known)
        if place.quoted:
            return ()
        return self._arguments(place)

    def _compared(self, place: Place, name: str) -> Iterable[Choice]:
        """Behind ``name=``: what the option takes, else values of the field."""
        known = list(self._vocabulary.option_values(place.command, name))
        return known or self._vocabulary.values(name.rpartition(".")[2] if "." in name else name)

    def _arguments(self, place: Place) -> Iterator[Choice]:
        words, command = self._vocabulary, place.command
        inside = place.call is not None
        if command in _LOOKUPS and place.text.split()[1:] == [w for w in [place.word] if w]:
            yield from words.lookups()
        if command == "savedsearch":
            yield from words.savedsearches()
        model = _DATAMODEL.search(place.text)
        if model:
            yield from words.dataset_fields(model[1])
        if not inside:
            yield from words.options(command)
        if command in _EVAL or place.within("eval") or _is_eval_call(place):
            yield from words.functions()
        if command in _STATS and not inside:
            yield from words.aggregates()
            yield from words.words()
        yield from words.fields()
        if command == "search" and place.text.strip() == place.word:
            yield from words.commands()


def _is_eval_call(place: Place) -> bool:
    """Whether the cursor is in a function of eval, as within ``stats count(eval(if(…``."""
    return place.call is not None and place.call.name in functions


def _fitting(word: str, choices: Iterable[Choice]) -> list[Choice]:
    """The choices that begin with the word; where none does, those that hold it."""
    typed = word.lower()
    known = list(dict(reversed(list(choices))).items())[::-1]
    starting = [choice for choice in known if choice[0].lower().startswith(typed)]
    if starting or len(typed) < 2:
        return starting
    return [choice for choice in known if typed in choice[0].lower()]


def _completion(place: Place, text: str, meaning: str) -> Completion:
    """A value that is no plain word is put into quotes, its quotes and backslashes escaped."""
    shown = text
    if place.compared is not None and not place.macro:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        if place.quoted:
            text = escaped + '"'
        elif not _PLAIN.fullmatch(text):
            text = f'"{escaped}"'
    return Completion(text, -len(place.word), display=shown, display_meta=meaning[:_META])
