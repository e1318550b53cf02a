"""Commands that make fields beside those that there are."""

from __future__ import annotations

from typing import Any

from spl.language import ast
from spl.plan.flow.effect import Effect, Here, flag, lookup_columns, options_of, transfer
from spl.plan.flow.fields import ANY
from spl.plan.flow.reads import Read, in_expression, of
from spl.values.regex import BadRegex, compile_regex


@transfer("eval")
def _eval(here: Here, arguments: ast.EvalArguments) -> Effect:
    now, reads = here.before, list[Read]()
    for item in arguments.assignments:
        if isinstance(item, ast.Subsearch) or "{" in item.target.name:
            now = ANY
            continue
        reads += (read for read in in_expression(item.value) if read.name not in now.names)
        now = now.adding([item.target.name])
    return Effect(now, tuple(reads))


@transfer("rex")
def _rex(here: Here, arguments: ast.RexArguments) -> Effect:
    options = options_of(arguments.options)
    source = [o for o in arguments.options if o.name == "field"]
    reads = tuple(Read(options["field"], o.span, "value") for o in source if "field" in options)
    if options.get("mode") == "sed":
        return Effect(here.before, reads)
    if not isinstance(arguments.pattern, ast.Text | ast.Word):
        return Effect(ANY, reads)
    try:
        groups = compile_regex(arguments.pattern.value).names
    except BadRegex:
        return Effect(ANY, reads)
    offset = [options["offset_field"]] if "offset_field" in options else []
    return Effect(here.before.adding([*groups, *offset]), reads)


@transfer("lookup")
def _lookup(here: Here, arguments: ast.LookupArguments) -> Effect:
    reads = tuple(Read(pair.event_field, here.node.span, "key") for pair in arguments.keys)
    clauses = [arguments.outputs, *(more.pairs for more in arguments.more)]
    made = [pair.event_field for pairs in clauses for pair in pairs]
    if not made:
        keys = {pair.column for pair in arguments.keys}
        columns = lookup_columns(here.knowledge, arguments.table)
        if columns is None:
            return Effect(ANY, reads)
        made = [column for column in columns if column not in keys]
    return Effect(here.before.adding(made), reads)


@transfer("convert")
def _convert(here: Here, arguments: ast.ConvertArguments) -> Effect:
    named = [each for each in arguments.conversions if each.field is not None]
    reads = of((each.field for each in named if each.field is not None), "value")
    made = [each.alias.name for each in named if each.alias is not None]
    return Effect(here.before.adding(made), tuple(reads))


@transfer("bin", "bucket", "discretize")
def _bin(here: Here, arguments: ast.BinArguments) -> Effect:
    reads = of([arguments.field], "value") if arguments.field else ()
    made = [arguments.alias.name] if arguments.alias else []
    return Effect(here.before.adding(made), tuple(reads))


@transfer("fillnull")
def _fillnull(here: Here, arguments: ast.FieldsArguments) -> Effect:
    return Effect(here.before.adding(each.name for each in arguments.fields))


@transfer("iplocation")
def _iplocation(here: Here, arguments: ast.OptionsArguments) -> Effect:
    options = options_of(arguments.items)
    names = ["City", "Country", "Region", "lat", "lon"]
    if flag(options, "allfields"):
        names += ["Continent", "Timezone", "MetroCode"]
    made = [options.get("prefix", "") + name for name in names]
    words = [item for item in arguments.items if isinstance(item, ast.Word | ast.Text)]
    return Effect(here.before.adding(made), tuple(Read(w.value, w.span, "key") for w in words))


@transfer("addinfo")
def _addinfo(here: Here, arguments: Any) -> Effect:
    del arguments
    names = ("info_min_time", "info_max_time", "info_sid", "info_search_time")
    return Effect(here.before.adding(names))


@transfer("transaction")
def _transaction(here: Here, arguments: ast.OptionsArguments) -> Effect:
    words = [item for item in arguments.items if isinstance(item, ast.Word | ast.Text)]
    made = ("duration", "eventcount", "closed_txn", "field_match_sum", "linecount")
    reads = tuple(Read(word.value, word.span, "by") for word in words)
    return Effect(here.before.adding(made), reads)


@transfer("spath")
def _spath(here: Here, arguments: ast.OptionsArguments) -> Effect:
    options = options_of(arguments.items)
    reads = tuple(
        Read(options["input"], item.span, "value")
        for item in arguments.items
        if isinstance(item, ast.Option) and item.name == "input" and "input" in options
    )
    words = [item.value for item in arguments.items if isinstance(item, ast.Word | ast.Text)]
    path = options.get("path") or (words[0] if words else None)
    if path is None:
        return Effect(ANY, reads)
    return Effect(here.before.adding([options.get("output", path)]), reads)


@transfer("strcat")
def _strcat(here: Here, arguments: ast.OptionsArguments) -> Effect:
    items = [item for item in arguments.items if isinstance(item, ast.Word | ast.Text)]
    reads = (Read(i.value, i.span, "value") for i in items[:-1] if isinstance(i, ast.Word))
    made = [items[-1].value] if items else []
    return Effect(here.before.adding(made), tuple(reads))
