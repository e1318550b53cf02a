"""Event types: searches with a name, which say what kind of event an event is.

Splunk, eventtypes.conf.spec. An event type may name others (``eventtype=x``); their searches are
put in its place here, so that each stands for itself.

Choices: the values of the field `eventtype` are sorted by name. An event type that speaks of tags
is refused, because tags are given after event types.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spl.errors import KnowledgeError, SplError
from spl.knowledge.conf import Setting, Settings
from spl.language import ast
from spl.language.expand import Macro, expand
from spl.language.parser import parse_search_expression
from spl.values.wildcard import wildcard


@dataclass(frozen=True, slots=True)
class EventType:
    """A named search without pipes, other event types in it already replaced by their searches."""

    name: str
    search: ast.SearchExpr


def read_eventtypes(
    stanzas: Mapping[str, Settings], macros: Mapping[str, Macro], problems: list[KnowledgeError]
) -> tuple[EventType, ...]:
    """The event types of eventtypes.conf, sorted by name; those that make no sense are reported."""
    parsed: dict[str, tuple[Setting, ast.SearchExpr]] = {}
    for name in sorted(stanzas):
        setting = stanzas[name].get("search")
        if setting is None:
            continue
        try:
            parsed[name] = setting, constraint(setting, macros)
        except KnowledgeError as error:
            problems.append(error)
    found = []
    for name, (setting, search) in parsed.items():
        try:
            found.append(EventType(name, _resolve(search, parsed, (name,), setting)))
        except KnowledgeError as error:
            problems.append(error)
    return tuple(found)


def constraint(setting: Setting, macros: Mapping[str, Macro]) -> ast.SearchExpr:
    """Parse a search of a .conf file; what is wrong with it is the setting's error."""
    try:
        return parse_search_expression(expand(setting.value, macros)[0])
    except SplError as error:
        raise setting.error(error.message, hint=error.hint) from None


def _resolve(
    search: ast.SearchExpr,
    parsed: Mapping[str, tuple[Setting, ast.SearchExpr]],
    above: tuple[str, ...],
    setting: Setting,
) -> ast.SearchExpr:
    """Put the searches of event types in the place of their names; *above* finds cycles."""

    def inner(item: ast.SearchExpr) -> ast.SearchExpr:
        return _resolve(item, parsed, above, setting)

    match search:
        case ast.And(items) as node:
            return ast.And(tuple(map(inner, items)), span=node.span)
        case ast.Or(items) as node:
            return ast.Or(tuple(map(inner, items)), span=node.span)
        case ast.Not(item) as node:
            return ast.Not(inner(item), span=node.span)
        case ast.Compare(ast.FieldName("eventtype"), op, ast.Pattern() as value):
            named = _named([value.value], parsed, above, setting)
            return ast.Not(named) if op == "!=" else named
        case ast.Membership(ast.FieldName("eventtype"), values, negated):
            texts = [v.value for v in values if isinstance(v, ast.Pattern)]
            named = _named(texts, parsed, above, setting)
            return ast.Not(named) if negated else named
        case ast.Compare(ast.FieldName(name)) | ast.Membership(ast.FieldName(name)) if (
            name == "tag" or name.startswith("tag::")
        ):
            raise setting.error("an event type cannot search for tags", code="SPL605")
        case _:
            return search


def _named(
    patterns: list[str],
    parsed: Mapping[str, tuple[Setting, ast.SearchExpr]],
    above: tuple[str, ...],
    setting: Setting,
) -> ast.SearchExpr:
    names = [n for p in patterns for n in parsed if wildcard(p)(n)]
    if any(name in above for name in names):
        raise setting.error("event types name each other in a circle")
    items = [_resolve(parsed[n][1], parsed, (*above, n), parsed[n][0]) for n in names]
    if not items:
        return ast.Not(ast.Everything())
    return items[0] if len(items) == 1 else ast.Or(tuple(items))
