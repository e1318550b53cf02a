"""Commands that aggregate rows or bring others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from spl.commands import captures, fill
from spl.language import ast
from spl.plan.flow.effect import Effect, Here, flag, lookup_columns, options_of, transfer
from spl.plan.flow.fields import ANY, Fields, closed
from spl.plan.flow.reads import of, of_aggregates, of_by


def _columns_of(items: Iterable[ast.Aggregate]) -> Iterator[str]:
    for item in items:
        yield item.alias.name if item.alias else item.text


@transfer("stats")
def _stats(here: Here, arguments: ast.StatsArguments) -> Effect:
    reads = (*of_aggregates(arguments.aggregates), *of_by(arguments.by))
    names = [each.field.name for each in arguments.by]
    for item, name in zip(arguments.aggregates, _columns_of(arguments.aggregates), strict=True):
        names += _spread(here.before, item, name)
    return Effect(closed(names, here.node), reads)


def _spread(before: Fields, item: ast.Aggregate, name: str) -> list[str]:
    """The columns of one aggregate; stars stand for the fields that there are."""
    argument = item.argument
    if not isinstance(argument, ast.FieldName) or "*" not in argument.name or before.open:
        return [name]
    parts = (captures(argument.name, n) for n in sorted(before.names) if n[:1] != "_")
    found = [fill(name, each) for each in parts if each is not None]
    return [*found, name] if before.patterns else found


@transfer("eventstats", "streamstats")
def _added_stats(here: Here, arguments: ast.StatsArguments) -> Effect:
    reads = (*of_aggregates(arguments.aggregates), *of_by(arguments.by))
    return Effect(here.before.adding(_columns_of(arguments.aggregates)), reads)


@transfer("tstats")
def _tstats(here: Here, arguments: ast.TstatsArguments) -> Effect:
    options = options_of(arguments.options)
    if flag(options, "prestats"):
        return Effect(ANY)
    names = [each.field.name for each in arguments.by]
    made = closed([*names, *_columns_of(arguments.aggregates)], here.node)
    # What it reads are fields of the data set, of which the rows before it know nothing.
    return Effect(here.before.merged(made) if flag(options, "append") else made)


@transfer("top", "rare")
def _top(here: Here, arguments: ast.TopArguments) -> Effect:
    options = options_of(arguments.options)
    fields = (*arguments.fields, *arguments.by)
    made = [options.get("countfield", "count"), options.get("percentfield", "percent")]
    return Effect(closed([*(f.name for f in fields), *made], here.node), tuple(of(fields, "by")))


@transfer("chart", "timechart")
def _chart(here: Here, arguments: ast.ChartArguments) -> Effect:
    by = (*([arguments.over] if arguments.over else []), *arguments.by)
    reads = (*of_aggregates(arguments.aggregates), *of_by(by))
    rows = 1 if here.node.name == "chart" else 0
    if len(by) > rows:
        return Effect(ANY, reads)
    names = [each.field.name for each in by] if rows else ["_time", "_span"]
    return Effect(closed([*names, *_columns_of(arguments.aggregates)], here.node), reads)


@transfer("makeresults")
def _makeresults(here: Here, arguments: ast.OptionsArguments) -> Effect:
    plain = set(options_of(arguments.items)) <= {"count"}
    return Effect(closed(["_time"], here.node) if plain else ANY)


@transfer("inputlookup")
def _inputlookup(here: Here, arguments: ast.InputlookupArguments) -> Effect:
    columns = lookup_columns(here.knowledge, arguments.table)
    made = ANY if columns is None else closed(columns, here.node)
    append = flag(options_of(arguments.options), "append")
    return Effect(here.before.merged(made) if append else made)


@transfer("join")
def _join(here: Here, arguments: ast.JoinArguments) -> Effect:
    reads = of(arguments.fields, "key")
    return Effect(_together(here), tuple(reads))


@transfer("append", "appendcols", "appendpipe", "union", "multisearch")
def _append(here: Here, arguments: Any) -> Effect:
    del arguments
    return Effect(_together(here))


def _together(here: Here) -> Fields:
    """The fields before a command and those of its subsearches."""
    reading = here.node.name == "multisearch"
    parts = [*([] if reading else [here.before]), *here.inner]
    now = parts[0] if parts else ANY
    for part in parts[1:]:
        now = now.merged(part)
    return now
