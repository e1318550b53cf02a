"""What the nearest rows have in the place of what a clause wants."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from spl.columns.concat import concat
from spl.columns.table import Table
from spl.diagnosis.absence import Absence
from spl.diagnosis.clauses import Clause, literals, parts_of, readable_time, search_clauses
from spl.diagnosis.fields_there import shown
from spl.diagnosis.place import Place
from spl.diagnosis.sieve import Nearest, Sieve
from spl.errors import did_you_mean
from spl.language import ast
from spl.values.environment import Environment
from spl.values.value import Value, as_number, as_texts

_MOST = 3
_NAMES = ("eventtype", "tag")


class Rejection:
    """Explains why rows do not satisfy a clause."""

    def __init__(self, place: Place, sieve: Sieve, absence: Absence) -> None:
        """Take the rows of a stage, the clauses that they go through, and who knows of fields."""
        self._place = place
        self._sieve = sieve
        self._absence = absence
        self._env = place.job.environment

    def sentences(self, nearest: Nearest) -> list[str]:
        """What the nearest rows have where the first clause that rejects them wants another."""
        clause = nearest.failed[0]
        near = [rows.table for rows in nearest.tables]
        found: list[str] = []
        if clause.macro is not None:
            found.append(f"The clause comes out of the macro `{clause.macro}`.")
        named: dict[str, list[Clause]] = {}
        for leaf in _leaves(clause, near, self._env):
            for name in leaf.fields:
                named.setdefault(name, []).append(leaf)
        for name, leaves in list(named.items())[:_MOST]:
            found.extend(self._of_field(name, leaves, nearest))
        return found

    def _of_field(self, name: str, leaves: Sequence[Clause], nearest: Nearest) -> Iterator[str]:
        clause = leaves[0]
        if clause.group in ("index", "time", "origin"):
            yield self._of_all_events(name)
            return
        if name == "_raw":
            yield f"The text of these {_events(nearest.count)} does not have it."
            return
        wanted = [text for leaf in leaves for text in literals(leaf.expression)]
        if name in _NAMES:
            yield from self._named(name, wanted, nearest)
        values = nearest.values(name)
        if not self._place.has(name) and set(values) == {None}:
            yield from () if name in _NAMES else self._absence.of_all(name, self._place)
        elif set(values) == {None}:
            yield f"'{name}' is null in {_these(nearest.count)}, though other rows have it."
            here = Place(self._place.run, self._place.at, nearest.tables, self._place.dataset)
            yield from self._absence.of_some(name, here)
        else:
            yield f"{_there(nearest.count)} {name} is {shown(values)}."
            yield from _hints(clause, wanted, values)

    def _of_all_events(self, name: str) -> str:
        """The values that all events have: those of the nearest alone would say too little."""
        tables = [part.table for part in self._sieve.parts if part.table.size]
        values = Counter(value for table in tables for value in table.column(name).to_list())
        if name == "_time":
            times = [time for value in values if (time := as_number(value)) is not None]
            if not times:
                return "No event has a time."
            first, last = (readable_time(t, self._env.zone) for t in (min(times), max(times)))
            return f"The events are from {first} to {last}."
        return f"The events have {name} {shown(values, 4)}."

    def _named(self, name: str, wanted: Sequence[str], nearest: Nearest) -> Iterator[str]:
        """What is known of the event types or tags that a clause asks for."""
        knowledge = self._place.job.knowledge
        searches = {each.name: each.search for each in knowledge.eventtypes}
        tags = {setting.key: setting for _, setting in knowledge.tags.settings}
        kind, known = ("event type", list(searches)) if name == "eventtype" else ("tag", list(tags))
        for text in [w for w in wanted if "*" not in w][:_MOST]:
            if text.lower() not in {each.lower() for each in known}:
                hint = did_you_mean(text, known)
                yield f"No app defines the {kind} '{text}'. {hint or ''}".rstrip()
            elif name == "eventtype" and text in searches:
                yield from self._eventtype(text, searches[text], nearest)
            elif name == "tag":
                given = [s.stanza for _, s in knowledge.tags.settings if s.key == text]
                more = f" and {len(given) - 3} more" if len(given) > 3 else ""
                yield f"The tag '{text}' is given to {', '.join(given[:3])}{more}."

    def _eventtype(self, name: str, search: ast.SearchExpr, nearest: Nearest) -> Iterator[str]:
        """The clause of an event type that the nearest events do not satisfy."""
        events = [rows.table if rows.events is None else rows.events for rows in nearest.tables]
        inner = Sieve.of(concat(events), search_clauses(search), self._env).nearest()
        if inner is not None and inner.failed:
            yield f"The event type '{name}' wants {inner.failed[0].text}, which they are not."


def _leaves(clause: Clause, tables: Sequence[Table], env: Environment) -> list[Clause]:
    """The innermost clauses that reject the rows: of several that must all hold the first."""
    how, parts = parts_of(clause)
    if how == "all":
        for part in parts:
            if not any(part.test(table, env).any() for table in tables):
                return _leaves(part, tables, env)
        return parts
    if how == "any":
        return [leaf for part in parts for leaf in _leaves(part, tables, env)]
    return parts


def _hints(clause: Clause, wanted: Iterable[str], values: Iterable[Value]) -> Iterator[str]:
    """In what little thing a value differs from what is wanted."""
    have = {text for value in values for text in as_texts(value)}
    for text in wanted:
        for other in have:
            if other != text and other.strip() == text.strip():
                yield f'The value "{other}" differs in the blanks around it.'
                return
            if clause.is_eval and other != text and other.lower() == text.lower():
                yield "They differ in case, which where minds and search does not."
                return
            if "\\" in text and other != text and _no_runs(other) == _no_runs(text):
                yield "They differ in the number of backslashes: in quotes, \\\\ stands for one."
                return


def _no_runs(text: str) -> str:
    return re.sub(r"\\+", "/", text).strip("*").lower()


def _events(count: int) -> str:
    return "row" if count == 1 else f"{count:,} rows"


def _these(count: int) -> str:
    return "this row" if count == 1 else f"these {count:,} rows"


def _there(count: int) -> str:
    return "In it" if count == 1 else "In them"
