"""The last steps: event types, and the tags of these and of other fields.

Most searches ask which events have one tag, and as Splunk does they only try the event types that
have it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from functools import partial

import numpy as np

from spl.columns.column import Column, Rows
from spl.columns.dictionary import Mask
from spl.columns.lift import lift
from spl.columns.match import matches
from spl.columns.table import Table, Test
from spl.events.chain import Before
from spl.events.merge import combinations
from spl.events.origin import Change
from spl.knowledge.conf import Setting
from spl.knowledge.eventtypes import EventType
from spl.knowledge.tags import Tags
from spl.values.environment import Environment
from spl.values.value import Value, as_texts, multivalue
from spl.values.wildcard import fold

_TAG = "tag::"


class EventTypeStep:
    """The field `eventtype`: the names of all event types that an event belongs to."""

    def __init__(self, eventtypes: Callable[[], Sequence[EventType]], env: Environment) -> None:
        """Try *eventtypes*, whose names rise and which are read when the field is asked for."""
        self._eventtypes = eventtypes
        self._env = env

    def gives(self, name: str) -> bool:
        """Only eventtype."""
        return name == "eventtype"

    def names(self, before: Before) -> Iterable[str]:
        """Only eventtype."""
        del before
        return ("eventtype",)

    def column(self, name: str, before: Before) -> Column | None:
        """The event types of each event."""
        del name
        table = before.table()
        found = [(e.name, self._mask(e, table, before, keep=False)) for e in self._eventtypes()]
        found = [(each, mask) for each, mask in found if mask.any()]
        return combinations([n for n, _ in found], [m for _, m in found], before.size)

    def having(self, name: str, test: Test, before: Before) -> Mask:
        """Which events have an event type of which *test* holds; no other one is tried."""
        del name
        table = before.table()
        sought = [each for each in self._eventtypes() if test(each.name)]
        return _any([self._mask(each, table, before, keep=True) for each in sought], before.size)

    def _mask(self, each: EventType, table: Table, before: Before, *, keep: bool) -> Mask:
        return before.mask(each.name, lambda: matches(each.search, table, self._env), keep=keep)

    def said(self, change: Change) -> Iterable[Setting]:
        """The searches of the event types that the events have."""
        found = {text for value in change.values for text in as_texts(value)}
        return [e.setting for e in self._eventtypes() if e.name in found and e.setting is not None]


class TagStep:
    """The fields `tag` and ``tag::field``.

    Choice: tags that an event brings along in a field of its own called tag count as well.
    """

    def __init__(self, tags: Tags) -> None:
        """Tag the values that *tags* speaks of."""
        self._tags = tags

    def gives(self, name: str) -> bool:
        """Whether this is tag, or the tags of a field that tags speak of."""
        return name == "tag" or (name.startswith(_TAG) and name[5:] in self._tags.by_field)

    def names(self, before: Before) -> Iterable[str]:
        """``tag``, and ``tag::field`` for every field that tags speak of."""
        del before
        return ("tag", *(f"{_TAG}{field}" for field in self._tags.by_field))

    def column(self, name: str, before: Before) -> Column | None:
        """The tags, sorted."""
        fields = [name.removeprefix(_TAG)] if name != "tag" else list(self._tags.by_field)
        known = [(f, c) for f in fields if (c := before.column(f)) is not None]
        own = before.column("tag") if name == "tag" else None
        if not known:
            return own

        def tags(*values: Value) -> Value:
            pairs = zip(known, values, strict=False)
            sets = (self._tags.of(field, as_texts(value)) for (field, _), value in pairs)
            brought = as_texts(values[-1]) if own is not None else ()
            return multivalue(sorted(frozenset(brought).union(*sets)))

        columns = [column for _, column in known]
        return lift(tags, columns if own is None else [*columns, own], before.size)

    def having(self, name: str, test: Test, before: Before) -> Mask:
        """Which events have a tag of which *test* holds; only fields with such a tag are read."""
        masks = [before.having("tag", test)] if name == "tag" else []
        for field, known in self._tags.by_field.items():
            tagged = {value for value, tags in known.items() if any(map(test, tags))}
            if tagged and name in ("tag", f"{_TAG}{field}"):
                masks.append(before.having(field, partial(_is_among, tagged)))
        return _any(masks, before.size)

    def said(self, change: Change) -> Iterable[Setting]:
        """The tags of every value that the events have."""
        field = None if change.name == "tag" else change.name.removeprefix(_TAG)
        fields = [of for of in self._tags.by_field if field in (None, of)]
        have = {of: _folded(change.before.column(of), change.rows) for of in fields}
        return [tag.setting for tag in self._tags.written if tag.value in have.get(tag.field, ())]


def _is_among(folded: Set[str], value: Value) -> bool:
    """Whether one of the texts is among *folded*, whatever its case."""
    return any(fold(text) in folded for text in as_texts(value))


def _any(masks: Sequence[Mask], size: int) -> Mask:
    """True where one of *masks* is."""
    return np.logical_or.reduce(masks) if masks else np.zeros(size, np.bool_)


def _folded(column: Column | None, rows: Rows) -> frozenset[str]:
    """The values of a field in *rows*, as tags compare them."""
    values = () if column is None else column.take(rows).to_list()
    return frozenset(fold(text) for value in values for text in as_texts(value))
