"""Which knowledge objects a search uses, and where each is written."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from spl.commands import Job, reads_of
from spl.diagnosis.clauses import literals, search_clauses
from spl.diagnosis.named_fields import named_fields
from spl.errors import SplError
from spl.events.origin import FieldOrigins
from spl.knowledge import Knowledge
from spl.knowledge.conf import Setting
from spl.knowledge.lookup_files import Definition
from spl.language import ast
from spl.language.expand import Macro
from spl.language.format import format_search_expression
from spl.plan import Step
from spl.values.wildcard import wildcard

_CALL = re.compile(r"`\s*([^\s`(]+)[^`]*`")
_TRANSFORMING = (ast.StatsArguments, ast.ChartArguments, ast.TstatsArguments, ast.TopArguments)


@dataclass(frozen=True, slots=True)
class Used:
    """One knowledge object.

    Attributes:
        name: what the search calls it.
        text: what it says.
        places: file and line of each setting of it, where that is known.
    """

    name: str
    text: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnowledgeUsed:
    """The knowledge objects of a search.

    Attributes:
        macros: those that the text calls, and those that these call.
        datasets: data models and data sets with their constraints.
        eventtypes: event types that it names.
        tags: tags that it names, with what they are given to.
        lookups: lookup tables.
        fields: for each field that it asks of events and that a setting gives, where the loaded
            events have it from, apart by source and sourcetype.
    """

    macros: tuple[Used, ...] = ()
    datasets: tuple[Used, ...] = ()
    eventtypes: tuple[Used, ...] = ()
    tags: tuple[Used, ...] = ()
    lookups: tuple[Used, ...] = ()
    fields: dict[str, list[FieldOrigins]] = field(default_factory=dict)


def knowledge_used(
    pipeline: ast.Pipeline, text: str, steps: Sequence[Step], job: Job
) -> KnowledgeUsed:
    """Find what a search uses.

    Args:
        pipeline: the parsed search.
        text: as typed, in which the macros stand.
        steps: its commands as bound.
        job: whose knowledge and events count.
    """
    known = job.knowledge
    datasets = list(dict.fromkeys(_sources(pipeline)))
    asked = [*_comparisons(pipeline), *_constraints(datasets, known)]
    return KnowledgeUsed(
        tuple(_macros(text, known)),
        tuple(_datasets(datasets, known)),
        tuple(_eventtypes(_values("eventtype", asked), known)),
        tuple(_tags(_values("tag", asked), known)),
        tuple(_lookups(pipeline, known)),
        {name: found for name in _fields(steps) if (found := _origins(name, job))},
    )


def _nodes(node: object) -> Iterator[ast.Node]:
    """Every node below, also inside of brackets."""
    if isinstance(node, tuple):
        for item in node:
            yield from _nodes(item)
    elif isinstance(node, ast.Node):
        yield node
        for each in dataclasses.fields(node):
            if each.name != "span":
                yield from _nodes(getattr(node, each.name))


def _macros(text: str, known: Knowledge) -> Iterator[Used]:
    seen: set[str] = set()
    waiting = _CALL.findall(text)
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        for macro in _called(name, known.macros.values()):
            yield Used(name, macro.definition)
            waiting.extend(_CALL.findall(macro.definition))


def _called(name: str, macros: Iterable[Macro]) -> list[Macro]:
    return [macro for macro in macros if macro.name == name]


def _sources(pipeline: ast.Pipeline) -> Iterator[str]:
    for node in _nodes(pipeline):
        match node:
            case ast.TstatsArguments(source=str(source), source_kind="datamodel"):
                yield source
            case ast.FromArguments(kind=kind, name=name) if kind.lower() == "datamodel":
                yield name


def _datasets(names: Iterable[str], known: Knowledge) -> Iterator[Used]:
    for name in names:
        for dataset, constraint in _constraints_of(name, known):
            yield Used(dataset, " ".join(each.text for each in search_clauses(constraint)))


def _constraints_of(name: str, known: Knowledge) -> Iterator[tuple[str, ast.SearchExpr]]:
    try:
        model, dataset = known.dataset(name)
    except SplError:
        return
    for each in model.ancestry(dataset) if dataset is not None else model.roots():
        for constraint in each.constraints:
            yield f"{model.name}.{each.name}", constraint


def _constraints(names: Iterable[str], known: Knowledge) -> Iterator[ast.Node]:
    for name in names:
        for _, constraint in _constraints_of(name, known):
            yield from _nodes(constraint)


def _comparisons(pipeline: ast.Pipeline) -> Iterator[ast.Node]:
    return (n for n in _nodes(pipeline) if isinstance(n, ast.Compare | ast.Membership))


def _values(name: str, nodes: Iterable[ast.Node]) -> list[str]:
    """What the field *name* is compared with."""
    found = [
        text
        for node in nodes
        if isinstance(node, ast.Compare | ast.Membership) and node.field.name == name
        for text in literals(node)
    ]
    return list(dict.fromkeys(found))


def _eventtypes(names: Iterable[str], known: Knowledge) -> Iterator[Used]:
    for name in names:
        fits = wildcard(name)
        for each in known.eventtypes:
            if fits(each.name):
                places = () if each.setting is None else (_place(each.setting),)
                yield Used(each.name, format_search_expression(each.search), places)


def _tags(names: Iterable[str], known: Knowledge) -> Iterator[Used]:
    for name in names:
        fits = wildcard(name)
        given = [setting for _, setting in known.tags.settings if fits(setting.key)]
        if given:
            to = ", ".join(dict.fromkeys(setting.stanza for setting in given))
            yield Used(name, to, tuple(map(_place, given)))


def _lookups(pipeline: ast.Pipeline, known: Knowledge) -> Iterator[Used]:
    named = [
        node.table
        for node in _nodes(pipeline)
        if isinstance(node, ast.LookupArguments | ast.InputlookupArguments)
    ]
    for name in dict.fromkeys(named):
        found = known.lookups.get(name)
        if isinstance(found, Definition):
            text = found.filename or found.collection or ""
            yield Used(name, text, () if found.setting is None else (_place(found.setting),))
        elif found is not None:
            yield Used(name, f"{len(found.rows):,} rows of the session")


def _place(setting: Setting) -> str:
    return f"{setting.source.origin}, line {setting.line}"


def _fields(steps: Sequence[Step]) -> list[str]:
    """The fields that a search asks of events: up to the first command that makes other rows."""
    found: dict[str, None] = {}
    for step in steps:
        reads = reads_of(step.command)
        prefix = reads is not None and reads.source is not None
        for name in named_fields(step.node).reads:
            found.setdefault(name.rpartition(".")[2] if prefix else name)
        if isinstance(step.node.arguments, _TRANSFORMING):
            break
    return list(found)


def _origins(name: str, job: Job) -> list[FieldOrigins]:
    parts = [] if job.given is not None else job.partitions
    found = (
        FieldOrigins(p.source, p.sourcetype, p.table.size, tuple(p.origin(name))) for p in parts
    )
    return [each for each in found if any(step.settings for step in each.steps)]
