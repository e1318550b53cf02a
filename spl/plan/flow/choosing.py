"""Commands that keep, choose or rename fields."""

from __future__ import annotations

from typing import Any

from spl.language import ast
from spl.plan.flow.effect import Effect, Here, transfer
from spl.plan.flow.reads import Read, in_expression, of


@transfer("head", "tail", "reverse", "localop", "noop", "rtorder", "highlight", "abstract")
@transfer("outputlookup", "outputcsv", "collect", "require", "replace", "scrub", "fieldformat")
def _nothing(here: Here, arguments: Any) -> Effect:
    reads = in_expression(getattr(arguments, "expression", None), "filter")
    return Effect(here.before, tuple(reads))


@transfer("search")
def _search(here: Here, arguments: ast.SearchArguments) -> Effect:
    return Effect(here.before, tuple(in_expression(arguments.expression, "filter")))


@transfer("where")
def _where(here: Here, arguments: ast.WhereArguments) -> Effect:
    return Effect(here.before, tuple(in_expression(arguments.expression, "filter")))


@transfer("regex")
def _regex(here: Here, arguments: ast.RegexArguments) -> Effect:
    reads = of([arguments.field], "filter") if arguments.field else ()
    return Effect(here.before, tuple(reads))


@transfer("sort")
def _sort(here: Here, arguments: ast.SortArguments) -> Effect:
    return Effect(here.before, tuple(of((key.field for key in arguments.keys), "key")))


@transfer("dedup")
def _dedup(here: Here, arguments: ast.DedupArguments) -> Effect:
    keys = (*arguments.fields, *(key.field for key in arguments.sortby))
    return Effect(here.before, tuple(of(keys, "key")))


@transfer("mvexpand", "makemv", "nomv", "mvcombine", "filldown", "expand")
def _of_one(here: Here, arguments: Any) -> Effect:
    if isinstance(arguments, ast.FieldsArguments):
        return Effect(here.before, tuple(of(arguments.fields, "value")))
    words = [item for item in arguments.items if isinstance(item, ast.Word | ast.Text)]
    return Effect(here.before, tuple(Read(word.value, word.span, "value") for word in words[:1]))


@transfer("fields")
def _fields(here: Here, arguments: ast.FieldsArguments) -> Effect:
    names = [each.name for each in arguments.fields]
    if not names:
        return Effect(here.before)
    if arguments.sign == "-":
        return Effect(here.before.without(names, here.node))
    return Effect(here.before.keeping(names, here.node), tuple(of(arguments.fields, "show")))


@transfer("table")
def _table(here: Here, arguments: ast.FieldsArguments) -> Effect:
    names = [each.name for each in arguments.fields]
    return Effect(here.before.keeping(names, here.node), tuple(of(arguments.fields, "show")))


@transfer("rename")
def _rename(here: Here, arguments: ast.RenameArguments) -> Effect:
    pairs = [(pair.old.name, pair.new.name) for pair in arguments.pairs]
    reads = of((pair.old for pair in arguments.pairs), "rename")
    return Effect(here.before.renaming(pairs, here.node), tuple(reads))
