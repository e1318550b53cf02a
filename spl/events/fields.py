"""The fields that knowledge gives to events, computed when a search asks for them.

The order is Splunk's: EXTRACT, REPORT, KV_MODE, FIELDALIAS, EVAL, LOOKUP, event types, tags
(Knowledge Manager Manual: "The sequence of search-time operations").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spl.columns.check import check_expression
from spl.columns.column import Column
from spl.columns.table import Table
from spl.errors import KnowledgeError, SplError
from spl.events.chain import Before, FieldChain, Step
from spl.events.datasets import dataset_table
from spl.events.enrichment import AliasStep, EvalStep, EventTypeStep, LookupStep, TagStep
from spl.events.extraction import ExtractStep, KeyValueStep, ReportStep
from spl.events.key_value import key_values
from spl.knowledge import Knowledge
from spl.knowledge.props import AutomaticLookup, CalculatedField, Props
from spl.values.environment import Environment

__all__ = ["EventFields", "dataset_table", "event_table"]


class EventFields(FieldChain):
    """The fields of the events of one table; a `LazyFields`.

    Attributes:
        problems: what cannot be computed, and is left out: expressions that call unknown
            functions, lookups that are missing or would run a program.
    """

    __slots__ = ("problems",)

    def __init__(self, base: Table, props: Props, knowledge: Knowledge, env: Environment) -> None:
        """Take apart the events of *base*, whose columns count as fields of index time."""
        self.problems: list[KnowledgeError] = list(props.problems)
        super().__init__(base, list(_steps(props, knowledge, env, self.problems)))


def event_table(
    base: Table, *, source: str, sourcetype: str, host: str, knowledge: Knowledge, env: Environment
) -> Table:
    """The table of events with every field that *knowledge* can give them.

    Args:
        base: the events with the fields that their reader found; ``_raw`` and ``_time`` among them.
        source: what props.conf is asked about, with *sourcetype* and *host*.
        sourcetype: as it was given; the table shows it as `rename` in props.conf makes it.
        host: host of the events.
        knowledge: what apps say.
        env: clock and time zone of calculated fields.
    """
    props = knowledge.props_for(source, sourcetype, host)
    return Table({}, base.size, EventFields(base, props, knowledge, env))


class _RenameStep:
    """`rename` of props.conf: searches see another sourcetype, the first one is `_sourcetype`."""

    def __init__(self, sourcetype: str) -> None:
        self._sourcetype = sourcetype

    def gives(self, name: str) -> bool:
        return name in ("sourcetype", "_sourcetype")

    def names(self, before: Before) -> Iterable[str]:
        del before
        return ("_sourcetype",)

    def column(self, name: str, before: Before) -> Column | None:
        if name == "_sourcetype":
            return before.column("sourcetype")
        return Column.constant(self._sourcetype, before.size)


def _steps(
    props: Props, knowledge: Knowledge, env: Environment, problems: list[KnowledgeError]
) -> Iterator[Step]:
    if props.renamed:
        yield _RenameStep(props.sourcetype)
    yield from map(ExtractStep, props.extracts)
    yield from (ReportStep(report.transform) for report in props.reports)
    reader = key_values(props.kv_mode, auto_json=props.auto_json)
    if reader is not None:
        yield KeyValueStep(reader)
    yield from map(AliasStep, props.aliases)
    calculated = [each for each in props.calculated if _makes_sense(each, problems)]
    if calculated:
        yield EvalStep({each.name: each.expression for each in calculated}, env)
    for lookup in props.lookups:
        yield from _lookup(lookup, knowledge, problems)
    yield EventTypeStep(knowledge.eventtypes, env)
    yield TagStep(knowledge.tags)


def _makes_sense(field: CalculatedField, problems: list[KnowledgeError]) -> bool:
    try:
        check_expression(field.expression)
    except SplError as error:
        problems.append(field.setting.error(error.message, hint=error.hint))
        return False
    return True


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
        yield LookupStep(table, lookup.keys, lookup.outputs, only_new=lookup.only_new)
