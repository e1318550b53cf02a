"""Index-time knowledge at work: the time of an event, its text, where it goes.

The order is Splunk's: TRUNCATE, the time, SEDCMD, then TRANSFORMS one after the other, each seeing
what those before it did. An event whose queue is ``nullQueue`` in the end is dropped and counted.

Choices: where the settings find no time, an XML event keeps the one in its System part; any other
event has none of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from spl.columns.check import check_expression
from spl.columns.evaluate import evaluate
from spl.columns.table import Table
from spl.errors import KnowledgeError, SplError
from spl.events.break_lines import truncated
from spl.events.draft import Fields
from spl.events.found import Found
from spl.events.key_value import from_json
from spl.events.told_time import told_time
from spl.events.trail import Done
from spl.knowledge import Knowledge
from spl.knowledge.index_time import IndexTime
from spl.knowledge.index_transforms import IndexTransform, IngestEval, Rewrite, meta_pairs
from spl.knowledge.time_rules import TimeRules
from spl.values.environment import Environment
from spl.values.value import Value, as_number, as_texts, multivalue

_PREFIXED = ("host", "source", "sourcetype")
_KEYS = ("_raw", "_time", "host", "source", "sourcetype", "index", "queue")
_DROPPED = "nullqueue"


@dataclass(slots=True)
class Indexing:
    """Applies index-time knowledge to the events of one load.

    Attributes:
        reread: the fields and blocks of the text of an XML event, none where it is no event.
        problems: settings that make no sense, of all events so far.
        dropped: events that went to the nullQueue.
        cut: events that TRUNCATE cut short.
    """

    knowledge: Knowledge
    env: Environment
    reread: Callable[[str], tuple[Fields, tuple[str, ...]]]
    problems: list[KnowledgeError] = field(default_factory=list)
    dropped: int = 0
    cut: int = 0
    _rules: dict[tuple[str, str, str], IndexTime] = field(default_factory=dict)
    _bad: set[int] = field(default_factory=set)
    _by_host: bool = field(init=False)

    def __post_init__(self) -> None:
        self._by_host = self.knowledge.at_index_time.speaks_of_hosts

    def rules(self, source: str, sourcetype: str, host: str) -> IndexTime:
        """What is said about events with these default fields."""
        key = (source, sourcetype, host if self._by_host else "")
        found = self._rules.get(key)
        if found is None:
            found = self._rules[key] = self.knowledge.at_index_time.settings_for(*key)
            self.problems.extend(found.problems)
            for transform in found.transforms:
                wrong = check_transform(transform)
                self.problems.extend(wrong)
                if wrong:
                    self._bad.add(id(transform))
        return found

    def process(self, event: Found, index: str, file_time: float) -> Found | None:
        """The event as it is kept, None where it is dropped; its default fields are told.

        *index* is where it would go, *file_time* when its file was last changed.
        """
        rules = self.rules(event.source or "", event.sourcetype or "", event.host or "")
        if rules.idle:
            return event
        trail = [*event.trail]
        read = event.raw
        raw = self._truncated(read, rules, trail)
        fields: Fields = event.fields
        if rules.structure is not None:
            if rules.structure.kind == "json":
                fields = {name: _held(values) for name, values in from_json(raw).items()}
            trail.append((tuple(fields), (rules.structure.setting,)))
        time = event.time
        if rules.times is not None:
            time = self._time(rules.times, event._replace(raw=raw, fields=fields), file_time, trail)
        for setting, edit in rules.edits:
            before, raw = raw, edit.of(raw)
            if raw != before:
                trail.append((("_raw",), (setting,)))
        event = event._replace(raw=raw, time=time, fields=fields, home=index, trail=tuple(trail))
        if event.is_xml and raw != read:
            event = self._read_again(event)
        return self._transformed(event, rules.transforms) if rules.transforms else event

    def _truncated(self, raw: str, rules: IndexTime, trail: list[Done]) -> str:
        merged = rules.breaking is not None and rules.breaking.merge
        if not rules.truncate or merged:
            return raw
        short = truncated(raw, rules.truncate)
        if short is not raw and rules.truncation is not None:
            self.cut += 1
            trail.append((("_raw",), (rules.truncation,)))
        return short

    def _time(
        self, times: TimeRules, event: Found, file_time: float, trail: list[Done]
    ) -> float | None:
        done = ("_time",), times.settings
        if times.fixed is not None:
            trail.append(done)
            return self.env.now if times.fixed == "CURRENT" else file_time
        if times.only_zone:
            found = event.time
        else:
            found = told_time(times, event.raw, event.fields, self.env.zone, file_time)
        if found is not None:
            trail.append(done)
        return event.time if found is None and event.is_xml else found

    def _transformed(self, event: Found, transforms: tuple[IndexTransform, ...]) -> Found | None:
        keys: dict[str, Value] = {
            "_raw": event.raw,
            "_time": event.time,
            "host": event.host,
            "source": event.source,
            "sourcetype": event.sourcetype,
            "index": event.home,
            "queue": "indexQueue",
        }
        fields: dict[str, Value] = dict(event.fields)
        trail = [*event.trail]
        for transform in transforms:
            written: list[str] = []
            if isinstance(transform, Rewrite):
                written = _rewrite(transform, keys, fields)
            elif id(transform) not in self._bad:
                written = self._assign(transform, keys, fields)
            if written:
                trail.append((tuple(written), transform.settings))
        if _text(keys["queue"]).lower() == _DROPPED:
            self.dropped += 1
            return None
        time = as_number(keys["_time"])
        made = event._replace(
            raw=_text(keys["_raw"]),
            time=None if time is None else float(time),
            host=_text(keys["host"]),
            source=_text(keys["source"]),
            sourcetype=_text(keys["sourcetype"]),
            fields={name: _held(as_texts(value)) for name, value in fields.items()},
            home=_text(keys["index"]),
            trail=tuple(trail),
        )
        if not event.is_xml or made.raw == event.raw:
            return made
        written_fields = {n: v for n, v in made.fields.items() if event.fields.get(n) != v}
        again = self._read_again(made)
        return again._replace(fields={**again.fields, **written_fields})

    def _read_again(self, event: Found) -> Found:
        """An XML event whose text an app has changed, with the fields of the new text."""
        fields, blocks = self.reread(event.raw)
        return event._replace(fields=fields, blocks=blocks)

    def _assign(
        self, transform: IngestEval, keys: dict[str, Value], fields: dict[str, Value]
    ) -> list[str]:
        """Make the assignments; the names that are written."""
        for name, replaces, expression in transform.assignments:
            value = evaluate(expression, Table.of([{**fields, **keys}]), self.env)[0]
            if name in _KEYS:
                keys[name] = keys[name] if value is None else value
            elif replaces and value is None:
                fields.pop(name, None)
            elif value is not None:
                before = () if replaces else as_texts(fields.get(name))
                made = multivalue((*before, *as_texts(value)))
                assert made is not None
                fields[name] = made
        return [name for name, _, _ in transform.assignments]


def check_transform(transform: IndexTransform) -> list[KnowledgeError]:
    """What is wrong with the expressions of an INGEST_EVAL; it is left out then."""
    found: list[KnowledgeError] = []
    if isinstance(transform, IngestEval):
        for _, _, expression in transform.assignments:
            try:
                check_expression(expression)
            except SplError as error:
                found.append(transform.settings[1].error(error.message, hint=error.hint))
    return found


def _rewrite(transform: Rewrite, keys: dict[str, Value], fields: dict[str, Value]) -> list[str]:
    """Write what the transform finds; the names that are written."""
    text = _source(transform.source, keys, fields)[: transform.lookahead]
    if transform.target is not None:
        return _rewrite_key(transform, transform.target, text, keys)
    matches = [*transform.regex.occurrences(text, every=transform.repeat)]
    found = [
        (transform.fill(n, m), transform.fill(v, m)) for m in matches for n, v in transform.pairs
    ]
    if not matches and transform.default is not None:
        found = [*meta_pairs(transform.default)]
    written = []
    for key, value in found:
        if key and value:
            made = multivalue((*as_texts(fields.get(key)), value))
            assert made is not None
            fields[key] = made
            written.append(key)
    return written


def _rewrite_key(transform: Rewrite, target: str, text: str, keys: dict[str, Value]) -> list[str]:
    match = transform.regex.search(text)
    if match is not None:
        keys[target] = transform.fill(transform.form, match, _text(keys[target]))
    elif transform.default is not None:
        keys[target] = transform.default.removeprefix(f"{target}::")
    else:
        return []
    return [target]


def _source(name: str, keys: Mapping[str, Value], fields: Mapping[str, Value]) -> str:
    """The text that a transform looks at; host, source and sourcetype say what they are."""
    text = _text(keys[name] if name in keys else fields.get(name))
    return f"{name}::{text}" if name in _PREFIXED else text


def _text(value: Value) -> str:
    return "\n".join(as_texts(value))


def _held(values: tuple[str, ...]) -> str | tuple[str, ...]:
    return values[0] if len(values) == 1 else values
