"""Steps that take fields out of text: EXTRACT, REPORT and KV_MODE of props.conf.

A field that an event already has keeps its value: what the reader took from an XML event stands
like a field of index time. With MV_ADD a value joins those that earlier extractions gave.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

import numpy as np

from spl.columns.column import Column
from spl.columns.dictionary import Codes, Dictionary, encode
from spl.events.chain import Before
from spl.events.event_columns import BASE
from spl.events.key_value import KeyValues
from spl.events.merge import append, choose, column_of, first_present
from spl.events.origin import Change
from spl.knowledge.conf import Setting
from spl.knowledge.props import Extract, Report
from spl.values.value import Value, as_texts, multivalue

Found = Mapping[str, tuple[str, ...]]


class ExtractStep:
    """One EXTRACT-class."""

    def __init__(self, extract: Extract) -> None:
        """Give the fields that the regular expression names."""
        self._setting = extract.setting
        self._regex = extract.regex
        self._source = extract.source
        self._names = frozenset(extract.regex.names)

    def gives(self, name: str) -> bool:
        """Whether a group has this name."""
        return name in self._names

    def names(self, before: Before) -> Iterable[str]:
        """The names of the groups."""
        del before
        return self._regex.names

    def column(self, name: str, before: Before) -> Column | None:
        """The field: as it was, and what the group took where it was absent."""
        known = before.column(name)
        if known is not None and known.present().all():
            return known
        source = before.column(self._source)
        own = (
            None if source is None else spread(source, ("extract", self._setting), self._work, name)
        )
        return first_present((known, own))

    def said(self, change: Change) -> Iterable[Setting]:
        """The EXTRACT-class."""
        del change
        return (self._setting,)

    def _work(self, text: str) -> Found:
        match = self._regex.search(text)
        if match is None:
            return {}
        groups = ((name, match.group(name)) for name in self._regex.names)
        return {name: (value,) for name, value in groups if value}


class ReportStep:
    """One transform of a REPORT-class."""

    def __init__(self, report: Report) -> None:
        """Give the fields that its transform names, or any, where the data names them."""
        self._setting = report.setting
        self._transform = report.transform

    def gives(self, name: str) -> bool:
        """Whether the transform may give the field."""
        names = self._transform.names
        return name != self._transform.source_key and (names is None or name in names)

    def names(self, before: Before) -> Iterable[str]:
        """The names that the transform gives, in this data where it depends on them."""
        if self._transform.names is not None:
            return self._transform.names
        source = before.column(self._transform.source_key)
        return () if source is None else spread_names(source, self._key(), self._work)

    def column(self, name: str, before: Before) -> Column | None:
        """The field: as it was where it was, else (with MV_ADD: and) what the transform takes."""
        known = before.column(name)
        if known is not None and known.present().all() and not self._transform.mv_add:
            return known
        source = before.column(self._transform.source_key)
        own = None if source is None else spread(source, self._key(), self._work, name)
        if not self._transform.mv_add or own is None:
            return first_present((known, own))
        indexed = before.base(name)
        joined = append(known, own)
        if indexed is None or joined is None:
            return joined
        return choose(indexed.present(), indexed, joined)

    def said(self, change: Change) -> Iterable[Setting]:
        """The REPORT-class, and what the transform matches."""
        del change
        return self._setting, self._transform.setting

    def _key(self) -> Hashable:
        return ("report", self._transform.name, self._transform.setting)

    def _work(self, text: str) -> Found:
        found: dict[str, tuple[str, ...]] = {}
        for name, value in self._transform.extract(text):
            if name not in found or self._transform.mv_add:
                found[name] = (*found.get(name, ()), value)
        return found


class KeyValueStep:
    """KV_MODE: the fields that the text of an event names itself."""

    def __init__(
        self, mode: KeyValues, setting: Setting | None = None, *, again: bool = False
    ) -> None:
        """Read texts with *mode*; *again* where index time has read them in the same way.

        Values are then there twice (Splunk, props.conf.spec: INDEXED_EXTRACTIONS).
        """
        self._mode = mode
        self._setting = setting
        self._again = again

    def gives(self, name: str) -> bool:
        """Any name but those of Splunk's own fields."""
        return not name.startswith("_")

    def names(self, before: Before) -> Iterable[str]:
        """The names that the texts hold."""
        raw = before.column("_raw")
        return () if raw is None else spread_names(raw, ("kv", self._mode), self._mode)

    def column(self, name: str, before: Before) -> Column | None:
        """The field: as it was, and what the text says where it was absent."""
        known = before.column(name)
        again = self._again and name not in BASE
        if known is not None and known.present().all() and not again:
            return known
        raw = before.column("_raw")
        own = None if raw is None else spread(raw, ("kv", self._mode), self._mode, name)
        return append(known, own) if again else first_present((known, own))

    def said(self, change: Change) -> Iterable[Setting]:
        """KV_MODE."""
        del change
        return () if self._setting is None else (self._setting,)


def spread(column: Column, key: Hashable, work: Callable[[str], Found], name: str) -> Column | None:
    """The field *name* of what *work* finds in each value of *column*; None where it finds none.

    The work runs once per value and is kept with the column's dictionary under *key*. Where the
    column uses but few values of its dictionary, it runs for those alone that it has not met yet.
    """
    used = _few(column, key)
    if used is None:
        encoded = column.dictionary.remember(
            (key, name), lambda d: _picked(_all(d, key, work), name)
        )
        return None if encoded is None else column_of(encoded[0], encoded[1], column)
    some = _some(column.dictionary, key, work, used)
    picked = _picked([some[code] for code in used], name)
    if picked is None:
        return None
    codes = np.full(len(column.dictionary), -1, dtype=np.int32)
    codes[used] = picked[0]
    return column_of(codes, picked[1], column)


def spread_names(column: Column, key: Hashable, work: Callable[[str], Found]) -> list[str]:
    """The names of all fields that *work* finds in any value of *column*."""
    used = _few(column, key)
    if used is None:
        found: Iterable[Found] = _all(column.dictionary, key, work)
    else:
        some = _some(column.dictionary, key, work, used)
        found = (some[code] for code in used)
    return list(dict.fromkeys(name for each in found for name in each))


def _few(column: Column, key: Hashable) -> list[int] | None:
    """The codes that the column uses, where they are few and not all is worked out anyway."""
    used = None if column.dictionary.recall(key) is not None else column.used()
    return None if used is None else used.tolist()


def _some(
    dictionary: Dictionary, key: Hashable, work: Callable[[str], Found], codes: Iterable[int]
) -> dict[int, Found]:
    """What *work* finds in the values of *codes*, and of those that were asked for before."""
    some: dict[int, Found] = dictionary.remember((key, None), lambda _: {})
    for code in codes:
        if code not in some:
            some[code] = _run(work, dictionary.values[code])
    return some


def _all(dictionary: Dictionary, key: Hashable, work: Callable[[str], Found]) -> list[Found]:
    """What *work* finds in each value, by code."""

    def complete(whole: Dictionary) -> list[Found]:
        some = _some(whole, key, work, range(len(whole)))
        return [some[code] for code in range(len(whole))]

    return dictionary.remember(key, complete)


def _picked(found: Sequence[Found], name: str) -> tuple[Codes, Dictionary] | None:
    """The field *name* of each, encoded; None where none has it."""
    if not any(name in each for each in found):
        return None
    return encode(multivalue(each[name]) if name in each else None for each in found)


def _run(work: Callable[[str], Found], value: Value) -> Found:
    """What *work* finds in a value; in a multivalue, in each of its values."""
    texts = as_texts(value)
    if len(texts) == 1:
        return work(texts[0])
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        for name, values in work(text).items():
            found[name] = (*found.get(name, ()), *values)
    return found
