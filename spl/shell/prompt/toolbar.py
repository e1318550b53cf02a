"""The bar at the bottom: what may stand where the cursor is, and what is searched."""

from __future__ import annotations

import re

from prompt_toolkit.formatted_text import StyleAndTextTuples

from spl import commands
from spl.shell.prompt.desk import Desk
from spl.shell.prompt.place import Place, place_at
from spl.shell.render.fit import width_of
from spl.values.book import aggregates, functions

_STATS_FIRST = frozenset({"stats", "eventstats", "streamstats", "chart", "timechart", "tstats"})


def toolbar(desk: Desk, before: str, width: int) -> StyleAndTextTuples:
    """The hint for the text *before* the cursor on the left, events and time range on the right."""
    right = f"{desk.events()} · {desk.span()}"
    room = width - width_of(right) - 3
    left = [] if before.lstrip()[:1] in (".", "\\") else hint(place_at(before))
    shown, used = _cut(left, room)
    blank = " " * max(1, width - used - width_of(right) - 2)
    return [("", " "), *shown, ("", blank), ("class:spl.range", right), ("", " ")]


def hint(place: Place) -> StyleAndTextTuples:
    """The signature of the call around the cursor, its argument marked, or the command's line."""
    if place.macro:
        return [("", "a macro, up to the next `")]
    if place.call is not None:
        books = (
            (aggregates, functions) if place.command in _STATS_FIRST else (functions, aggregates)
        )
        entry = next((e for book in books if (e := book.get(place.call.name))), None)
        if entry is not None:
            return _marked(entry.signature, place.call.argument)
    found = next((e for e in commands.entries() if place.command in (e.name, *e.aliases)), None)
    if found is None:
        return [("", "a command")] if not place.command else []
    if found.refusal is not None:
        return [("class:spl.error", f"{found.name} is not supported: {found.refusal}")]
    return [("", found.syntax)]


def _marked(signature: str, argument: int) -> StyleAndTextTuples:
    """A signature with the argument at a position marked; the last one stands for all behind it."""
    head, bracket, inside = signature.partition("(")
    parts = re.split(r"(,\s*)", inside.removesuffix(")"))
    names = parts[::2]
    here = min(argument, len(names) - 1) * 2
    pieces: StyleAndTextTuples = [("class:spl.function", head), ("", bracket)]
    for place, part in enumerate(parts):
        pieces.append(("class:spl.here" if place == here else "", part))
    return [*pieces, ("", ")" if bracket else "")]


def _cut(pieces: StyleAndTextTuples, room: int) -> tuple[StyleAndTextTuples, int]:
    """As much of the pieces as fits, and how wide that is."""
    kept: StyleAndTextTuples = []
    used = 0
    for style, text, *_ in pieces:
        text = " ".join(text.split()) if "\n" in text else text
        if used + len(text) > room:
            text = text[: max(room - used - 1, 0)] + "…"
            kept.append((style, text))
            return kept, used + len(text)
        kept.append((style, text))
        used += len(text)
    return kept, used
