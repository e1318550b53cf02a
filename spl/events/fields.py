"""The fields that knowledge gives to events, computed when a search asks for them.

The order is Splunk's: EXTRACT, REPORT, KV_MODE, FIELDALIAS, EVAL, LOOKUP, event types, tags
(Knowledge Manager Manual: "The sequence of search-time operations").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np

from spl.columns.check import check_expression
from spl.columns.column import Column, Rows
from spl.columns.dictionary import Mask
from spl.columns.table import Table
from spl.errors import KnowledgeError, SplError
from spl.events.chain import Before, FieldChain, Step
from spl.events.datasets import dataset_table
from spl.events.default_fields import DefaultFieldsStep
from spl.events.enrichment import AliasStep, EvalStep, LookupStep
from spl.events.extraction import ExtractStep, KeyValueStep, ReportStep
from spl.events.key_value import key_values
from spl.events.origin import Change, Origin, Said, step_origin
from spl.events.partition import Carried, Partition
from spl.events.tagging import EventTypeStep, TagStep
from spl.events.trail import Trails
from spl.knowledge import Knowledge
from spl.knowledge.conf import Setting
from spl.knowledge.lookup_files import Definition
from spl.knowledge.props import AutomaticLookup, CalculatedField, Props
from spl.language import ast
from spl.values.environment import Environment
from spl.values.value import Value, as_texts

__all__ = ["EventFields", "dataset_table", "event_partitions"]


class EventFields(FieldChain):
    """The fields of the events of one table; a `LazyFields`.

    Attributes:
        problems: what cannot be computed, and is left out: expressions that call unknown
            functions, lookups that are missing or would run a program.
    """

    __slots__ = ("_trails", "problems")

    def __init__(
        self,
        base: Table,
        props: Props,
        knowledge: Knowledge,
        env: Environment,
        trails: Trails | None = None,
    ) -> None:
        """Take apart the events of *base*, whose columns count as fields of index time.

        *trails* are the index-time settings that made the events what they are.
        """
        self.problems: list[KnowledgeError] = list(props.problems)
        self._trails = Trails.none(base.size) if trails is None else trails
        super().__init__(base, list(_steps(props, knowledge, env, self.problems)))

    def origin(self, name: str, row: int | Rows | Mask | None = None) -> list[Origin]:
        """The steps that gave the field *name* its values, in order.

        *row* says which events are looked at: one, positions, a mask, or None for all of them.
        """
        first = self.at(0, name)
        found = [step_origin((None, first), row, lambda at, _: self._trails.settings(name, at))]
        for place, step in enumerate(self._steps):
            if step.gives(name):
                columns = self.at(place, name), self.at(place + 1, name)
                said = partial(self._said, place, name)
                found.append(step_origin(columns, row, said))
        return [origin for origin in found if origin is not None]

    def _said(
        self, place: int, name: str, rows: Rows, values: Sequence[Value]
    ) -> Iterable[Setting]:
        """The settings that made the step at *place* give the field these values."""
        step = self._steps[place]
        change = Change(name, rows, values, Before(self, place))
        return step.said(change) if isinstance(step, Said) else ()


def event_partitions(  # noqa: PLR0913  # the default fields, by name
    base: Table,
    *,
    index: str,
    source: str,
    sourcetype: str,
    knowledge: Knowledge,
    env: Environment,
    trails: Trails | None = None,
) -> list[Partition]:
    """The partitions of events, with every field that *knowledge* can give them.

    It is one partition, unless props.conf says different things about the hosts of the events.

    Args:
        base: the events with the fields that their reader found; `_raw`, `_time`, `host` among
            them.
        index: index that they go to.
        source: their source.
        sourcetype: as it was given; the table shows it as `rename` in props.conf makes it.
        knowledge: what apps say.
        env: clock and time zone of calculated fields.
        trails: the index-time settings that made each event what it is, None for none.
    """
    found = []
    for host, rows in _by_props(base, source, sourcetype, knowledge):
        props = knowledge.props_for(source, sourcetype, host)
        table = base if rows is None else base.take(rows)
        own = trails if trails is None or rows is None else trails.take(rows)
        fields = EventFields(table, props, knowledge, env, own)
        shown = Table({}, table.size, fields)
        problems = tuple(fields.problems)
        seed = Carried(index, source, sourcetype, table)
        found.append(
            Partition(index, source, props.sourcetype, shown, problems, fields.origin, seed=seed)
        )
    return found


def _by_props(
    base: Table, source: str, sourcetype: str, knowledge: Knowledge
) -> Iterator[tuple[str, Rows | None]]:
    """The events apart by what props.conf says, each with one of their hosts; None for all."""
    if not knowledge.speaks_of_hosts:
        yield "", None
        return
    hosts = base.column("host")
    groups: dict[tuple[tuple[str, int], ...], list[str]] = {}
    for host in dict.fromkeys(t for value in hosts.dictionary.values for t in as_texts(value)):
        settings = knowledge.props_for(source, sourcetype, host).settings
        said = tuple(sorted((key, id(setting)) for key, setting in settings.items()))
        groups.setdefault(said, []).append(host)
    for members in groups.values():
        known = frozenset(members)
        mask = hosts.test(lambda value, known=known: value in known)  # type: ignore[misc]
        if mask.any():
            yield members[0], None if mask.all() else np.flatnonzero(mask)


class _RenameStep:
    """`rename` of props.conf: searches see another sourcetype, the first one is `_sourcetype`."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting

    def gives(self, name: str) -> bool:
        return name in ("sourcetype", "_sourcetype")

    def names(self, before: Before) -> Iterable[str]:
        del before
        return ("_sourcetype",)

    def column(self, name: str, before: Before) -> Column | None:
        if name == "_sourcetype":
            return before.column("sourcetype")
        return Column.constant(self._setting.value, before.size)

    def said(self, change: Change) -> Iterable[Setting]:
        del change
        return (self._setting,)


def _steps(
    props: Props, knowledge: Knowledge, env: Environment, problems: list[KnowledgeError]
) -> Iterator[Step]:
    yield DefaultFieldsStep(env.zone)
    if props.rename is not None:
        yield _RenameStep(props.rename)
    yield from map(ExtractStep, props.extracts)
    yield from map(ReportStep, props.reports)
    reader = key_values(props.kv_mode, auto_json=props.auto_json)
    if reader is not None:
        indexed = props.settings.get("INDEXED_EXTRACTIONS")
        twice = indexed is not None and indexed.value.lower() == props.kv_mode == "json"
        yield KeyValueStep(reader, props.settings.get("KV_MODE"), again=twice)
    yield from map(AliasStep, props.aliases)
    calculated = [each for each in props.calculated if _makes_sense(each, problems)]
    if calculated:
        settings = {each.name: each.setting for each in calculated}
        yield EvalStep(_Parsed({each.name: each for each in calculated}), env, settings)
    for lookup in props.lookups:
        yield from _lookup(lookup, knowledge, problems)
    yield EventTypeStep(lambda: knowledge.eventtypes, env)
    yield TagStep(knowledge.tags)


class _Parsed(Mapping[str, ast.Expr]):
    """The expressions of calculated fields by name, each parsed when it is asked for."""

    def __init__(self, fields: Mapping[str, CalculatedField]) -> None:
        self._fields = fields

    def __getitem__(self, name: str) -> ast.Expr:
        return self._fields[name].expression

    def __contains__(self, name: object) -> bool:
        return name in self._fields

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)


def _makes_sense(field: CalculatedField, problems: list[KnowledgeError]) -> bool:
    """Whether no fault shows; what ships has none, and is not even parsed for that."""
    if field.setting.ships:
        return True
    fault = _fault_of(_Same(field.expression))
    if fault is not None:
        problems.append(field.setting.error(fault.message, hint=fault.hint))
    return fault is None


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """An expression that is equal to no other one, however alike: to compare trees takes long."""

    expression: ast.Expr

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.expression is self.expression

    def __hash__(self) -> int:
        return id(self.expression)


@lru_cache(maxsize=4096)
def _fault_of(same: _Same) -> SplError | None:
    """What is wrong with an expression; asked once for all the parts of a store."""
    try:
        check_expression(same.expression)
    except SplError as error:
        return error
    return None


def _lookup(
    lookup: AutomaticLookup, knowledge: Knowledge, problems: list[KnowledgeError]
) -> Iterator[Step]:
    try:
        table = knowledge.lookup(lookup.lookup)
        missing = [c for c, _ in (*lookup.keys, *(lookup.outputs or ())) if c not in table.columns]
        if missing:
            raise lookup.setting.error(f"the lookup has no column '{missing[0]}'")
    except KnowledgeError as error:
        problems.append(error)
    except SplError as error:
        problems.append(lookup.setting.error(error.message, hint=error.hint))
    else:
        definition = knowledge.lookups.get(lookup.lookup)
        place = definition.setting if isinstance(definition, Definition) else None
        settings = [s for s in (lookup.setting, place) if s is not None]
        yield LookupStep(
            table, lookup.keys, lookup.outputs, only_new=lookup.only_new, settings=settings
        )
